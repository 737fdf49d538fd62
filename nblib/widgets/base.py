"""What all widgets of the course share: one front end for Jupyter, Colab and the static page, in the house colors."""

import anywidget
import traitlets

from nblib import style
from nblib.widgets.bundle import JS, bundle

# Where a page says which theme it is in: this site, JupyterLab, VS Code; else the reader's system decides.
_DARK = ('html[data-theme="dark"] .nb-widget', '[data-jp-theme-light="false"] .nb-widget', ".vscode-dark .nb-widget")
_SILENT = "html:not([data-theme]):not(:has([data-jp-theme-light])):not(:has(.vscode-light)) .nb-widget"


def stylesheet():
    """Return the style of all widgets, with the palette of both themes in front."""
    font = f"--nb-font: {style.PALETTE['font']};"
    light, dark = style.css_variables("light"), style.css_variables("dark")
    system = f"@media (prefers-color-scheme: dark) {{ {_SILENT} {{ {dark} }} }}"
    rules = [f".nb-widget {{ {font} {light} }}", system, f"{', '.join(_DARK)} {{ {dark} }}"]
    return "\n".join([*rules, (JS / "core.css").read_text(encoding="utf-8")])


class Widget(anywidget.AnyWidget):
    """A widget of the course. A subclass names its module in js/ and gives its presets.

    presets: name -> values of traits; the first is what the widget begins with. preset: the one now shown, or "".
    """

    _css = stylesheet()
    preset = traitlets.Unicode("").tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, module=None, **kwargs):
        if module:
            cls._esm = bundle(JS / module)
        super().__init_subclass__(**kwargs)

    def __init__(self, preset=None, **values):
        presets = self.trait_defaults("presets")
        chosen = next(iter(presets)) if preset is None else preset
        if chosen not in presets:
            raise ValueError(f"no such preset: {chosen!r}; there are {', '.join(presets)}")
        if unknown := [name for name in values if not self.has_trait(name)]:
            known = ", ".join(sorted(name for name in self.trait_names(sync=True) if not name.startswith("_")))
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}; there are {known}")
        super().__init__(**{**presets[chosen], "preset": "" if values else chosen, **values})

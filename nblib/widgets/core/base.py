"""What all widgets of the course share: one front end for Jupyter, Colab and the static page, in
the house colors.
"""

import sys
from pathlib import Path

import anywidget
import traitlets

from nblib.page import palette
from nblib.terminal import printable
from nblib.widgets.core.bundle import bundle

CORE = Path(__file__).parent


def stylesheet():
    """Return the style of all widgets, with the palette of both themes in front."""
    rules = (CORE / "style.css").read_text(encoding="utf-8")
    return palette.themed(".nb-widget") + "\n" + rules


class Presets(traitlets.Dict):
    """Presets by name, in order; sent as a list of pairs, since files of notebooks sort the keys of
    what they hold.
    """

    def __init__(self, presets=None):
        super().__init__(presets)
        self.tag(sync=True, to_json=lambda value, _: [list(pair) for pair in value.items()])
        self.tag(from_json=lambda value, _: dict(value))


class Widget(anywidget.AnyWidget):
    """A widget of the course. A subclass lies in widget.py of a folder of its own,
    beside its front end (widget.mjs, style.css), and gives its presets.

    presets: name -> values of traits; the first is what the widget begins with; an instance may
    bring its own. preset: the one now shown, or "" when a trait has been changed since; setting it
    sets the traits that it names.
    """

    _css = stylesheet()
    preset = traitlets.Unicode("").tag(sync=True)
    presets = Presets()

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "_esm" in vars(cls):
            return  # the class of one instance, which traitlets derives to add its traits
        # The front end lies in the folder of the class.
        folder = Path(sys.modules[cls.__module__].__file__).parent
        if (folder / "widget.mjs").exists():
            cls._esm = bundle(folder / "widget.mjs")
        if (folder / "style.css").exists() and folder != CORE:
            cls._css = Widget._css + (folder / "style.css").read_text(encoding="utf-8")

    def __init__(self, preset=None, **values):
        presets = values["presets"] if "presets" in values else self.trait_defaults("presets")
        chosen = next(iter(presets)) if preset is None else preset
        if chosen not in presets:
            raise ValueError(f"no such preset: {chosen!r}; there are {', '.join(presets)}")
        if unknown := [name for name in values if not self.has_trait(name)]:
            known = ", ".join(
                sorted(name for name in self.trait_names(sync=True) if not name.startswith("_"))
            )
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}; there are {known}")
        shown = "" if set(values) & set(presets[chosen]) else chosen
        super().__init__(**{**presets[chosen], "preset": shown, **values})
        self.observe(
            self._leave_preset,
            names=sorted({name for values in presets.values() for name in values}),
        )

    def __str__(self):
        return printable(repr(self))

    @traitlets.validate("preset")
    def _known_preset(self, proposal):
        if proposal.value and proposal.value not in self.presets:
            raise traitlets.TraitError(
                f"no such preset: {proposal.value!r}; there are {', '.join(self.presets)}"
            )
        return proposal.value

    @traitlets.observe("preset")
    def _take_preset(self, change):
        # Held, so that nobody sees half a preset and the front end draws once.
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in self.presets.get(change.new, {}).items():
                setattr(self, name, value)

    def _leave_preset(self, change):
        if any(
            getattr(self, name) != value
            for name, value in self.presets.get(self.preset, {}).items()
        ):
            self.preset = ""

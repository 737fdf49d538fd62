"""The house palette and type scale: one file, read by the figures, the claims, the widgets and the
site.
"""

import json
from importlib.resources import files

PALETTE = json.loads((files("nblib.page") / "palette.json").read_text(encoding="utf-8"))
LIGHT = PALETTE["light"]
DARK = PALETTE["dark"]
CYCLE = PALETTE["cycle"]
FONT = f"--nb-font: {PALETTE['font']};"

# How a page says that it is dark: this site, JupyterLab, VS Code, Colab.
_SAYS_DARK = (
    'html[data-theme="dark"]',
    '[data-jp-theme-light="false"]',
    ".vscode-dark",
    'html[theme="dark"]',
)
# A page that says nothing: the reader's system decides.
_SILENT = "html:not([data-theme], [theme]):not(:has([data-jp-theme-light], .vscode-light))"


def css_variables(theme, names=None):
    """Return the custom properties of one theme, `--nb-blue: #0b62b8; …`.

    theme: "light" or "dark". names: the colors wanted; all of them if left out.
    """
    colors = PALETTE[theme]
    return " ".join(f"--nb-{name}: {colors[name]};" for name in names or colors)


def themed(selector, names=None):
    """Return the rules that give the elements of a selector the house font and the colors of the
    theme that is on: in Jupyter, VS Code, Colab and on the site. names: as in css_variables.
    """
    light = css_variables("light", names)
    dark = css_variables("dark", names)
    on_dark_pages = ", ".join(f"{page} {selector}" for page in _SAYS_DARK)
    return "\n".join(
        [
            f"{selector} {{ {FONT} {light} }}",
            f"@media (prefers-color-scheme: dark) {{ {_SILENT} {selector} {{ {dark} }} }}",
            f"{on_dark_pages} {{ {dark} }}",
        ]
    )

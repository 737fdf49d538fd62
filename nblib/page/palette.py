"""The house palette and type scale: one file, read by the figures, the widgets and the site."""

import json
from importlib.resources import files

PALETTE = json.loads((files("nblib.page") / "palette.json").read_text(encoding="utf-8"))
LIGHT, DARK, CYCLE = PALETTE["light"], PALETTE["dark"], PALETTE["cycle"]


def css_variables(theme):
    """Return the custom properties of one theme, `--nb-blue: #0b62b8; …`; theme is "light" or
    "dark".
    """
    return " ".join(f"--nb-{name}: {value};" for name, value in PALETTE[theme].items())

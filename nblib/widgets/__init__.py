"""Widgets: one folder each, with the class, its maths in Python and JavaScript, its pictures, words
and style; alive in Jupyter, in Colab and on the static page.

A widget is found by convention: `from nblib.widgets import FitALine` takes the class FitALine from
fit_a_line/widget.py. Only that folder and core/ are read, so a page stands on the widgets that it
shows and on no other.
"""

import importlib
import re
from pathlib import Path

FOLDER = Path(__file__).parent


def slug(name):
    """Return the folder of a class, its name in snake case: FitALine lies in fit_a_line."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def class_name(folder):
    """Return the class of a folder: fit_a_line holds FitALine."""
    return "".join(word.capitalize() for word in folder.split("_"))


__all__ = ["Widget", *sorted(class_name(path.parent.name) for path in FOLDER.glob("*/widget.py"))]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(f"there is no widget {name!r}; there are {', '.join(__all__[1:])}")
    if name == "Widget":
        return importlib.import_module("nblib.widgets.core.base").Widget
    return getattr(importlib.import_module(f"nblib.widgets.{slug(name)}.widget"), name)

"""Widgets: Python traits and one JavaScript module each, alive in Jupyter, in Colab and on the
static page.
"""

from nblib.widgets.base import Widget
from nblib.widgets.descent import DescentOnSurface
from nblib.widgets.fit_line import FitALine
from nblib.widgets.graph import StepThroughGraph
from nblib.widgets.network import TinyNetwork
from nblib.widgets.replay import TrainingReplay
from nblib.widgets.walkers import CloudOfWalkers

__all__ = [
    "CloudOfWalkers",
    "DescentOnSurface",
    "FitALine",
    "StepThroughGraph",
    "TinyNetwork",
    "TrainingReplay",
    "Widget",
]

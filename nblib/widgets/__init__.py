"""Widgets: Python traits and one JavaScript module each, alive in Jupyter, in Colab and on the static page."""

from nblib.widgets.base import Widget
from nblib.widgets.descent import DescentOnSurface
from nblib.widgets.graph import StepThroughGraph
from nblib.widgets.network import TinyNetwork

__all__ = ["DescentOnSurface", "StepThroughGraph", "TinyNetwork", "Widget"]

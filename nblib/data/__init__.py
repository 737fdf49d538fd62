"""Data sets: a small one of each kind is embedded and works offline."""

from nblib.data.dataset import DataError, Dataset
from nblib.data.diamonds import load_diamonds

__all__ = ["DataError", "Dataset", "load_diamonds"]

"""What stands on the wire for a thing that is not plain data."""

from typing import NamedTuple

import numpy as np

from nblib.check.plain import array_of


class Handle(NamedTuple):
    """Stands for an object that stays where it is: W in the worker, T on the trusted side."""

    side: str
    id: int
    abilities: str
    type: str


class Marked(NamedTuple):
    """An array that was, or is to be, of another type: a PyTorch tensor travels like this."""

    type: str
    array: np.ndarray


def marked(tensor):
    """Return the Marked array that stands for a tensor of PyTorch."""
    return Marked(f"torch.{type(tensor).__name__}", array_of(tensor))

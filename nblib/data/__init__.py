"""Data sets: a small one of each kind is embedded and works offline. Splits and minibatches of any
arrays.
"""

from nblib.data.batches import Minibatches
from nblib.data.dataset import DataError, Dataset
from nblib.data.diabetes import load_diabetes
from nblib.data.diamonds import load_diamonds
from nblib.data.fashion import load_fashion_mnist
from nblib.data.mnist import load_mnist
from nblib.data.split import train_validation_split

__all__ = [
    "DataError",
    "Dataset",
    "Minibatches",
    "load_diabetes",
    "load_diamonds",
    "load_fashion_mnist",
    "load_mnist",
    "train_validation_split",
]

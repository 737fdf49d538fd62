"""Data sets: a small one of each kind is embedded and works offline. Splits and minibatches of any
arrays.
"""

from nblib.data.batches import Minibatches
from nblib.data.corpus import Corpus
from nblib.data.dataset import DataError, Dataset
from nblib.data.diabetes import load_diabetes
from nblib.data.diamonds import load_diamonds
from nblib.data.fashion import load_fashion_mnist
from nblib.data.mnist import load_mnist
from nblib.data.phrases import Phrases, load_phrases
from nblib.data.quatrains import load_quatrains
from nblib.data.snippets import load_snippets
from nblib.data.spam import load_spam
from nblib.data.speech import SpokenDigits, load_recorded_digits, load_spoken_digits
from nblib.data.split import train_validation_split
from nblib.data.tragedies import load_tragedies
from nblib.data.tweets import load_tweets

__all__ = [
    "Corpus",
    "DataError",
    "Dataset",
    "Minibatches",
    "Phrases",
    "SpokenDigits",
    "load_diabetes",
    "load_diamonds",
    "load_fashion_mnist",
    "load_mnist",
    "load_phrases",
    "load_quatrains",
    "load_recorded_digits",
    "load_snippets",
    "load_spam",
    "load_spoken_digits",
    "load_tragedies",
    "load_tweets",
    "train_validation_split",
]

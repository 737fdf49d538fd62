"""Data sets: a small one of each kind is embedded and works offline. Splits and minibatches of any
arrays; changes to images that leave their label as it was, in augment.
"""

from nblib.data import augment
from nblib.data.batches import Minibatches
from nblib.data.clothing_features import load_clothing_features
from nblib.data.corpus import Corpus
from nblib.data.dataset import DataError, Dataset
from nblib.data.diabetes import load_diabetes
from nblib.data.diamonds import load_diamonds
from nblib.data.digit_networks import load_digit_networks
from nblib.data.fashion import load_fashion_mnist
from nblib.data.mnist import load_mnist
from nblib.data.phrases import Phrases, load_phrases
from nblib.data.quatrains import load_quatrains
from nblib.data.recorded import load_recorded_digits
from nblib.data.small_digits import load_small_digits
from nblib.data.snippets import load_snippets
from nblib.data.spam import load_spam
from nblib.data.speech import SpokenDigits
from nblib.data.split import train_validation_split
from nblib.data.spoken import load_spoken_digits
from nblib.data.stamps import Stamps, load_stamps
from nblib.data.tragedies import load_tragedies
from nblib.data.tweets import load_tweets

__all__ = [
    "Corpus",
    "DataError",
    "Dataset",
    "Minibatches",
    "Phrases",
    "SpokenDigits",
    "Stamps",
    "augment",
    "load_clothing_features",
    "load_diabetes",
    "load_diamonds",
    "load_digit_networks",
    "load_fashion_mnist",
    "load_mnist",
    "load_phrases",
    "load_quatrains",
    "load_recorded_digits",
    "load_small_digits",
    "load_snippets",
    "load_spam",
    "load_spoken_digits",
    "load_stamps",
    "load_tragedies",
    "load_tweets",
    "train_validation_split",
]

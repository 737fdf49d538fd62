"""Quatrains of the Tang dynasty."""

from nblib.data.corpus import as_corpus
from nblib.data.dataset import read_embedded


def load_quatrains(*, full=False):
    """Return 3,480 quatrains of the Tang dynasty as a Corpus, one text a poem: four lines of five
    characters, in traditional Chinese.

    Their order was shuffled once, and no line occurs in two of them. full: accepted for uniformity:
    the embedded file is the whole set. Raises DataError for a damaged file.
    """
    return as_corpus(*read_embedded("quatrains"))

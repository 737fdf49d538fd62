"""Snippets: sentences from reviews of films, and how positive or negative people found them."""

from nblib.data.dataset import read_embedded
from nblib.data.rated import rated_texts


def load_snippets(*, full=False):
    """Return sentences from reviews of films as a Dataset; y is the mean of what at least 15 people
    said, from -4, very negative, to 4, very positive.

    As in load_tweets. Names of actors and directors stand as they were. Never train on another
    set of film sentences and test on this one: it shares most of its sentences with one that is
    widely used (Pang and Lee, 2005).
    """
    return rated_texts(*read_embedded("snippets"))

"""Tweets: short messages, and how positive or negative people found them."""

from nblib.data.dataset import read_embedded
from nblib.data.rated import rated_texts


def load_tweets(*, full=False):
    """Return short messages in the manner of tweets as a Dataset; y is the mean of what at least 20
    people said, from -4, very negative, to 4, very positive.

    x_train: (n,) strings, y_train: (n,) float64. Near 0 people found a text neutral, or did not
    agree; for two classes take those with abs(y) >= 1, and y > 0. User names read @user, addresses
    on the web LINK, and given names Robin. full: accepted for uniformity: the embedded file is the
    whole set. The split is fixed, three quarters for training; no text has a near duplicate in the
    set. Raises DataError for a damaged file. Source: Hutto and Gilbert, 2014.
    """
    return rated_texts(*read_embedded("tweets"))

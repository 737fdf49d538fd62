"""Six tragedies by William Shakespeare."""

from nblib.data.corpus import as_corpus
from nblib.data.dataset import read_embedded


def load_tragedies(*, full=False):
    """Return six tragedies by Shakespeare as a Corpus, one text a play: 829,000 characters, all
    ASCII.

    A text is headings, speakers, stage directions and verses, each on a line of its own, with a
    blank line between speeches. full: accepted for uniformity: the embedded file is the whole set.
    Raises DataError for a damaged file.
    """
    return as_corpus(*read_embedded("tragedies"))

"""Texts as weighted counts of their terms: TF-IDF."""

from collections import Counter

import numpy as np

from nblib.ranges import whole
from nblib.text.batches import ngrams


class TfIdf:
    """What makes rows of weighted counts out of tokenized texts; its terms and their weights are
    those of the texts that it is made from.

    A term is a run of 1 to `longest` tokens that at least `min_count` of the N texts have; of these
    the `max_size` that most texts have, or all. Their order is that of the alphabet. A term that d
    texts have weighs idf = ln((1 + N) / (1 + d)) + 1. A row holds count · idf of each term, or with
    log_counts=True (1 + ln count) · idf, and is divided by its Euclidean length; a text without any
    known term is a row of zeros. So do scikit-learn's TfidfVectorizer and its `sublinear_tf`.

    Raises ValueError for no texts, or where no term is left.

    >>> features = TfIdf([["free", "money", "free"], ["money", "now"]])
    >>> features.terms
    ['free', 'money', 'now']
    >>> features([["money"], ["lunch"]])
    array([[0., 1., 0.],
           [0., 0., 0.]], dtype=float32)
    """

    def __init__(self, texts, *, longest=1, min_count=1, max_size=None, log_counts=False):
        self.longest = whole("longest", longest, least=1)
        whole("min_count", min_count, least=1)
        if max_size is not None:
            whole("max_size", max_size, least=1)
        if not len(texts):
            raise ValueError("there are no texts to count terms in")
        self.log_counts = log_counts
        texts_with = Counter(term for tokens in texts for term in set(self._terms(tokens)))
        often = [term for term, count in texts_with.items() if count >= min_count]
        if not often:
            raise ValueError(f"no term is in {min_count} texts or more")
        often.sort(key=lambda term: (-texts_with[term], term))
        self.terms = sorted(often[:max_size])
        self.ids = {term: i for i, term in enumerate(self.terms)}
        counts = np.array([texts_with[term] for term in self.terms])  # (V,)
        self.idf = np.log((1 + len(texts)) / (1 + counts)) + 1

    def _terms(self, tokens):
        if isinstance(tokens, str):
            raise TypeError(f"a text is a list of tokens; tokenize {tokens[:20]!r} first")
        longer = [gram for n in range(2, self.longest + 1) for gram in ngrams(tokens, n)]
        return [*tokens, *map(" ".join, longer)]

    def row(self, tokens):
        """The terms of one text that are known: their ids (k,) and weights (k,)."""
        counts_by_id = Counter(self.ids[term] for term in self._terms(tokens) if term in self.ids)
        ids = np.fromiter(counts_by_id, int, len(counts_by_id))
        counts = np.fromiter(counts_by_id.values(), float, len(counts_by_id))
        if self.log_counts:
            counts = 1 + np.log(counts)
        weights = counts * self.idf[ids]
        return ids, weights / max(np.linalg.norm(weights), 1e-12)

    def __call__(self, texts):
        """Tokenized texts as a matrix (n, V) in single precision."""
        x = np.zeros((len(texts), len(self.terms)), np.float32)
        for line, tokens in zip(x, texts, strict=True):
            ids, weights = self.row(tokens)
            line[ids] = weights
        return x

"""An n-gram model with modified Kneser-Ney smoothing: how likely is each symbol, given the few
before it.
"""

from typing import NamedTuple

import numpy as np

from nblib.ranges import whole

# Discounts for grams seen once, twice and more often, where too few grams are there to say.
FALLBACK = (0.5, 1.0, 1.5)
LEAST = 1e-9  # an estimate below this is 0 but for rounding, and would leave nothing to the unseen


class _Level(NamedTuple):
    """What is kept of grams of one length k; a gram is a number in base vocab_size.

    grams: (m,), sorted, and shares: (m,), what each has of its context's mass after the discount.
    contexts: (c,), sorted, the grams' first k - 1 symbols, and backoff_weights: (c,), the mass that
    the discounts left for the next shorter context.
    """

    grams: np.ndarray
    shares: np.ndarray
    contexts: np.ndarray
    backoff_weights: np.ndarray


class KneserNey:
    """P(symbol | the order - 1 symbols before it), counted (Chen and Goodman, 1999).

    ids: (n,) whole numbers from 0 to vocab_size - 1, one long text. order: the longest gram, 1 at
    least.

    Each count is discounted, by another amount where it is 1, 2 or more; what that frees goes to
    the same model with a context one shorter, in the end to 1 / vocab_size. In the shorter models a
    gram counts once for each different symbol before it. So every symbol has a probability above 0,
    and they sum to 1 in every context, seen or not. discounts: for each length three numbers, the
    estimates of Chen and Goodman, or 0.5, 1 and 1.5 where these do not exist or are not positive.

    Raises ValueError for ids outside the vocabulary, for fewer ids than order, and for
    vocab_size ** order of 2 ** 63 or more.

    >>> model = KneserNey([0, 1, 0, 1, 0, 2], vocab_size=3, order=2)
    >>> model.probabilities([1]).argmax(), round(float(model.probabilities([1]).sum()), 12)
    (np.int64(0), 1.0)
    """

    def __init__(self, ids, vocab_size, order):
        whole("vocab_size", vocab_size, least=1)
        whole("order", order, least=1)
        if vocab_size**order >= 2**63:
            raise ValueError(
                f"{vocab_size} symbols and order {order} give more grams than 64 bits can number: "
                "take a smaller order"
            )
        self.vocab_size = vocab_size
        self.order = order
        ids = self._checked(ids)
        if len(ids) < order:
            raise ValueError(f"order {order} needs at least {order} ids, got {len(ids)}")

        # The longest grams count as often as they occur, shorter ones once for each symbol before.
        grams, counts = np.unique(self._grams(ids, order), return_counts=True)
        levels = [self._level(grams, counts)]
        self.discounts = [_discounts(counts)]
        for length in range(order - 1, 0, -1):
            longer = np.unique(self._grams(ids, length + 1))
            grams, counts = np.unique(longer % vocab_size**length, return_counts=True)
            levels.append(self._level(grams, counts))
            self.discounts.append(_discounts(counts))
        self._levels = levels[::-1]  # from grams of length 1 on
        self.discounts.reverse()

    def __repr__(self):
        return f"KneserNey(vocab_size={self.vocab_size}, order={self.order})"

    def probabilities(self, context):
        """Return the probability of each symbol after these ids, (vocab_size,); only the last
        order - 1 of them count.
        """
        context = self._checked(context)
        symbols = np.arange(self.vocab_size)
        p = np.full(self.vocab_size, 1 / self.vocab_size)
        for length, level in enumerate(self._levels, start=1):
            if length - 1 > len(context):
                break
            before = 0
            for symbol in context[len(context) - length + 1 :]:
                before = before * self.vocab_size + int(symbol)
            p = self._mixed(level, before * self.vocab_size + symbols, p)
        return p

    def nll(self, ids):
        """Return minus the natural logarithm of each symbol's probability, given those before it in
        ids: (n,).
        """
        ids = self._checked(ids)
        p = np.full(len(ids), 1 / self.vocab_size)
        for length, level in enumerate(self._levels, start=1):
            # The first symbols have no context that long.
            first = length - 1
            p[first:] = self._mixed(level, self._grams(ids, length), p[first:])
        return -np.log(p)

    def _mixed(self, level, grams, shorter):
        """The probabilities of grams, from those that a context one shorter gives, both (n,)."""
        context_index, is_known = _find(level.contexts, grams // self.vocab_size)
        mixed = level.backoff_weights[context_index] * shorter
        gram_index, is_seen = _find(level.grams, grams)
        mixed += np.where(is_seen, level.shares[gram_index], 0)
        return np.where(is_known, mixed, shorter)

    def _level(self, grams, counts):
        discount = _discounts(counts)[np.minimum(counts, 3) - 1]  # (m,)
        contexts, owner = np.unique(grams // self.vocab_size, return_inverse=True)
        total = np.bincount(owner, counts)  # (c,)
        shares = (counts - discount) / total[owner]
        return _Level(grams, shares, contexts, np.bincount(owner, discount) / total)

    def _grams(self, ids, length):
        """The grams of this length, one for each place where one ends: (n - length + 1,)."""
        n = max(0, len(ids) - length + 1)
        grams = np.zeros(n, np.int64)
        for i in range(length):
            grams = grams * self.vocab_size + ids[i : i + n]
        return grams

    def _checked(self, ids):
        ids = np.asarray(ids)
        if not ids.size:
            ids = ids.astype(np.int64)
        is_row = ids.ndim == 1 and ids.dtype.kind in "iu"
        if not is_row or np.any(ids < 0) or np.any(ids >= self.vocab_size):
            raise ValueError(
                f"ids are whole numbers from 0 to {self.vocab_size - 1} in one row, (n,); got "
                f"{ids.dtype} of shape {ids.shape}"
            )
        return ids.astype(np.int64)


def _discounts(counts):
    """What is taken off a count of 1, of 2, of 3 and more, (3,): the estimates of Chen and Goodman
    (1999), from how many grams occur once, twice, three and four times.
    """
    once, twice, thrice, four = (int(np.sum(counts == j)) for j in (1, 2, 3, 4))
    if min(once, twice, thrice) == 0:
        return np.array(FALLBACK)
    y = once / (once + 2 * twice)
    estimates = np.array(
        [1 - 2 * y * twice / once, 2 - 3 * y * thrice / twice, 3 - 4 * y * four / thrice]
    )
    fits = np.all(estimates > LEAST)
    return estimates if fits else np.array(FALLBACK)


def _find(known, wanted):
    """Return where each wanted number stands in a sorted array, and whether it does."""
    index = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return index, known[index] == wanted

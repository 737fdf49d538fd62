"""Modified Kneser-Ney smoothing against the formulas written out with dictionaries."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.text import KneserNey


class WrittenOut:
    """Chen and Goodman's formulas, one gram at a time."""

    def __init__(self, ids, vocab_size, order):
        self.vocab_size = vocab_size
        self.counts = {}
        for k in range(1, order + 1):
            longer = Counter(tuple(ids[i : i + k + 1]) for i in range(len(ids) - k))
            here = Counter(tuple(ids[i : i + k]) for i in range(len(ids) - k + 1))
            before = defaultdict(set)
            for gram in longer:
                before[gram[1:]].add(gram[0])
            self.counts[k] = here if k == order else {g: len(s) for g, s in before.items()}
        self.discounts = {k: self._discounts(c.values()) for k, c in self.counts.items()}

    def _discounts(self, counts):
        n = Counter(counts)
        if min(n[1], n[2], n[3]) == 0:
            return [0.5, 1.0, 1.5]
        y = n[1] / (n[1] + 2 * n[2])
        found = [j - (j + 1) * y * n[j + 1] / n[j] for j in (1, 2, 3)]
        return found if min(found) > 1e-9 else [0.5, 1.0, 1.5]

    def p(self, symbol, context):
        k = len(context) + 1
        shorter = 1 / self.vocab_size if k == 1 else self.p(symbol, context[1:])
        found = {g[-1]: n for g, n in self.counts[k].items() if g[:-1] == context}
        if not found:
            return shorter
        off = {s: self.discounts[k][min(n, 3) - 1] for s, n in found.items()}
        kept = found.get(symbol, 0) - off.get(symbol, 0)
        return (kept + sum(off.values()) * shorter) / sum(found.values())


TEXTS = st.lists(st.integers(0, 3), min_size=6, max_size=120)


@given(TEXTS, st.integers(1, 4), st.lists(st.integers(0, 4), max_size=12))
def test_it_is_what_the_formulas_say(ids, order, asked):
    model = KneserNey(ids, 5, order)
    right = WrittenOut(ids, 5, order)
    costs = model.nll(asked)
    for place, symbol in enumerate(asked):
        context = tuple(asked[max(0, place - order + 1) : place])
        assert np.exp(-costs[place]) == pytest.approx(right.p(symbol, context), rel=1e-9)
        p = model.probabilities(asked[:place])
        assert p[symbol] == pytest.approx(right.p(symbol, context), rel=1e-9)
        assert p.sum() == pytest.approx(1) and p.min() > 0
    for length, found in enumerate(model.discounts, start=1):
        assert found == pytest.approx(right.discounts[length])


def test_where_an_estimate_is_zero_the_unseen_still_gets_a_share():
    # Of its pairs four count 1, one 2 and one 3: the discount of a 2 is 2 - 3 · 4 / 6 · 1 = 0.
    ids = [1, 2, 0, 2, 0, 0, 0, 1, 0, 0, 1, 1]
    model = KneserNey(ids, 5, 3)
    assert all(discounts.min() > 0 for discounts in model.discounts)
    assert model.probabilities([2, 0]).min() > 0


def test_a_symbol_counts_by_what_stood_before_it():
    # 1 occurs 300 times, always behind 0; 2 occurs 80 times, behind many others.
    rng = np.random.default_rng(0)
    ids = [0, 1] * 300
    for before in rng.integers(3, 30, size=80):
        ids += [int(before), 2]
    p = KneserNey(ids, 30, 2).probabilities([])
    assert p[2] > 3 * p[1]


def test_with_much_text_it_comes_near_the_truth():
    rng = np.random.default_rng(0)
    table = rng.dirichlet(5 * np.ones(6), size=6)  # what follows what
    ids = [0]
    for _ in range(20_000):
        ids.append(int(rng.choice(6, p=table[ids[-1]])))
    model = KneserNey(ids, 6, 2)
    for symbol in range(6):
        assert model.probabilities([symbol]) == pytest.approx(table[symbol], abs=0.03)


def test_nothing_to_ask_costs_nothing():
    model = KneserNey([0, 1, 0], 2, 3)
    assert model.nll([]).shape == (0,)
    assert repr(model) == "KneserNey(vocab_size=2, order=3)"


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: KneserNey([0, 1], 2, 3), "order 3 needs at least 3 ids, got 2"),
        (lambda: KneserNey([0, 1], 2, 0), "order must be a whole number"),
        (lambda: KneserNey([0, 2], 2, 1), "from 0 to 1 in one row"),
        (lambda: KneserNey([0.0, 1.0], 2, 1), "got float64 of shape"),
        (lambda: KneserNey([[0, 1]], 2, 1), r"got int64 of shape \(1, 2\)"),
        (lambda: KneserNey([0] * 30, 5000, 6), "take a smaller order"),
        (lambda: KneserNey([0, 1], 2, 1).nll([2]), "from 0 to 1"),
        (lambda: KneserNey([0, 1], 2, 1).probabilities([-1]), "from 0 to 1"),
    ],
)
def test_mistakes_get_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()

"""Temperature, top-k, top-p and draws, against the rules written out and against torch."""

import numpy as np
import pytest
import torch

from nblib.text import draw, generate, next_probabilities


def written_out(logits, temperature, top_k, top_p):
    """One row, letter by letter."""
    p = torch.softmax(torch.tensor(logits, dtype=torch.float64) / temperature, 0).numpy()
    order = sorted(range(len(p)), key=lambda i: (-logits[i], i))[:top_k]
    kept = {i: p[i] for i in order}
    total = sum(kept.values())
    kept = {i: v / total for i, v in kept.items()}
    mass = 0
    stay = {}
    for i in order:
        if mass < top_p:
            stay[i] = kept[i]
        mass += kept[i]
    total = sum(stay.values())
    return [stay.get(i, 0) / total for i in range(len(p))]


@pytest.mark.parametrize("seed", range(20))
def test_random_logits_against_the_rules(seed):
    rng = np.random.default_rng(seed)
    logits = 3 * rng.normal(size=20)
    options = {"temperature": rng.uniform(0.3, 2), "top_k": int(rng.integers(1, 20))}
    options["top_p"] = rng.uniform(0.1, 0.99)
    assert next_probabilities(logits, **options) == pytest.approx(written_out(logits, **options))


def test_plain_is_a_softmax_for_every_row():
    logits = np.random.default_rng(0).normal(size=(3, 4, 7)) * 50
    expected = torch.softmax(torch.tensor(logits), -1).numpy()
    assert next_probabilities(logits) == pytest.approx(expected)
    assert next_probabilities(logits, top_p=1.0, top_k=100) == pytest.approx(expected)


def test_the_one_that_crosses_stays_and_greedy_takes_the_first_of_equals():
    logits = np.log([0.7, 0.2, 0.1])
    assert next_probabilities(logits, top_p=0.6).tolist() == [1, 0, 0]
    assert np.count_nonzero(next_probabilities(logits, top_p=0.71)) == 2
    assert next_probabilities([1.0, 3.0, 3.0], temperature=0).tolist() == [0, 1, 0]
    assert next_probabilities([0.0, -np.inf]).tolist() == [1, 0]


def test_draws_come_as_often_as_they_should_and_never_where_nothing_is():
    p = np.array([0.0, 0.25, 0.0, 0.75, 0.0])
    drawn = [draw(p, u) for u in np.linspace(0, 0.99999, 4001)]
    assert set(drawn) == {1, 3}
    assert drawn.count(1) / len(drawn) == pytest.approx(0.25, abs=1e-3)
    assert draw(np.array([0.1] * 3), 1 - 1e-16) == 2  # whatever the sum, the last is the last


def test_a_text_grows_by_draws_and_repeats_with_its_seed():
    def wander(ids):
        return np.cos(np.arange(5) * (1 + ids[-1]))

    first, second = (generate(wander, [1], 20, rng=np.random.default_rng(3)) for _ in range(2))
    assert first == second and len(first) == 21 and first[0] == 1
    assert generate(wander, [1], 20, rng=np.random.default_rng(4)) != first
    assert generate(wander, (2,), 0, rng=np.random.default_rng(0)) == [2]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: next_probabilities([np.nan, 1.0]), "without nan"),
        (lambda: next_probabilities([-np.inf, -np.inf]), "largest of each row finite"),
        (lambda: next_probabilities(1.0), "numbers"),
        (lambda: next_probabilities([1.0], temperature=-1), "temperature must be at least 0"),
        (lambda: next_probabilities([1.0], top_k=0), "top_k must be a whole number from 1 up"),
        (lambda: next_probabilities([1.0], top_p=0), "top_p must be above 0"),
        (lambda: next_probabilities([1.0], top_p=1.1), "top_p must be"),
        (lambda: draw(np.array([1.0]), 1.0), "u must be at least 0 and below 1"),
    ],
)
def test_mistakes_get_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()

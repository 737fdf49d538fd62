"""Searches against all texts that there are, and teacher forcing by hand."""

from itertools import product

import numpy as np
import pytest

from nblib.text import BOS, EOS, Hypothesis, beam_search, beam_steps, greedy_search, teacher_forcing

WORDS = (EOS, 4, 5)  # a tiny vocabulary; the other ids are never written
LONGEST = 4


def random_model(seed):
    """A model whose next word depends on all that was written: its state counts words and BOS."""
    rng = np.random.default_rng(seed)
    table = rng.normal(scale=2, size=(6, 6))
    turn = rng.normal(size=(6, 6))

    def step(previous, state):
        h = np.tanh(state[0] @ turn + np.eye(6)[previous])  # (N, 6)
        logits = np.full((len(previous), 6), -np.inf)
        logits[:, WORDS] = (h @ table)[:, WORDS]
        return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True), (h,)

    return step


def start(n=1):
    return (np.zeros((n, 6)),)


def all_texts(step):
    """Every text that ends within LONGEST words, with the log of its probability."""
    found = []
    for length in range(LONGEST):
        for inner in product(WORDS[1:], repeat=length):
            tokens = (*inner, EOS)
            state = start()
            total = 0.0
            for before, word in zip((BOS, *inner), tokens, strict=True):
                log_probs, state = step(np.array([before]), state)
                total += log_probs[0, word]
            found.append(Hypothesis(tokens, total))
    return found


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(6))
def test_a_beam_as_wide_as_all_texts_finds_the_best(seed, power):
    step = random_model(seed)
    found = beam_search(step, start(), 100, max_length=LONGEST, length_power=power)
    expected = sorted(all_texts(step), key=lambda one: -one.score(power))
    assert [one.tokens for one in found] == [one.tokens for one in expected]
    assert [one.log_prob for one in found] == pytest.approx([one.log_prob for one in expected])


@pytest.mark.parametrize("seed", range(6))
def test_a_beam_of_one_is_greedy_search_and_texts_do_not_disturb_each_other(seed):
    step = random_model(seed)
    (alone,) = greedy_search(step, start(), max_length=LONGEST)
    (beam, *_) = beam_search(step, start(), 1, max_length=LONGEST)
    assert beam.tokens == alone.tokens
    assert beam.log_prob == pytest.approx(alone.log_prob)
    several = (np.concatenate([start()[0], np.ones((1, 6)), start()[0]]),)
    first, other, last = greedy_search(step, several, max_length=LONGEST)
    assert first.tokens == last.tokens == alone.tokens
    (apart,) = greedy_search(step, (np.ones((1, 6)),), max_length=LONGEST)
    assert other.tokens == apart.tokens and other.log_prob == pytest.approx(apart.log_prob)


def test_greedy_takes_the_worse_road_and_a_beam_of_two_the_better():
    # 4 is likelier than 5 at first, but what follows 5 is certain.
    after = {BOS: {4: 0.6, 5: 0.4}, 4: {4: 0.5, EOS: 0.5}, 5: {EOS: 1.0}}

    def step(previous, state):
        rows = np.full((len(previous), 6), -np.inf)
        for row, word in zip(rows, previous, strict=True):
            for then, p in after[int(word)].items():
                row[then] = np.log(p)
        return rows, state

    (greedy,) = greedy_search(step, start(), max_length=5)
    assert greedy.tokens[0] == 4
    best, *_ = beam_search(step, start(), 2, max_length=5)
    assert best.tokens == (5, EOS) and np.exp(best.log_prob) == pytest.approx(0.4)


def test_each_step_keeps_no_more_than_the_width():
    step = random_model(1)
    for live, finished in beam_steps(step, start(), 3, max_length=LONGEST):
        assert len(live) + len(finished) <= 3
        assert all(one.tokens[-1] == EOS for one in finished)
        assert all(EOS not in one.tokens for one in live)


def test_what_never_ends_is_cut():
    def step(previous, state):
        return np.tile(np.log([0.1, 0.1, 0.1, 0.1, 0.5, 0.1]), (len(previous), 1)), state

    (greedy,) = greedy_search(step, start(), max_length=3)
    assert greedy.tokens == (4, 4, 4)
    (beam,) = beam_search(step, start(), 1, max_length=3)
    assert beam.tokens == (4, 4, 4)


def test_scores():
    one = Hypothesis((4, 5, EOS), -6.0)
    assert one.score() == -6.0
    assert one.score(1) == -2.0


def test_teacher_forcing_gives_the_word_before():
    inputs, outputs = teacher_forcing(np.array([[7, 8, 9], [7, 0, 0], [0, 0, 0]]))
    assert inputs.tolist() == [[BOS, 7, 8, 9], [BOS, 7, 0, 0], [BOS, 0, 0, 0]]
    assert outputs.tolist() == [[7, 8, 9, EOS], [7, EOS, 0, 0], [EOS, 0, 0, 0]]
    assert (inputs[0, 1:] == outputs[0, :-1]).all()


def test_mistakes_get_a_sentence():
    with pytest.raises(ValueError, match=r"targets are ids \(B, T\)"):
        teacher_forcing(np.array([7, 8]))
    with pytest.raises(ValueError, match="width must be a whole number from 1 up"):
        list(beam_steps(random_model(0), start(), 0, max_length=3))
    with pytest.raises(ValueError, match="max_length must be a whole number from 1 up"):
        greedy_search(random_model(0), start(), max_length=0)
    with pytest.raises(ValueError, match="length_power must be at least 0"):
        beam_search(random_model(0), start(), 2, max_length=3, length_power=-1)

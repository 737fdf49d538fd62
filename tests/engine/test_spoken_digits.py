"""The spoken digits: what the cuts hold, and strings put together from their words."""

import numpy as np
import pytest

from nblib.data import DataError, load_recorded_digits, load_spoken_digits
from nblib.speech import (
    add_noise,
    as_inputs,
    greedy_decode,
    log_mel,
    pad_frames,
    reversed_in_time,
    spoken_strings,
)

COUNTS = {
    "spoken": (load_spoken_digits, {"train": 1400, "validation": 280, "test": 400}, 104),
    "recorded": (load_recorded_digits, {"train": 200, "validation": 100, "test": 300}, 6),
}


@pytest.mark.parametrize("name", COUNTS)
def test_every_voice_says_every_digit_and_is_in_one_part(name):
    load, counts, voices = COUNTS[name]
    words = load()
    parts = {part: words.part(part) for part in counts}
    assert {part: len(found.digits) for part, found in parts.items()} == counts
    seen = [set(found.voices) for found in parts.values()]
    assert sum(map(len, seen)) == len(set.union(*seen)) == voices
    for voice in set(words.voices):
        assert set(words.digits[words.voices == voice]) == set(range(10))


@pytest.mark.parametrize("name", COUNTS)
def test_features_are_those_of_words(name):
    words = COUNTS[name][0]()
    assert all(f.dtype == np.float32 and f.shape[1] == 32 for f in words.features)
    assert {len(f) for f in words.features} <= set(range(6, 47))
    every = np.concatenate(words.features)
    assert -9.3 < every.min() < -9 and 6 < every.max() < 9


@pytest.mark.parametrize("name", COUNTS)
def test_the_clip_is_sound_of_two_seconds_or_so(name):
    words = COUNTS[name][0]()
    assert words.clip_digits == [4, 0, 7, 7]
    assert 2 < len(words.clip) / 8000 < 3
    assert 0.89 < np.abs(words.clip).max() < 0.91
    assert np.ptp(log_mel(words.clip, 8000)) > 10


def test_a_part_of_some_voices_and_an_unknown_part():
    words = load_spoken_digits()
    some = words.part("train", np.unique(words.part("train").voices)[:3])
    assert repr(some) == "SpokenDigits(60 words of 3 voices)"
    with pytest.raises(DataError, match="no part 'exam': test, train, validation"):
        words.part("exam")


def test_strings_are_of_one_voice_and_come_again_with_the_seed():
    words = load_spoken_digits().part("test")
    strings, digits = spoken_strings(words, 20, seed=1)
    again, same = spoken_strings(words, 20, seed=1)
    assert digits == same and all((a == b).all() for a, b in zip(strings, again, strict=True))
    assert {len(d) for d in digits} == {2, 3, 4, 5}
    assert all(len(s) >= 6 * len(d) for s, d in zip(strings, digits, strict=True))


def test_noise_adds_power_and_little_noise_adds_little():
    strings, _ = spoken_strings(load_spoken_digits().part("test"), 1, seed=1)
    rng = np.random.default_rng(0)
    loud = add_noise(strings[0], 0, rng)
    assert loud.dtype == np.float32 and (loud >= strings[0]).all()
    assert loud.min() > -5
    faint = add_noise(strings[0], -80, rng)
    assert np.abs(faint - strings[0]).max() < 0.1


def test_inputs_have_their_neighbors_and_no_level():
    x = as_inputs(np.array([[1.0, 5.0], [4.0, 5.0], [7.0, 5.0]]))
    assert x.tolist() == [[0, 0, -1, 0, 0, 0], [-1, 0, 0, 0, 1, 0], [0, 0, 1, 0, 0, 0]]
    louder = as_inputs(np.array([[3.0, 9.0], [6.0, 9.0], [9.0, 9.0]]))
    assert (louder == x).all()


def test_padding_and_turning_round():
    padded, lengths = pad_frames([np.ones((3, 2)), np.ones((1, 2))], value=-1)
    assert padded.shape == (2, 3, 2) and lengths.tolist() == [3, 1]
    assert padded[1, :, 0].tolist() == [1, -1, -1]
    turned = reversed_in_time(lengths, 3)
    assert turned.tolist() == [[2, 1, 0], [0, 1, 2]]
    rows = np.arange(2)[:, None]
    assert (turned[rows, turned] == np.arange(3)).all()


def test_an_answer_of_blanks_alone_is_empty():
    assert greedy_decode(np.log([[0.9, 0.1]] * 4)) == []

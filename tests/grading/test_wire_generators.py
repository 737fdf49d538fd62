"""A random generator travels with all that decides what it will give."""

import numpy as np
import pytest
from wire_codec import decode, encode

from nblib.grading.errors import Unsendable, WireError

BITS = (1, 1, 0, 0)  # state, increment, whether there is half a draw left, and which
SEED = (7, (), 4)
DAMAGED = {
    "out of range": ("PCG64", (1 << 128, 1, 0, 0), SEED, 0),
    "by another name": ("MT19937", BITS, SEED, 0),
    "of text": ("PCG64", ("1", 1, 0, 0), SEED, 0),
    "without seeds": ("PCG64", BITS),
    "a seed below zero": ("PCG64", BITS, (-1, (), 4), 0),
    "a seed of floats": ("PCG64", BITS, ((1.5,), (), 4), 0),
    "a seed of 1,001 numbers": ("PCG64", BITS, ((1,) * 1001, (), 4), 0),
    "a key that is a number": ("PCG64", BITS, (7, 1, 4), 0),
    "a pool of a million words": ("PCG64", BITS, (7, (), 10**6), 0),
    "a pool of three": ("PCG64", BITS, (7, (), 3), 0),
    "fewer than no children": ("PCG64", BITS, SEED, -1),
    "too many children": ("PCG64", BITS, SEED, 1 << 32),
}


def test_a_generator_spawns_what_it_would_have():
    for seed in (3, [1, 2, 3], np.array([4, 5], np.uint32), None):
        rng = np.random.default_rng(seed)
        rng.spawn(2)
        copy = decode(encode(rng.spawn(1)[0]))  # a child of its own key
        again = decode(encode(rng))
        assert again.spawn(1)[0].random() == rng.spawn(1)[0].random()
        key = copy.bit_generator.seed_seq.spawn_key
        assert key == (2,) and copy.spawn(1)[0].bit_generator.seed_seq.spawn_key == (2, 0)
    with pytest.raises(Unsendable, match="no integer"):
        encode(np.random.default_rng(np.random.SeedSequence(["0x12"])))


def test_a_generator_goes_on_where_it_was():
    for bits in (np.random.PCG64(3), np.random.PCG64DXSM(3)):
        rng = np.random.Generator(bits)
        rng.integers(10, size=3, dtype=np.uint32)
        copy = decode(encode(rng))
        assert copy.normal() == rng.normal() and copy.integers(10) == rng.integers(10)


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_has_a_reason(name):
    with pytest.raises(WireError, match="^the state of a random generator is damaged"):
        decode(b"g" + encode(DAMAGED[name]))

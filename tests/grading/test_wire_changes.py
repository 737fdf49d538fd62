"""What student code changes in its arguments comes back, and nothing that stands for too much."""

import struct

import numpy as np
import pytest

from nblib.grading.errors import Unsendable, WireError
from nblib.grading.limits import Caps
from nblib.grading.wire.changes import content, differs, restore, weigh
from nblib.grading.wire.decode import Decoder

CAPS = Caps()
U32 = struct.Struct("<I")


def test_changes_in_place_are_noted_and_done_again():
    rng = np.random.default_rng(0)
    array = np.ones(3)
    items = [1, 2]
    table = {"t": 0}
    before = [content(x) for x in (rng, array, items, table, {1})]
    assert not any(map(differs, [content(x) for x in (rng, array, items, table, {1})], before))
    rng.normal(), items.append(3), table.update(t=1)
    array[0] = np.nan
    now = [content(x) for x in (rng, array, items, table, {1, 2})]
    assert all(map(differs, now, before))
    others = [np.random.default_rng(0), np.ones(3), [1, 2], {"t": 0}, {1}]
    for other, new in zip(others, now, strict=True):
        restore(other, new)
    assert others[0].normal() == rng.normal() and np.isnan(others[1][0])
    assert others[2:] == [[1, 2, 3], {"t": 1}, {1, 2}]


def test_changes_that_cannot_be_are_refused():
    fixed = np.ones(3)
    fixed.flags.writeable = False
    rng = np.random.default_rng(0)
    dxsm = np.random.Generator(np.random.PCG64DXSM(0))
    for item, new in [
        *((np.ones(3), [1, 2, 3]), (np.ones(3), 1)),
        *((fixed, np.zeros(3)), ([1], [2]), ({}, ()), (rng, dxsm)),
    ]:
        with pytest.raises(WireError):
            restore(item, new)


def test_an_array_takes_another_shape_or_dtype_in_place_where_it_can():
    ones = np.ones((2, 3))
    new = np.arange(6.0)
    restore(ones, new)
    assert ones.shape == (6,) and ones.tolist() == new.tolist()
    restore(ones, np.arange(12, dtype="i4").reshape(3, 4))
    assert ones.dtype == np.int32 and ones[2].tolist() == [8, 9, 10, 11]
    for item, other in [
        (np.ones(3), np.ones(4)),  # resized
        (np.ones(3), np.ones(3, "f4")),
        (np.ones((4, 3)).T, np.ones(12)),  # it would have to be copied
    ]:
        before = item.copy()
        with pytest.raises(Unsendable):
            restore(item, other)
        assert item.shape == before.shape and item.tolist() == before.tolist()


def laughs(levels, width):
    """Lists that each hold the one before width times, as an attacker would write them."""
    data = b"l" + U32.pack(0)
    for level in range(levels):
        data = b"l" + U32.pack(width) + data + (b"R" + U32.pack(level)) * (width - 1)
    return data


@pytest.mark.parametrize(("levels", "width"), [(30, 2), (60, 3), (6, 100)])
def test_few_bytes_that_stand_for_billions_are_refused(levels, width):
    decoder = Decoder(laughs(levels, width), CAPS)
    value = decoder.decode()
    assert decoder.tangled
    with pytest.raises(WireError, match="written out"):
        weigh([value], CAPS)


def test_chains_and_loops_of_references_are_refused():
    chain = b"l" + U32.pack(201) + b"l" + U32.pack(0)
    chain += b"".join(b"l" + U32.pack(1) + b"R" + U32.pack(i) for i in range(200))
    with pytest.raises(WireError, match="written out"):
        weigh([Decoder(chain, CAPS).decode()], CAPS)
    a = []
    b = {}
    restore(a, (b, 1))
    restore(b, {"a": a})
    with pytest.raises(WireError, match="contains itself"):
        weigh([a, b], CAPS)
    shared = [1, 2]
    weigh([[shared, shared, {"x": shared, (1, 2): (shared,)}]], CAPS)

"""What student code changes in its arguments comes back, and nothing that stands for too much."""

import struct

import numpy as np
import pytest

from nblib.grading.errors import Unsendable, WireError
from nblib.grading.limits import Caps
from nblib.grading.wire.changes import content, differs, restore, weigh
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.encode import Encoder
from nblib.grading.wire.shared import MOST, Shared

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


def test_a_generator_that_spawned_is_changed_and_one_of_other_seeds_is_refused():
    rng = np.random.default_rng(7)
    before = content(rng)
    rng.spawn(3)
    now = content(rng)
    assert differs(now, before)
    copy = content(before)
    restore(copy, now)
    assert copy.spawn(1)[0].random() == rng.spawn(1)[0].random()
    with pytest.raises(WireError, match="fewer children"):
        restore(copy, before)
    with pytest.raises(WireError, match="other seeds"):
        restore(copy, np.random.default_rng(8))
    seeds = np.random.SeedSequence(7, n_children_spawned=20_000)
    with pytest.raises(Unsendable, match="more than 10,000"):
        restore(copy, np.random.default_rng(seeds))


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


class Pair:
    """Two ends that share things; what is sent at one is read at the other."""

    def __init__(self, everything):
        self.ends = [Shared(), Shared()]
        for end in self.ends:
            end.everything = everything

    def send(self, message, back=False, question=False, **more):
        """Return what arrives at the other end."""
        here, there = reversed(self.ends) if back else self.ends
        draft = here.draft(CAPS, message, None, **more)
        decoder = Decoder(draft.data, CAPS, there.items)
        news, arrived = there.read(decoder, 0)
        here.sent(draft, question)
        there.take(news, question)
        assert len(here.items) == len(there.items)
        return arrived

    def ask(self, message):
        """Return what arrives of a question."""
        return self.send(message, question=True)


def test_what_was_handed_over_once_stays_the_same_thing_until_one_end_lets_go_of_it():
    pair = Pair(everything=True)
    rng = np.random.default_rng(5)
    w = [np.zeros(2)]
    rng_there, w_there = pair.ask((rng, w))
    assert pair.ask((w[0], rng, w))[0] is w_there[0]
    w_there[0] += 1
    w_there.append(np.ones(1))
    drawn = [rng_there.random()]
    pair.send(None, back=True)
    drawn.append(rng.random())
    w[1][:] = 7
    pair.ask(None)
    drawn.append(rng_there.random())
    assert drawn == np.random.default_rng(5).random(3).tolist()
    assert w[0].tolist() == [1, 1] and w_there[1].tolist() == [7]
    del rng_there, w_there
    for _ in range(3):  # what is in a list is let go of after the list
        pair.send(None, back=True)
    assert pair.ends[0].items == []


def test_of_what_nobody_looks_at_only_random_generators_are_shared():
    pair = Pair(everything=False)
    rng = np.random.default_rng(5)
    w = np.zeros(2)
    rng_there, w_there = pair.ask((rng, w))
    assert pair.ends[0].items == [rng] and pair.ends[1].items == [rng_there]
    for end in pair.ends:
        end.everything = True
    pair.ask(w)
    for end in pair.ends:
        end.everything = False
    assert pair.ask(w) is not w_there and pair.ends[0].items == [rng]


def test_an_answer_is_a_copy_but_for_what_was_handed_in():
    pair = Pair(everything=True)
    v = np.zeros(1)
    w = [v]
    v_there, w_there = pair.ask((v, w))
    assert pair.send([w_there, v_there], back=True, roots=(w_there,)) == [w, v]
    got = pair.send([w_there, v_there], back=True, roots=(v_there,))
    assert got[0] is not w and got[1] is v and got[0][0] is v


def test_a_view_is_shared_as_long_as_somebody_holds_what_it_shows():
    pair = Pair(everything=True)
    w = np.zeros((3, 2))
    (there,) = pair.ask((w[:, 1],))
    kept = there[1:]  # as student code may keep a part
    del there
    kept += 4
    pair.send(None, back=True)
    assert w.tolist() == [[0, 0], [0, 4], [0, 4]]


def test_no_more_is_shared_than_the_ends_can_look_through():
    pair = Pair(everything=True)
    many = [np.zeros(1) for _ in range(MOST + 5)]
    there = pair.ask(many)
    assert len(pair.ends[0].items) == MOST and len(there) == MOST + 5


@pytest.mark.parametrize(
    "news",
    [
        *(None, ((),), ([], ()), ((), []), ((0,), ()), ((), ((0, 1.0),))),
        *(((-1,), ()), ((True,), ()), ((), ((0.0, 1.0),)), ((), (None,)), ((), ((0, 1, 2),))),
    ],
    ids=repr,
)
def test_news_of_what_is_not_shared_are_refused(news):
    encoder = Encoder(CAPS)
    encoder.encode(news)
    with pytest.raises(WireError, match="^(an argument|the list)"):
        Shared().read(Decoder(encoder.encode(None), CAPS), 0)

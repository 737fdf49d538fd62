"""Values on the wire: what goes in comes out, and whatever else comes is refused quickly."""

import math
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from wire_codec import CAPS, decode, encode

from nblib.grading.errors import Unsendable, WireError
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import DTYPES
from nblib.grading.wire.handles import Handle

SMALL = Caps(frame_b=100_000, elements=5_000)

keys = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)
arrays = st.sampled_from(DTYPES).flatmap(
    lambda d: npst.arrays(d, npst.array_shapes(min_dims=0, min_side=0, max_side=4))
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**2000), 2**2000)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | arrays
    | st.sampled_from(DTYPES).flatmap(npst.from_dtype)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
    ),
    max_leaves=15,
)


def same(a, b):
    """Whether two values are of the same types throughout and alike to the bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return (
            a.dtype.newbyteorder("=") == b.dtype
            and a.shape == b.shape
            and a.tobytes() == b.tobytes()
        )
    if isinstance(a, float):
        return struct.pack("<d", a) == struct.pack("<d", b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    return a == b


@given(values)
def test_what_goes_in_comes_out_to_the_bit(value):
    assert same(value, decode(encode(value)))


def test_nan_infinity_and_minus_zero_stay():
    found = decode(
        encode([math.nan, math.inf, -math.inf, -0.0, np.float32(-0.0), np.array([-0.0, math.nan])])
    )
    assert (
        math.isnan(found[0])
        and found[1:3] == [math.inf, -math.inf]
        and math.copysign(1, found[3]) == -1
    )
    assert np.signbit(found[4]) and np.signbit(found[5][0]) and np.isnan(found[5][1])


def test_shared_and_read_only_arrays_stay_so():
    a = np.ones((2, 3)).T
    b = np.zeros(2)
    b.flags.writeable = False
    x, y, z = decode(encode([a, a, b]))
    assert x is y and x.shape == (3, 2) and x.flags.writeable and not z.flags.writeable


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_a_dtype_arrives_as_the_one_that_numpy_has_here(dtype):
    for order in "<>":
        sent = np.ones(2, dtype.newbyteorder(order))
        for value in (sent, sent[0]):
            assert decode(encode(value)).dtype is np.dtype(dtype.type)


def test_other_byte_orders_and_strides_arrive_native():
    found = decode(encode(np.arange(6, dtype=">i4").reshape(2, 3)[:, ::-1]))
    assert found.dtype == np.int32 and found.tolist() == [[2, 1, 0], [5, 4, 3]]


@pytest.mark.parametrize("kind", DTYPES, ids=str)
def test_an_array_arrives_with_the_dtype_that_numpy_itself_gives_it(kind):
    # An equal dtype that is another object would be told apart by `is`, as in nblib's engine.
    assert decode(encode(np.ones(2, kind))).dtype is np.dtype(kind.type)


class Strange(list):
    pass


@pytest.mark.parametrize(
    "value",
    [
        *(
            object(),
            Strange(),
            np.array([None]),
            np.zeros(2, "i4,f4"),
            np.array(["a"]),
            np.ma.array([1]),
            print,
        ),
        *(
            np.zeros(2, "M8[s]"),
            np.random.RandomState(0),
            np.random.Generator(np.random.MT19937(1)),
            np.longdouble(1),
        ),
        *("\ud800", 1 << 200_000, {"a": {frozenset(): 2}}, 1 == 1 and range(3)),
    ],
    ids=lambda v: type(v).__name__,
)
def test_what_is_no_data_is_not_sent(value):
    try:
        data = encode(value)
    except Unsendable:
        return
    with pytest.raises(WireError):
        decode(data)


def test_what_contains_itself_or_is_too_deep_or_too_large_is_not_sent():
    loop = [1]
    deep = []
    loop.append(loop)
    for _ in range(10_000):
        deep = [deep]
    for value in (loop, deep):
        with pytest.raises(Unsendable):
            encode(value)
    for value in ([None] * SMALL.elements, np.zeros(SMALL.frame_b // 8), "x" * SMALL.frame_b):
        with pytest.raises(Unsendable):
            encode(value, SMALL)


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_data(data):
    refused_or_plain(data)


@given(values, st.data())
def test_mutated_frames_are_refused_or_data(value, draw):
    data = bytearray(encode(value))
    for _ in range(draw.draw(st.integers(1, 5))):
        place = draw.draw(st.integers(0, len(data)))
        how = draw.draw(st.sampled_from(["set", "cut", "insert"]))
        if how == "cut":
            del data[place : place + draw.draw(st.integers(1, 9))]
        else:
            data[place : place + (how == "set")] = draw.draw(st.binary(min_size=1, max_size=9))
    refused_or_plain(bytes(data))


def refused_or_plain(data):
    tracemalloc.start()
    try:
        value = decode(data, SMALL, handle=lambda h: "handle", marked=lambda name, array: array)
    except WireError:
        pass
    else:
        assert exact(value)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 200_000 + 300 * len(data)


def exact(value):
    if type(value) in (list, tuple, set):
        return all(map(exact, value))
    if type(value) is dict:
        return all(exact(k) and exact(v) for k, v in value.items())
    plain = (type(None), bool, int, float, complex, str, bytes, np.random.Generator)
    numbers = type(value) is np.ndarray or isinstance(value, np.generic)
    return type(value) in plain or (numbers and value.dtype in DTYPES)


U32 = struct.Struct("<I")


@pytest.mark.parametrize(
    "data",
    {
        "nothing": b"",
        "unknown": b"?",
        "more than a value": b"NN",
        "10,000 deep": (b"l" + U32.pack(1)) * 10_000 + b"N",
        "tuples deep": (b"t" + U32.pack(1)) * 10_000 + b"N",
        "a long list announced": b"l" + U32.pack(2**32 - 1) + b"N",
        "a long text announced": b"s" + U32.pack(2**32 - 1) + b"N",
        "no UTF-8": b"s" + U32.pack(2) + b"\xff\xff",
        "a huge integer": b"i" + U32.pack(100_000) + b"\xff" * 100_000,
        "an unknown dtype": b"a\xff\x00\x01",
        "a huge array": b"a\x0a\x02\x01" + struct.pack("<QQ", 2**40, 2**40),
        "a huge empty array": b"a\x0a\x02\x01" + struct.pack("<QQ", 0, 2**62),
        "too many dimensions": b"a\x0a\xff\x01" + bytes(8 * 255),
        "a boolean of 2": b"a\x00\x01\x01" + struct.pack("<Q", 1) + b"\x02",
        "a scalar boolean of 2": b"n\x00\x02",
        "a reference to nothing": b"R" + U32.pack(0),
        "a list in itself": b"l" + U32.pack(1) + b"R" + U32.pack(0),
        "a list as key": b"d" + U32.pack(1) + b"l" + U32.pack(0) + b"N",
        "an array as key": b"d" + U32.pack(1) + encode(np.ones(1)) + b"N",
        "a key twice": b"d" + U32.pack(2) + b"TN" + b"TN",
        "one and True": b"d" + U32.pack(2) + b"TN" + encode(1) + b"N",
        "a handle where none is": encode(print, handle=lambda v: Handle("W", 1, "c", "x")),
    }.items(),
    ids=lambda item: item[0],
)
def test_damage_has_a_reason(data):
    with pytest.raises(WireError, match="^(a|an|the) "):
        decode(data[1])


def test_many_keys_and_members_are_data_and_those_whose_hashes_agree_cost_little():
    for honest in (
        set(range(5_000)),
        dict.fromkeys(np.linspace(0, 1, 5_000).tolist()),
        {(i, j): None for i in range(-50, 50) for j in range(-50, 50)},
        {-1, -2, b"a", 1j, None, True, (1, ("a", 2.5))},
    ):
        assert decode(encode(honest)) == honest
    crafted = {i * (2**61 - 1): None for i in range(CAPS.alike + 1)}
    for hostile in (crafted, set(crafted), dict.fromkeys((key, "a") for key in crafted)):
        with pytest.raises(WireError, match="one and the same hash"):
            decode(encode(hostile))


@pytest.mark.parametrize("key", [frozenset({1}), object(), np.datetime64(1, "s"), (1, print)])
def test_a_key_that_is_no_data_is_not_sent(key):
    for value in ({key: 1}, {key}):
        with pytest.raises(Unsendable, match="dict key or a member of a set"):
            encode(value)

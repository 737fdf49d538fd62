"""Random generators as data: the state of their bits, and the seeds from which spawn() goes on."""

import numpy as np

from nblib.grading.errors import Unsendable, WireError

# The state of the other bit generators holds positions in C arrays that NumPy does not check.
KINDS = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}
SEEDS = 1_000  # numbers in a seed, and in the key of a child
POOL = 64  # words in which a seed is stirred; NumPy takes 4
CHILDREN = 10_000  # that may be spawned between two messages: 0.1 s


def sendable(rng):
    """Return whether a Generator is of a kind that travels."""
    bits = rng.bit_generator
    return type(bits).__name__ in KINDS and type(bits.seed_seq) is np.random.SeedSequence


def told(rng):
    """Return what decides all that a Generator will give, as plain data. Raises Unsendable."""
    state = rng.bit_generator.state
    seeds = rng.bit_generator.seed_seq
    pcg = state["state"]
    return (
        state["bit_generator"],
        (pcg["state"], pcg["inc"], state["has_uint32"], state["uinteger"]),
        (_plain(seeds.entropy), _plain(seeds.spawn_key), seeds.pool_size),
        seeds.n_children_spawned,
    )


def made(parts):
    """Return the Generator of which this was told. Raises WireError."""
    damaged = WireError("the state of a random generator is damaged")
    if type(parts) is not tuple or len(parts) != 4:
        raise damaged
    name, numbers, seeds, children = parts
    if type(name) is not str or name not in KINDS:
        raise damaged
    limits = (2**128, 2**128, 2, 2**32)
    if not _are_whole(numbers, limits) or not _are_whole((children,), (2**32,)):
        raise damaged
    if type(seeds) is not tuple or len(seeds) != 3:
        raise damaged
    entropy, spawn_key, pool_size = seeds
    if not (_is_seed(entropy) and type(spawn_key) is tuple and _is_seed(spawn_key)):
        raise damaged
    if not _are_whole((pool_size,), (POOL + 1,)) or pool_size < 4:
        raise damaged

    sequence = np.random.SeedSequence(
        entropy, spawn_key=spawn_key, pool_size=pool_size, n_children_spawned=children
    )
    bits = KINDS[name](sequence)
    inner, inc, has_uint32, uinteger = numbers
    bits.state = {
        "bit_generator": name,
        "state": {"state": inner, "inc": inc},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)


def moved(now, before):
    """Return whether one Generator will give other numbers, or other children, than another."""
    if now.bit_generator.state != before.bit_generator.state:
        return True
    return _children(now) != _children(before)


def move(rng, new):
    """Make a Generator go on as another one does, which was a copy of it.

    Raises WireError where that cannot be so, Unsendable where too many children were spawned.
    """
    if type(rng.bit_generator) is not type(new.bit_generator):
        raise WireError("a random generator came back as one of another kind")
    if told(rng)[2] != told(new)[2]:
        raise WireError("a random generator came back with other seeds")
    spawned = _children(new) - _children(rng)
    if spawned < 0:
        raise WireError("a random generator came back with fewer children")
    if spawned > CHILDREN:
        raise Unsendable(f"more than {CHILDREN:,} random generators were spawned from one")
    rng.bit_generator.seed_seq.spawn(spawned)  # NumPy has no other way to count them
    rng.bit_generator.state = new.bit_generator.state


def _children(rng):
    return rng.bit_generator.seed_seq.n_children_spawned


def _plain(seed):
    """Return a seed as an integer or a tuple of integers; raises Unsendable for any other form."""
    if isinstance(seed, int | np.integer):
        return int(seed)
    try:
        return tuple(int(number) for number in seed)
    except (TypeError, ValueError):
        raise Unsendable(
            "the seed of a random generator is no integer and no list of them"
        ) from None


def _is_seed(seed):
    numbers = seed if type(seed) is tuple else (seed,)
    return len(numbers) <= SEEDS and all(type(n) is int and n >= 0 for n in numbers)


def _are_whole(numbers, limits):
    """Return whether these are integers from 0 up to, not including, their limits."""
    if type(numbers) is not tuple or len(numbers) != len(limits):
        return False
    return all(
        type(number) is int and 0 <= number < limit
        for number, limit in zip(numbers, limits, strict=True)
    )

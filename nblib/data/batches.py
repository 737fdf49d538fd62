"""Minibatches: shuffled anew each epoch, the same for the same seed, and resumable."""

import operator

import numpy as np

from nblib.data.split import common_length

# What a saved state must share with the batches that take it up; epoch, position and seed it brings
# along.
_SETTINGS = ("examples", "batch_size", "shuffle", "drop_last", "with_replacement")


class Minibatches:
    """Batches of examples: `for x, y in Minibatches(x_train, y_train, batch_size=64)` is one epoch.

    Arrays of shapes (n, …) give tuples of arrays of shapes (batch_size, …), copies, of the dtypes
    given; the last batch of an epoch is shorter where batch_size does not divide n, or left out
    with drop_last=True. shuffle: each epoch has another order, which follows from seed and epoch
    alone; False keeps the order given. with_replacement: n independent draws an epoch in place of
    every example once. transform: a function applied to the x of each batch, to turn uint8 images
    into floats, say.

    epoch counts the passes completed. A pass that is broken off is begun anew by the next one, in
    the same order; after load_state_dict() the next pass goes on in the middle. Raises ValueError
    for arrays of unequal length or without examples, a batch_size below 1, a drop_last that leaves
    nothing, with_replacement without shuffle, a negative seed; TypeError for a batch_size or seed
    not whole.
    """

    def __init__(
        self,
        x,
        *arrays,
        batch_size,
        shuffle=True,
        seed=0,
        drop_last=False,
        with_replacement=False,
        transform=None,
    ):
        self.arrays = tuple(np.asarray(a) for a in (x, *arrays))
        self.examples = common_length(self.arrays)
        self.batch_size = _whole("batch_size", batch_size, 1)
        self.seed = _whole("seed", seed, 0)
        self.shuffle = bool(shuffle)
        self.drop_last = bool(drop_last)
        self.with_replacement = bool(with_replacement)
        self.transform = transform
        if self.with_replacement and not self.shuffle:
            raise ValueError("with_replacement draws at random: it does not go with shuffle=False")
        if not len(self):
            raise ValueError(
                f"drop_last leaves no batch: {self.examples} examples, batch_size {self.batch_size}"
            )
        self.epoch = 0
        self._position = 0  # batches given out in the pass under way
        self._begin = 0  # where the next pass begins

    def __len__(self):
        """The number of batches in an epoch."""
        full_batches, remainder = divmod(self.examples, self.batch_size)
        return full_batches + (remainder > 0 and not self.drop_last)

    def __iter__(self):
        epoch = self.epoch
        order = self._order()  # (examples,)
        begin = self._begin
        self._begin = 0
        for i in range(begin, len(self)):
            index = order[i * self.batch_size : (i + 1) * self.batch_size]  # (B,)
            x, *targets = (a[index] for a in self.arrays)
            # Counted before it is given out: who saves the state while using a batch has had it.
            self._position = i + 1
            yield (x if self.transform is None else self.transform(x), *targets)
        self.epoch = epoch + 1
        self._position = 0

    def _order(self):
        if not self.shuffle:
            return np.arange(self.examples)
        rng = np.random.default_rng([self.seed, self.epoch])
        if self.with_replacement:
            return rng.integers(self.examples, size=self.examples)
        return rng.permutation(self.examples)

    def state_dict(self):
        """Return where the batches stand, plain values: the epoch, the batches of it that were
        given out, the seed.
        """
        settings = {name: getattr(self, name) for name in _SETTINGS}
        return {"epoch": self.epoch, "position": self._position, "seed": self.seed} | settings

    def load_state_dict(self, state):
        """Go on from a state: the next pass gives the rest of its epoch, which is nothing if all
        had been given out.

        Raises ValueError for a state of other batches, such as of another batch_size, and KeyError
        for no state at all.
        """
        for name in _SETTINGS:
            if state[name] != getattr(self, name):
                raise ValueError(
                    f"the state is of batches with {name}={state[name]}, here it is "
                    f"{getattr(self, name)}"
                )
        epoch = _whole("epoch", state["epoch"], 0)
        position = _whole("position", state["position"], 0)
        seed = _whole("seed", state["seed"], 0)
        if position > len(self):
            raise ValueError(
                f"the state is after batch {position} of an epoch that has {len(self)}"
            )
        self.epoch = epoch
        self.seed = seed
        self._position = position
        self._begin = position


def _whole(name, value, least):
    try:
        value = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r}") from None
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}")
    return value

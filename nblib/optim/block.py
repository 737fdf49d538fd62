"""Where an optimizer keeps its parameters: side by side in one array, for one call of its rule."""

import itertools

import numpy as np
from numpy.lib.array_utils import byte_bounds

from nblib.ranges import whole


class Block:
    """The parameters of one group, moved side by side into one array, with their gradients and
    states in arrays like it.
    """

    def __init__(self, params, states):
        if len({p.dtype for p in params}) > 1:
            raise ValueError("the parameters of one group must have one dtype")
        self.params = params
        self.steps = [0] * len(params)

        # The arrays, and which slice of them is whose.
        sizes = [p.size for p in params]
        ends = np.cumsum([0, *sizes]).tolist()
        self.slices = [slice(start, end) for start, end in itertools.pairwise(ends)]
        self.w = np.empty(ends[-1], params[0].dtype)  # (N,)
        self.grad = np.empty_like(self.w)
        self.state = np.zeros((states, ends[-1]), self.w.dtype)  # (states, N)

        # Move the parameters in: each then has a view of the array.
        self.views = []
        for p, indices in zip(params, self.slices, strict=True):
            view = self.w[indices].reshape(p.shape)
            view[...] = p.data
            p.data = view
            self.views.append(view)

    def __reduce__(self):
        # The views of a copy must be views of its own array.
        return _rebuilt, (self.params, self.state, self.steps)

    def check(self, state, steps):
        """Raise ValueError for a state that is not for these parameters."""
        if state.shape != self.state.shape or state.dtype.kind not in "biuf":
            raise ValueError(
                f"the arrays of this state are {state.dtype} {state.shape}: another optimizer's"
            )
        if len(steps) != len(self.steps):
            raise ValueError(f"this state has {len(steps)} counts of steps: another optimizer's")
        for step in steps:
            whole("a count of steps", step)

    def replaced(self):
        """Return whether a parameter has another array than the one into which it was moved.

        Raises ValueError for one that a step cannot write into.
        """
        any_replaced = False
        for p, view in zip(self.params, self.views, strict=True):
            if p.data is not view:
                any_replaced = True
                _check_replacement(p.data, view)
        return any_replaced

    def rule_inputs(self, apart):
        """Yield (step, arrays): once for all where that is the same and they need not be taken
        apart, else for each parameter that has a gradient.
        """
        live = [i for i, p in enumerate(self.params) if p.grad is not None]
        for i in live:
            self.steps[i] += 1
            self.params[i].mark_written()

        # All at once: one call of the rule for the whole array.
        if len(live) == len(self.params) and len(set(self.steps)) == 1 and not apart:
            np.concatenate([p.grad.reshape(-1) for p in self.params], out=self.grad)
            yield self.steps[0], (self.w, self.grad, *self.state)
            return

        # One after the other, each in its own shape.
        for i in live:
            p = self.params[i]
            states = [array[self.slices[i]].reshape(p.shape) for array in self.state]
            yield self.steps[i], (p.data, p.grad.copy(), *states)


def _rebuilt(params, state, steps):
    """A block of these parameters that goes on from a state."""
    block = Block(params, len(state))
    block.state[...] = state
    block.steps[:] = steps
    return block


def _check_replacement(array, view):
    """Raise ValueError for an array that cannot stand for a view."""
    wanted = f"a parameter's data must be a writable array of {view.dtype}, shape {view.shape}"
    if not isinstance(array, np.ndarray):
        raise ValueError(f"{wanted}; it was replaced by a {type(array).__name__}")
    if array.dtype != view.dtype or array.shape != view.shape:
        raise ValueError(f"{wanted}; it was replaced by one of {array.dtype}, shape {array.shape}")
    if not array.flags.writeable:
        raise ValueError(f"{wanted}; it was replaced by one that is read-only: give a copy")


def refuse_ties(params):
    """Raise ValueError for two parameters in one array, which would take the steps of both."""
    arrays = sorted((p.data for p in params), key=lambda array: byte_bounds(array)[0])
    for a, b in itertools.pairwise(arrays):
        if np.shares_memory(a, b):
            raise ValueError(
                f"two parameters, of shapes {a.shape} and {b.shape}, share one array; use one "
                "tensor in both places (decoder.weight = encoder.weight), or give each a copy"
            )

"""Module: what a layer and a network have in common. Parameters are found by name, through
attributes.
"""

import contextlib
import functools
import random

import numpy as np

from nblib.nn.members import check_members, members
from nblib.nn.state import checked
from nblib.tensor import Tensor, no_grad


class Module:
    """A layer, or a network of layers.

    Assign parameters (tensors with requires_grad=True) and other modules, or lists, tuples and
    dicts of them, as attributes in __init__, and write forward(). What lies in a list or a dict is
    named after its place or key: "layers.0". Name in `buffers` the arrays that are saved though
    they are not trained. Attributes are fixed after that: an unknown one raises AttributeError, so
    that a misspelled name is no silent new one. At the end of __init__ a parameter that would not
    be trained raises: ValueError for one that was computed from other tensors, or whose name is
    another's; TypeError for one in a set or another container.

    >>> class Scale(Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.factor = Tensor([2.0], requires_grad=True)
    ...
    ...     def forward(self, x):
    ...         return x * self.factor
    >>> Scale()(Tensor([1.0, 3.0]))
    Tensor([2., 6.], requires_grad=True)
    """

    buffers = ()

    def __init__(self):
        self.training = True

    def forward(self, *inputs):
        """The output for these inputs; called by the module itself, module(x)."""
        raise NotImplementedError(f"{type(self).__name__} has no forward()")

    def __call__(self, *inputs, **options):
        """forward(), by calling the module itself."""
        return self.forward(*inputs, **options)

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "__init__" in vars(cls):
            cls.__init__ = _closing(cls.__init__)

    def __setattr__(self, name, value):
        if vars(self).get("_closed") and not hasattr(self, name):
            raise AttributeError(
                f"{type(self).__name__} has no attribute {name!r}; new ones belong into __init__"
            )
        if name != "training" and "training" not in vars(self):
            raise AttributeError(f"call super().__init__() first in {type(self).__name__}.__init__")
        super().__setattr__(name, value)

    def children(self):
        """Yield (name, module) for the modules directly inside this one."""
        yield from members(self, Module)

    def modules(self):
        """Yield this module and all inside it."""
        yield self
        for _, child in self.children():
            yield from child.modules()

    def named_modules(self, name=""):
        """Yield (name, module) for this module and all inside it; its own name is empty."""
        yield name, self
        for inner, child in self.children():
            yield from child.named_modules(f"{name}.{inner}" if name else inner)

    def named_parameters(self, prefix=""):
        """Yield (name, tensor) for all parameters; one that is shared comes once, under its first
        name.
        """
        yield from self._named(prefix, set())

    def _named(self, prefix, yielded, frozen=False):
        """Yield (name, tensor) of all parameters that are not among those yielded already; with
        frozen=True also of tensors that are not trained.
        """
        for name, value in members(self, Tensor):
            if (value.requires_grad or frozen) and value not in yielded:
                # In a list that forward() fills, outputs are no parameters.
                if value.edges == () or name in vars(self):
                    yielded.add(value)
                    yield prefix + name, value
        for name, child in self.children():
            yield from child._named(f"{prefix}{name}.", yielded, frozen)

    def parameters(self):
        """Return the list of all parameters."""
        return [p for _, p in self.named_parameters()]

    def _named_buffers(self, prefix=""):
        for name in self.buffers:
            yield prefix + name, getattr(self, name)
        for name, child in self.children():
            yield from child._named_buffers(f"{prefix}{name}.")

    def train(self, mode=True):
        """Put this module and all inside into training mode, or out of it; return self."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self):
        """Put this module and all inside into evaluation mode; return self."""
        return self.train(False)

    @contextlib.contextmanager
    def evaluating(self):
        """Within this block: evaluation mode, and no gradients; afterwards every module is as it
        was.
        """
        before = [(module, module.training) for module in self.modules()]
        self.eval()
        try:
            with no_grad():
                yield self
        finally:
            for module, mode in before:
                module.training = mode

    @contextlib.contextmanager
    def watching(self, see):
        """Within this block, call see(name, module, output) whenever this module, or one inside,
        has been called.
        """
        # Each module once, under its first name: one may stand in several places.
        watched = {}
        for name, module in list(self.named_modules()):
            if id(module) not in watched:
                watched[id(module)] = (module, vars(module).get("forward"))
                module.forward = _watched(name, module, see)
        try:
            yield self
        finally:
            for module, own_forward in watched.values():
                if own_forward is None:
                    del module.forward
                else:
                    module.forward = own_forward

    def summary(self, *inputs):
        """Return a table, as text, of the modules inside: class, shape of the output for these
        inputs, parameters.
        """
        from nblib.nn.summary import summary

        return summary(self, *inputs)

    def zero_grad(self):
        """Forget all gradients."""
        for p in self.parameters():
            p.grad = None

    def state_dict(self):
        """Return {name: a copy of its array} of all parameters, frozen ones too, and buffers."""
        return {name: array.copy() for name, array in self._arrays().items()}

    def load_state_dict(self, state):
        """Write the arrays of a state_dict() into parameters and buffers, in their precision.

        Raises ValueError for names or shapes that do not fit, TypeError for what are no arrays of
        numbers, such as PyTorch's tensors; both before anything is written.
        """
        arrays = self._arrays()
        new = checked(arrays, state)
        for name, array in arrays.items():
            array[...] = new[name]
        for _, p in self._named("", set(), frozen=True):
            p.mark_written()

    def _arrays(self):
        arrays = {name: p.data for name, p in self._named("", set(), frozen=True)}
        arrays.update(self._named_buffers())
        return arrays

    def random_state(self):
        """Return the states of all generators inside, so that a run can be resumed.

        Raises TypeError where a module draws from one whose state would be lost, such as a
        RandomState.
        """
        return [generator.bit_generator.state for generator in self._generators()]

    def set_random_state(self, states):
        """Put all generators inside back into these states. Raises ValueError for another number or
        kind of them; then all are as they were.
        """
        generators = self._generators()
        if len(states) != len(generators):
            raise ValueError(
                f"{len(states)} states for {len(generators)} random generators: another module's"
            )
        # All of them or none: those that were there are put back.
        before = self.random_state()
        try:
            for generator, state in zip(generators, states, strict=True):
                generator.bit_generator.state = state
        except (ValueError, TypeError, KeyError) as error:
            for generator, state in zip(generators, before, strict=True):
                generator.bit_generator.state = state
            raise ValueError(f"a state is of another kind of random generator: {error}") from None

    def _generators(self):
        """All random generators inside, each once."""
        generators = {}
        kinds = (np.random.Generator, np.random.RandomState, random.Random)
        for module in self.modules():
            for name, value in members(module, kinds):
                if not isinstance(value, np.random.Generator):
                    raise TypeError(
                        f"the state of {type(module).__name__}.{name}, a {type(value).__name__}, "
                        "would be lost: draw from a Generator, np.random.default_rng(0) say"
                    )
                generators[id(value)] = value
        return list(generators.values())

    def __repr__(self):
        name = type(self).__name__
        lines = []
        for child_name, child in self.children():
            text = repr(child).replace("\n", "\n  ")
            lines.append(f"  ({child_name}): {text}")
        if not lines:
            return f"{name}({self._options()})"
        return "\n".join([f"{name}(", *lines, ")"])

    def _options(self):
        """What repr() shows between the brackets."""
        return ""


def _watched(name, module, see):
    """The forward() of a module, which then calls see() with its output."""
    forward = module.forward

    def watched(*inputs, **options):
        output = forward(*inputs, **options)
        see(name, module, output)
        return output

    return watched


def _closing(init):
    """Wrap __init__ so that attributes are fixed once the outermost one has returned."""

    @functools.wraps(init)
    def closing(self, *args, **options):
        init(self, *args, **options)
        if type(self).__init__ is closing:
            check_members(self, Module)
            super(Module, self).__setattr__("_closed", True)

    return closing

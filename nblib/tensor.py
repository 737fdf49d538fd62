"""Tensor: a NumPy array that remembers how it was made, so that it can say how a loss changes with
it.

Reverse mode: an op (see nblib/ops) returns its value and, for each input, a function that turns the
gradient of the result into the gradient of that input: the vector-Jacobian product, vjp. `backward`
calls them from the loss to the leaves. A node holds its inputs and these functions, never the other
way round, so a graph is freed as soon as nobody holds its end. Gradients record no graph of their
own: for second derivatives see hvp in nblib/proofs/gradcheck.py.
"""

import contextlib
import contextvars
import functools
import inspect
import itertools
import operator

import numpy as np

from nblib.operands import ARRAYS, FLOATS, float_dtype, in_precision, look_inside, with_shapes

_age = operator.attrgetter("age")
_clock = itertools.count()  # a node is always younger than what it is made of
_quiet = contextvars.ContextVar("blocks of no_grad() around this thread or task", default=0)


class no_grad(contextlib.ContextDecorator):
    """Within this block, or this decorated function, ops record nothing; other threads go on."""

    def __enter__(self):
        _quiet.set(_quiet.get() + 1)  # counted: blocks that overlap may end in any order

    def __exit__(self, *error):
        _quiet.set(_quiet.get() - 1)

    def __call__(self, function):
        """The function, with all of its body in such a block."""
        yields = inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function)
        if yields or inspect.iscoroutinefunction(function):
            raise TypeError(
                f"no_grad() around {function.__name__} would be over before its body runs; write "
                "`with no_grad():` in it"
            )
        return super().__call__(function)


class Tensor:
    """An array of float32 or float64 with a gradient.

    data: numbers, or an array; a float array keeps its dtype and is not copied, all else becomes
    float32. requires_grad: whether `backward` should fill `grad`, an array of the same shape,
    adding to what is there. Two tensors compare element by element, like arrays, into plain arrays
    of bools.

    Who shares the numbers: `data`, `numpy()` and the `data` of `detach()` are one array.

    - A step of an optimizer writes into it, so all of them show the new weights; `.copy()` keeps
      the old ones. `p.data = array` hands an array over: from then on steps write into that one.
    - Making an optimizer moves each of its parameters, once, into an array of its own: what shared
      the array before, yours included, keeps the numbers of before.
    - Two parameters in one array are refused by the optimizer. A weight in two places is one
      tensor: `decoder.weight = encoder.weight`.
    - `backward` refuses a graph in which a step has changed a parameter since: the values that its
      gradients need are gone. What you write into `data` yourself it sees after `mark_written()`.
    """

    __slots__ = ("data", "grad", "requires_grad", "edges", "age", "keeps_grad", "__weakref__")

    def __init__(self, data, requires_grad=False, dtype=None):
        if not (isinstance(data, ARRAYS) and data.dtype in FLOATS):
            if isinstance(data, Tensor):
                raise TypeError(
                    "data is a Tensor already; detach() gives one that shares its array"
                )
            usual = float_dtype(data)
            dtype = usual if dtype is None else dtype
        self.data = np.asarray(data, dtype)
        if self.data.dtype not in FLOATS:
            raise TypeError(
                f"a Tensor holds float32 or float64, not {self.data.dtype}; "
                "pass labels as plain arrays"
            )
        self.grad = None
        self.requires_grad = requires_grad
        self.keeps_grad = False
        self.edges = ()  # (input, vjp) pairs; none in a leaf
        self.age = next(_clock)

    @property
    def shape(self):
        """The sizes along each axis."""
        return self.data.shape

    @property
    def ndim(self):
        """The number of axes."""
        return self.data.ndim

    @property
    def size(self):
        """The number of elements."""
        return self.data.size

    @property
    def dtype(self):
        """float32 or float64."""
        return self.data.dtype

    def item(self):
        """The only element, as a Python number."""
        return self.data.item()

    def numpy(self):
        """The array itself, not a copy; the class says who else has it."""
        return self.data

    def detach(self):
        """A tensor with the same array and no history."""
        return Tensor(self.data)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.data, dtype, copy=copy)

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return (self[i] for i in range(len(self.data)))

    def __bool__(self):
        return bool(self.data)

    def __repr__(self):
        grad = ", requires_grad=True" if self.requires_grad else ""
        return "Tensor(" + np.array2string(self.data, separator=", ", prefix="Tensor(") + grad + ")"

    def __getstate__(self):
        if self.edges != ():
            raise TypeError(
                "a computed Tensor cannot be copied or pickled, because its graph cannot; take "
                "detach()"
            )
        return super().__getstate__()

    def __setstate__(self, state):
        for attributes in state:  # those of a subclass, or None; and the slots
            for name, value in (attributes or {}).items():
                setattr(self, name, value)
        self.age = next(_clock)  # the age in another process means nothing here

    def mark_written(self):
        """Say that `data` was written into, so that `backward` refuses graphs made before."""
        self.age = next(_clock)  # younger than all that was made of it

    @property
    def is_kept(self):
        """Whether `backward` fills `grad` here: in leaves, and where retain_grad() asked for it."""
        return self.keeps_grad or not self.edges

    def retain_grad(self):
        """Let `backward` fill `grad` here too, though this tensor was computed."""
        self.keeps_grad = True

    def backward(self, grad=None, retain_graph=False):
        """Add to every leaf's `grad` the gradient of self (times grad, of self's shape) with
        respect to it.

        grad may be left out for a single number. The graph is freed on the way unless retain_graph
        is true. Raises RuntimeError for a tensor without a graph, with one that was freed, or with
        one whose parameters were stepped since; ValueError for a wrong shape.
        """
        if not self.requires_grad:
            raise RuntimeError(
                "backward() from a tensor that depends on no tensor with requires_grad=True"
            )
        if grad is None and self.size != 1:
            raise ValueError(
                f"backward() from shape {self.shape} needs a grad of that shape; a loss is one "
                "number"
            )
        # The gradient of self.
        grad = np.array(1 if grad is None else grad, self.dtype, ndmin=self.ndim)
        if grad.shape != self.shape:
            raise ValueError(
                f"backward() got a grad of shape {grad.shape} for a tensor of shape {self.shape}"
            )
        # From self to the leaves, each node after all that was made of it.
        nodes = _ancestors(self)[::-1]  # the youngest last, where pop() takes it
        grads = {self: grad}
        while nodes:
            node = nodes.pop()  # once passed, its value is held by nothing here
            grad = grads.pop(node)
            if node.is_kept:
                # NumPy makes scalars of arrays without axes; asarray makes arrays of them again.
                node.grad = np.asarray(grad if node.grad is None else node.grad + grad)
            for parent, vjp in node.edges:
                step = vjp(grad)
                if step.shape != parent.data.shape:
                    step = _unbroadcast(step, parent.data.shape)
                if parent in grads:
                    step = grads[parent] + step
                elif parent.is_kept and (step is grad or step.base is not None):
                    step = step.copy()  # no two kept gradients share memory
                grads[parent] = step
            if node.edges and not retain_graph:
                node.edges = None

    __hash__ = object.__hash__


def _ancestors(root):
    """All nodes that root is made of, itself first, each before what it is made of."""
    nodes = {root}
    todo = [root]
    while todo:
        node = todo.pop()
        if node.edges is None:
            raise RuntimeError(
                "this graph was freed by an earlier backward(); ask for retain_graph=True there"
            )
        for parent, _ in node.edges:
            if parent.age > node.age:  # marked as written since
                raise RuntimeError(
                    "a parameter was changed, by a step or load_state_dict(), after this graph was "
                    "made, so its gradients would be wrong; call backward() before the change, or "
                    "compute the loss again"
                )
            if parent not in nodes:
                nodes.add(parent)
                todo.append(parent)
    return sorted(nodes, key=_age, reverse=True)


def _unbroadcast(grad, shape):
    """Sum grad over the axes along which broadcasting repeated an input of this shape."""
    new_axes = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=new_axes)
    repeated = tuple(axis for axis, n in enumerate(shape) if n == 1 != grad.shape[axis])
    return grad.sum(axis=repeated, keepdims=True) if repeated else grad


def op(forward):
    """Make an op of `forward`, a function of arrays that returns its value and one vjp for each
    positional input.

    A vjp maps the gradient of the value to that of the input, in a new array or a view. Inputs may
    be tensors, arrays or numbers. Raises ValueError, TypeError or IndexError with the op and the
    shapes in its message.
    """

    @functools.wraps(forward)
    def apply(*inputs, **options):
        # The value, and a vjp for each input.
        arrays = [x.data if isinstance(x, Tensor) else plain(x) for x in inputs]
        try:
            value, *vjps = forward(*arrays, **options)
        except (ValueError, TypeError, IndexError) as error:
            raise with_shapes(error, forward.__name__, arrays) from None
        out = Tensor(value)

        # An edge to each input that wants a gradient.
        edges = []
        for i, x in enumerate(inputs):
            if not isinstance(x, Tensor):
                continue
            if x.data.dtype != out.data.dtype:
                ready = in_precision(x.data.dtype, inputs)
                if any(a is not b for a, b in zip(ready, inputs, strict=True)):
                    return apply(*ready, **options)
                error = TypeError("one precision, please, not two")
                raise with_shapes(error, forward.__name__, arrays)
            if x.requires_grad and _quiet.get() < 1:
                if i >= len(vjps) or vjps[i] is None:
                    problem = f"has no gradient for its input {i}: pass a plain array"
                    raise TypeError(f"{forward.__name__} {problem}")
                edges.append((x, vjps[i]))
        if edges:
            out.edges = edges
            out.requires_grad = True
        return out

    return apply


def plain(x):
    """Return a tensor's array, and a list as an array; all else as it is, but NumPy's scalars,
    which would turn float32 into float64. Raises TypeError for a list that holds tensors.
    """
    if isinstance(x, Tensor):
        return x.data
    if isinstance(x, list | tuple):
        look_inside(x)
        return np.asarray(x)
    return x.item() if isinstance(x, np.generic) else x


# The one circle of imports: a tensor's operators are ops, and ops make tensors. Chapter 5 reads the
# walk through the graph here and the mathematics there, so they stand in two places.
# The import gives tensors their operators and methods; it comes last since ops need `op`.
import nblib.ops  # noqa: E402, F401

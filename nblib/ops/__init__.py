"""The ops: each returns its value and, for each input, its vector-Jacobian product, side by side.

Inside an op everything is a plain array, and `g` is the gradient of the value. A wrong gradient is
mended in one of these files, and nowhere else in Python:

- arithmetic.py: + - * / **, matrix products, maximum, minimum, where;
- functions.py: exp, log and their kin, and the activations, number by number;
- axes.py: sums, means, maxima and softmax along axes;
- normalization.py: mean 0 and variance 1, batch norm and layer norm whole;
- shape.py: reshape, transpose, indexing, embedding, concatenate, stack;
- conv.py: convolution and pooling;
- attention.py: from queries and keys to weights;
- losses.py: losses that are one op each; nblib/losses.py prepares their targets;
- recurrent.py: the cells of RNN, GRU and LSTM, and the op that takes their steps.

Inputs that broadcasting repeated get the sum of their gradients from the engine (_unbroadcast in
nblib/tensor.py). tests/engine/op_table.py holds each op beside its twin in PyTorch. Two widgets
work out gradients in JavaScript, and are tested against these: step_through_graph/maths.mjs and
tiny_network/maths.mjs in nblib/widgets.
"""

import operator

from nblib.ops.arithmetic import (
    add,
    div,
    linear,
    matmul,
    maximum,
    minimum,
    mul,
    neg,
    pow,
    sub,
    where,
)
from nblib.ops.axes import log_softmax, logsumexp, max, mean, softmax, sum
from nblib.ops.conv import avg_pool, conv, max_pool
from nblib.ops.functions import (
    abs,
    clip,
    exp,
    gelu,
    leaky_relu,
    log,
    relu,
    sigmoid,
    silu,
    softplus,
    sqrt,
    tanh,
)
from nblib.ops.normalization import normalize
from nblib.ops.shape import concatenate, embedding, getitem, reshape, scatter_add, stack, transpose
from nblib.tensor import Tensor, plain

__all__ = [
    "add",
    "sub",
    "mul",
    "div",
    "pow",
    "neg",
    "matmul",
    "linear",
    "maximum",
    "minimum",
    "where",
    "exp",
    "log",
    "sqrt",
    "abs",
    "clip",
    "relu",
    "leaky_relu",
    "gelu",
    "silu",
    "sigmoid",
    "tanh",
    "softplus",
    "sum",
    "mean",
    "max",
    "logsumexp",
    "softmax",
    "log_softmax",
    "normalize",
    "reshape",
    "transpose",
    "getitem",
    "concatenate",
    "stack",
    "embedding",
    "scatter_add",
    "conv",
    "max_pool",
    "avg_pool",
]


# What tensors can do by themselves: a + b, x[0], x.sum(axis=1), …
def _reversed(f):
    return lambda a, b: f(b, a)


def _compared(f):
    return lambda a, b: f(a.data, plain(b))


def _axes(first, *rest):
    return (first, *rest) if rest or hasattr(first, "__index__") else tuple(first)


_METHODS = {
    "__add__": add,
    "__radd__": add,
    "__sub__": sub,
    "__rsub__": _reversed(sub),
    "__mul__": mul,
    "__rmul__": mul,
    "__truediv__": div,
    "__rtruediv__": _reversed(div),
    "__pow__": pow,
    "__rpow__": _reversed(pow),
    "__neg__": neg,
    "__abs__": abs,
    "__matmul__": matmul,
    "__rmatmul__": _reversed(matmul),
    "__getitem__": lambda x, index: getitem(x, index=index),
    "reshape": lambda x, *shape: reshape(x, shape=_axes(*shape)),
    "transpose": lambda x, *axes: transpose(
        x, axes=_axes(*axes) if axes and axes[0] is not None else None
    ),
    "T": property(lambda x: transpose(x)),
    "sum": lambda x, axis=None, keepdims=False: sum(x, axis=axis, keepdims=keepdims),
    "mean": lambda x, axis=None, keepdims=False: mean(x, axis=axis, keepdims=keepdims),
    "max": lambda x, axis=None, keepdims=False: max(x, axis=axis, keepdims=keepdims),
}
for _function in exp, log, sqrt, abs, relu, sigmoid, tanh, clip, softmax, log_softmax, logsumexp:
    _METHODS[_function.__name__] = _function
for _name in "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__":
    _METHODS[_name] = _compared(getattr(operator, _name))
for _name, _method in _METHODS.items():
    setattr(Tensor, _name, _method)

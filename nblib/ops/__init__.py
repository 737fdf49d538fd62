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
- recurrent.py: the cells of RNN, GRU and LSTM, and the op that takes their steps;
- methods.py: no op, but what tensors can do by themselves: a + b, x.sum(), f"{loss:.3f}".

Inputs that broadcasting repeated get the sum of their gradients from the engine (_unbroadcast in
nblib/tensor.py). tests/engine/op_table.py holds each op beside its twin in PyTorch. Two widgets
work out gradients in JavaScript, and are tested against these: step_through_graph/maths.mjs and
tiny_network/maths.mjs in nblib/widgets.
"""

import nblib.ops.methods  # noqa: F401 - gives tensors their operators and methods
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

"""The table of ops: each beside its twin in PyTorch. It drives the tests of values and
gradients.
"""

import numpy as np
import torch
import torch.nn.functional as F

from nblib import ops
from nblib.ops.attention import attention_weights
from nblib.ops.normalization import batch_norm, layer_norm
from nblib.proofs.torch_twin import Case, away, distinct, normal, positive


def long(x):
    return torch.as_tensor(x, dtype=torch.long)


def case(name, ours, theirs, inputs, **kw):
    return Case(name, ours, theirs, inputs, **kw)


ROW = np.array([2, 0, 0, 1])
TRIANGLE = np.tri(3, dtype=bool)
MASK = np.array([[True, False, True], [False, True, True]])

CASES = [
    case("add", ops.add, torch.add, normal((3, 4), (3, 4))),
    case("add broadcast", ops.add, torch.add, normal((3, 1, 4), (2, 1))),
    case("add number", lambda x: x + 2, lambda x: x + 2, normal((3,))),
    case("radd", lambda x: 2.5 + x, lambda x: 2.5 + x, normal((3,))),
    case("sub", ops.sub, torch.sub, normal((3, 4), (4,))),
    case("rsub", lambda x: 1 - x, lambda x: 1 - x, normal((2, 3))),
    case("mul", ops.mul, torch.mul, normal((3, 4), (3, 1))),
    case("mul by itself", lambda x: x * x, lambda x: x * x, normal((5,))),
    case("mul scalar array", ops.mul, torch.mul, normal((), (2, 3))),
    case("div", ops.div, torch.div, away((3, 4), (4,))),
    case("rdiv", lambda x: 3 / x, lambda x: 3 / x, away((3,))),
    case("neg", ops.neg, torch.neg, normal((3,))),
    case("pow 3", lambda x: x**3, lambda x: x**3, normal((4,))),
    case("pow half", lambda x: x**0.5, lambda x: x**0.5, positive((4,))),
    case("pow tensor", ops.pow, torch.pow, positive((3, 2), (2,))),
    case("rpow", lambda x: 2**x, lambda x: 2**x, normal((3,))),
    case("matmul", ops.matmul, torch.matmul, normal((3, 4), (4, 5))),
    case("matmul batched", ops.matmul, torch.matmul, normal((2, 3, 4), (2, 4, 5))),
    case("matmul broadcast", ops.matmul, torch.matmul, normal((2, 1, 3, 4), (5, 4, 2))),
    case("matmul batch by matrix", ops.matmul, torch.matmul, normal((2, 3, 4), (4, 5))),
    case("matmul vector", ops.matmul, torch.matmul, normal((3, 4), (4,))),
    case("vector matmul", ops.matmul, torch.matmul, normal((4,), (4, 5))),
    case("vector matmul batch", ops.matmul, torch.matmul, normal((4,), (2, 4, 5))),
    case("batch matmul vector", ops.matmul, torch.matmul, normal((2, 3, 4), (4,))),
    case("dot", ops.matmul, torch.matmul, normal((4,), (4,))),
    case("linear", ops.linear, lambda x, w, b: x @ w + b, normal((5, 3), (3, 2), (2,))),
    case("linear sequence", ops.linear, lambda x, w, b: x @ w + b, normal((2, 5, 3), (3, 4), (4,))),
    case("linear one row", ops.linear, lambda x, w, b: x @ w + b, normal((3,), (3, 4), (4,))),
    case("linear no bias", ops.linear, lambda x, w: x @ w, normal((2, 5, 3), (3, 4))),
    case("exp", ops.exp, torch.exp, normal((3, 4))),
    case("log", ops.log, torch.log, positive((3, 4))),
    case("sqrt", ops.sqrt, torch.sqrt, positive((3, 4))),
    case("abs", ops.abs, torch.abs, away((3, 4))),
    case("relu", ops.relu, torch.relu, away((3, 4))),
    case("leaky_relu", ops.leaky_relu, F.leaky_relu, away((3, 4))),
    case(
        "leaky_relu 0.3",
        lambda x: ops.leaky_relu(x, negative_slope=0.3),
        lambda x: F.leaky_relu(x, 0.3),
        away((9,)),
    ),
    case("sigmoid", ops.sigmoid, torch.sigmoid, normal((3, 4))),
    case("tanh", ops.tanh, torch.tanh, normal((3, 4))),
    case("silu", ops.silu, F.silu, normal((3, 4))),
    case("gelu", ops.gelu, lambda x: F.gelu(x, approximate="tanh"), normal((3, 4))),
    case("softplus", ops.softplus, F.softplus, normal((3, 4))),
    case(
        "clip", lambda x: ops.clip(x, -1.0, 0.55), lambda x: torch.clip(x, -1.0, 0.55), away((20,))
    ),
    case(
        "clip below",
        lambda x: ops.clip(x, low=0.05),
        lambda x: torch.clip(x, min=0.05),
        away((20,)),
    ),
    case("maximum", ops.maximum, torch.maximum, normal((3, 4), (4,))),
    case("minimum", ops.minimum, torch.minimum, normal((3, 4), (3, 1))),
    case(
        "maximum of equals",
        ops.maximum,
        torch.maximum,
        lambda rng: [np.ones(3), np.ones(3)],
        smooth=False,
    ),
    case(
        "where",
        lambda a, b: ops.where(MASK, a, b),
        lambda a, b: torch.where(torch.tensor(MASK), a, b),
        normal((2, 3), (3,)),
    ),
    case("sum", ops.sum, torch.sum, normal((3, 4))),
    case("sum axis", lambda x: x.sum(axis=1), lambda x: x.sum(1), normal((3, 4, 2))),
    case(
        "sum axes kept",
        lambda x: x.sum(axis=(0, -1), keepdims=True),
        lambda x: x.sum((0, -1), True),
        normal((3, 4, 2)),
    ),
    case("mean", ops.mean, torch.mean, normal((3, 4))),
    case("mean axes", lambda x: x.mean(axis=(1, 2)), lambda x: x.mean((1, 2)), normal((3, 4, 2))),
    case("max", ops.max, torch.amax, distinct((3, 4))),
    case("max axis", lambda x: x.max(axis=1), lambda x: x.amax(1), distinct((3, 4, 2))),
    case(
        "max of equals",
        lambda x: x.max(axis=0),
        lambda x: x.amax(0),
        lambda rng: [np.ones((3, 2))],
        smooth=False,
    ),
    case("logsumexp", ops.logsumexp, lambda x: torch.logsumexp(x, -1), normal((3, 4))),
    case(
        "logsumexp axis",
        lambda x: ops.logsumexp(x, axis=0),
        lambda x: torch.logsumexp(x, 0),
        normal((3, 4)),
    ),
    case("softmax", ops.softmax, lambda x: F.softmax(x, -1), normal((3, 4))),
    case(
        "softmax axis",
        lambda x: ops.softmax(x, axis=1),
        lambda x: F.softmax(x, 1),
        normal((2, 3, 4)),
    ),
    case("log_softmax", ops.log_softmax, lambda x: F.log_softmax(x, -1), normal((3, 4))),
    case(
        "normalize",
        lambda x: ops.normalize(x, axis=-1),
        lambda x: F.layer_norm(x, x.shape[-1:]),
        normal((3, 5)),
    ),
    case(
        "normalize over a batch",
        lambda x: ops.normalize(x, axis=(0, 2), eps=0.1),
        lambda x: F.batch_norm(x, None, None, training=True, eps=0.1),
        normal((4, 3, 5)),
    ),
    case(
        "normalize uncentered",
        lambda x: ops.normalize(x, axis=-1, center=False),
        lambda x: F.rms_norm(x, x.shape[-1:], eps=1e-5),
        normal((3, 5)),
    ),
    case(
        "batch_norm",
        lambda *xwb: batch_norm(*xwb, eps=0.1),
        lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True, eps=0.1),
        normal((4, 3, 5), (3,), (3,)),
    ),
    case(
        "batch_norm of columns",
        batch_norm,
        lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True),
        normal((6, 3), (3,), (3,)),
    ),
    case(
        "layer_norm",
        layer_norm,
        lambda x, w, b: F.layer_norm(x, w.shape, w, b),
        normal((2, 3, 5), (5,), (5,)),
    ),
    case(
        "layer_norm, two axes, no bias",
        lambda x, w: layer_norm(x, w, eps=0.1),
        lambda x, w: F.layer_norm(x, w.shape, w, eps=0.1),
        normal((2, 3, 5), (3, 5)),
    ),
    case(
        "attention_weights",
        lambda q, k: attention_weights(q, k, mask=TRIANGLE),
        lambda q, k: F.softmax((q @ k.mT / 2).masked_fill(~torch.tensor(TRIANGLE), -torch.inf), -1),
        normal((2, 3, 4), (2, 3, 4)),
    ),
    case("reshape", lambda x: x.reshape(4, -1), lambda x: x.reshape(4, -1), normal((3, 8))),
    case("transpose", lambda x: x.T, lambda x: x.T, normal((3, 4))),
    case(
        "transpose axes",
        lambda x: x.transpose(2, 0, 1),
        lambda x: x.permute(2, 0, 1),
        normal((3, 4, 2)),
    ),
    case(
        "transpose negative",
        lambda x: x.transpose(0, -1, 1),
        lambda x: x.permute(0, -1, 1),
        normal((3, 4, 2)),
    ),
    case("slice", lambda x: x[1:, ::2], lambda x: x[1:, ::2], normal((3, 5))),
    case("one row", lambda x: x[-1], lambda x: x[-1], normal((3, 5))),
    case("new axis", lambda x: x[:, None, ..., 0], lambda x: x[:, None, ..., 0], normal((3, 5, 2))),
    case("rows, one twice", lambda x: x[ROW], lambda x: x[long(ROW)], normal((3, 5))),
    case(
        "picked",
        lambda x: x[np.arange(4), ROW],
        lambda x: x[torch.arange(4), long(ROW)],
        normal((4, 3)),
    ),
    case("masked", lambda x: x[MASK], lambda x: x[torch.tensor(MASK)], normal((2, 3))),
    case(
        "concatenate",
        lambda *x: ops.concatenate(x, axis=1),
        lambda *x: torch.cat(x, 1),
        normal((2, 3), (2, 1), (2, 4)),
    ),
    case(
        "concatenate twice",
        lambda x: ops.concatenate([x, x]),
        lambda x: torch.cat([x, x]),
        normal((2, 3)),
    ),
    case(
        "stack",
        lambda *x: ops.stack(x, axis=1),
        lambda *x: torch.stack(x, 1),
        normal((2, 3), (2, 3)),
    ),
    case(
        "stack last",
        lambda *x: ops.stack(x, axis=-1),
        lambda *x: torch.stack(x, -1),
        normal((2, 3), (2, 3)),
    ),
    case(
        "embedding",
        lambda w: ops.embedding(w, np.array([[1, 1, 3], [0, 1, 4]])),
        lambda w: F.embedding(torch.tensor([[1, 1, 3], [0, 1, 4]]), w),
        normal((6, 3)),
    ),
    case("conv 1-D", ops.conv, F.conv1d, normal((2, 3, 7), (4, 3, 3), (4,))),
    case(
        "conv 1-D stride",
        lambda *a: ops.conv(*a, stride=2, padding=2),
        lambda *a: F.conv1d(*a, stride=2, padding=2),
        normal((2, 3, 8), (4, 3, 3), (4,)),
    ),
    case(
        "conv of another order in memory",
        lambda x, w: ops.conv(x.transpose(0, 2, 1), w),
        lambda x, w: F.conv1d(x.mT, w),
        normal((2, 7, 3), (4, 3, 3)),
    ),
    case("conv 2-D", ops.conv, F.conv2d, normal((2, 3, 5, 6), (4, 3, 3, 2), (4,))),
    case(
        "conv 2-D stride",
        lambda x, w: ops.conv(x, w, stride=(2, 3), padding=(1, 0)),
        lambda x, w: F.conv2d(x, w, stride=(2, 3), padding=(1, 0)),
        normal((2, 2, 6, 7), (3, 2, 2, 3)),
    ),
    case(
        "max_pool 1-D",
        lambda x: ops.max_pool(x, kernel=2),
        lambda x: F.max_pool1d(x, 2),
        distinct((2, 3, 7)),
    ),
    case(
        "max_pool 2-D",
        lambda x: ops.max_pool(x, kernel=3, stride=2, padding=1),
        lambda x: F.max_pool2d(x, 3, 2, 1),
        distinct((2, 2, 6, 5)),
    ),
    case(
        "max_pool of equals",
        lambda x: ops.max_pool(x, kernel=3, stride=1),
        lambda x: F.max_pool1d(x, 3, 1),
        lambda rng: [np.ones((2, 1, 6))],
        smooth=False,
    ),
    case(
        "avg_pool 1-D",
        lambda x: ops.avg_pool(x, kernel=3, stride=1),
        lambda x: F.avg_pool1d(x, 3, 1),
        normal((2, 3, 7)),
    ),
    case(
        "avg_pool 2-D",
        lambda x: ops.avg_pool(x, kernel=(2, 3), stride=2, padding=1),
        lambda x: F.avg_pool2d(x, (2, 3), 2, 1),
        normal((2, 2, 6, 5)),
    ),
]

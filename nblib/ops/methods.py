"""What tensors can do by themselves: a + b, x[0], x.sum(axis=1), f"{loss:.3f}"; and which functions
of NumPy leave them to the ops.
"""

import operator

import numpy as np

from nblib.ops import axes, functions, shape
from nblib.ops.arithmetic import add, div, matmul, mul, neg, pow, sub
from nblib.tensor import Tensor, plain


def _reversed(f):
    return lambda a, b: f(b, a)


def _compared(f):
    return lambda a, b: f(a.data, plain(b))


def _along(f):
    def method(x, axis=None, keepdims=False):
        return f(x, axis=axis, keepdims=keepdims)

    return method


def _axes(first, *further):
    """Sizes or axes as a tuple: given one by one, or as one sequence."""
    if further or hasattr(first, "__index__"):
        return (first, *further)
    return tuple(first)


def _transposed(x, *order):
    """transpose(), with no order, None, the axes one by one, or all in one tuple."""
    axes_in_order = _axes(*order) if order and order[0] is not None else None
    return shape.transpose(x, axes=axes_in_order)


def _format(x, form):
    """One number in any format of Python's; a Tensor of another shape only as text."""
    if not form:
        return str(x)
    if x.size != 1:
        raise TypeError(
            f"the format {form!r} is for one number, and this Tensor has shape {x.shape}; format "
            "its elements, or leave the format out"
        )
    return format(x.item(), form)


# What NumPy does with a tensor: array + tensor is our op; a function that would lose the gradient,
# though there is an op for it, is refused; to all others a tensor is its numbers.
_UFUNCS = {
    np.add: add,
    np.subtract: sub,
    np.multiply: mul,
    np.divide: div,
    np.power: pow,
    np.matmul: matmul,
}
_COMPARISONS = (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)
_LOSE_THE_GRADIENT = (
    np.sum,
    np.mean,
    np.max,
    np.amax,
    np.clip,
    np.reshape,
    np.transpose,
    np.concatenate,
    np.stack,
    np.where,
    np.dot,
)


def _array_ufunc(x, ufunc, method, *inputs, **options):
    if method == "__call__" and not options:
        if ufunc in _UFUNCS:
            return _UFUNCS[ufunc](*inputs)
        if ufunc in _COMPARISONS:
            return ufunc(*map(plain, inputs))
    raise _refusal(ufunc)


def _array_function(x, function, types, inputs, options):
    if function in _LOSE_THE_GRADIENT:
        raise _refusal(function)
    return function._implementation(*inputs, **options)


def _refusal(function):
    name = f"np.{function.__name__}()"
    return TypeError(
        f"{name} knows nothing of a Tensor's gradient: take what nblib.ops has for it, or give "
        f"{name} the arrays, x.data"
    )


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
    "__abs__": functions.abs,
    "__matmul__": matmul,
    "__rmatmul__": _reversed(matmul),
    "__getitem__": lambda x, index: shape.getitem(x, index=index),
    "__float__": lambda x: float(x.item()),
    "__int__": lambda x: int(x.item()),
    "__round__": lambda x, digits=None: round(x.item(), digits),
    "__format__": _format,
    "__array_ufunc__": _array_ufunc,
    "__array_function__": _array_function,
    "reshape": lambda x, *sizes: shape.reshape(x, shape=_axes(*sizes)),
    "transpose": _transposed,
    "T": property(lambda x: shape.transpose(x)),
    "sum": _along(axes.sum),
    "mean": _along(axes.mean),
    "max": _along(axes.max),
}
for _name in "exp", "log", "sqrt", "abs", "relu", "sigmoid", "tanh", "clip":
    _METHODS[_name] = getattr(functions, _name)
for _name in "softmax", "log_softmax", "logsumexp":
    _METHODS[_name] = getattr(axes, _name)
for _name in "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__":
    _METHODS[_name] = _compared(getattr(operator, _name))
for _name, _method in _METHODS.items():
    setattr(Tensor, _name, _method)

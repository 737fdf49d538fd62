"""Many arrays as one vector, and back: for what treats all weights of a network alike."""

import numpy as np


def flatten(arrays):
    """Return all numbers of an array, or of nested lists and tuples of arrays, in one vector (d,),
    a copy.

    >>> flatten([(np.ones((2, 2)), np.zeros(1)), np.full(2, 3.0)])
    array([1., 1., 1., 1., 0., 3., 3.])
    """
    return np.concatenate([a.ravel() for a in _leaves(arrays)])


def unflatten(vector, like):
    """Return the vector (d,) cut into arrays nested, and of shapes, as those of `like`: views into
    the vector.

    Raises ValueError for a vector of another size.
    """
    size = sum(a.size for a in _leaves(like))
    if np.shape(vector) != (size,):
        raise ValueError(
            f"unflatten: a vector of shape {np.shape(vector)} for arrays of {size} numbers"
        )
    return _cut(vector, like, 0)[0]


def _leaves(arrays):
    if isinstance(arrays, list | tuple):
        for branch in arrays:
            yield from _leaves(branch)
    else:
        yield arrays


def _cut(vector, like, begin):
    if not isinstance(like, list | tuple):
        return vector[begin : begin + like.size].reshape(like.shape), begin + like.size
    pieces = []
    for branch in like:
        piece, begin = _cut(vector, branch, begin)
        pieces.append(piece)
    return type(like)(pieces), begin

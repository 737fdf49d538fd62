"""From queries and keys to weights: the scores, the mask and the softmax of attention in one op."""

import math

import numpy as np

from nblib.ops.one_pass import from_one_pass
from nblib.tensor import op


def row_max(a):
    """(..., S) to (..., 1): the largest number of each row, by halves; a.max(axis=-1) takes three
    times as long where rows are short.
    """
    while a.shape[-1] > 1:
        half = (a.shape[-1] + 1) // 2
        a = np.maximum(a[..., :half], a[..., -half:])
    return a.copy()


@op
def attention_weights(q, k, *, mask=None):
    """softmax(q kᵀ / √D) over the last axis: q (..., T, D) and k (..., S, D) to (..., T, S).

    mask: bools that broadcast to (..., T, S); what is False gets weight 0, and so does a row that
    allows nothing. The steps are those of the formula; they work in one array (..., T, S), since it
    is the largest of a Transformer.
    """
    scale = q.dtype.type(1 / math.sqrt(q.shape[-1]))
    ones = np.ones(k.shape[-2], q.dtype)  # a @ ones sums rows, quicker than a.sum(axis=-1)

    # The scores.
    y = (q * scale) @ k.swapaxes(-1, -2)  # (..., T, S)
    if mask is not None:
        y += np.where(mask, 0, -np.inf).astype(q.dtype)

    # Their softmax, shifted by the largest of each row so that nothing overflows.
    top = row_max(y)  # (..., T, 1)
    top[top == -np.inf] = 0  # where a row allows nothing
    y -= top
    np.exp(y, out=y)
    total = (y @ ones)[..., None]  # (..., T, 1)
    total[total == 0] = 1
    y /= total

    def backward(g):
        # The gradient of the scores, y · (g - Σ g · y), then those of q and k.
        d = g * y  # (..., T, S)
        d -= y * (d @ ones)[..., None]
        d *= scale
        dq = d @ k  # (..., T, D)
        dk = d.swapaxes(-1, -2) @ q  # (..., S, D)
        return dq, dk

    return y, *from_one_pass(backward, 2)

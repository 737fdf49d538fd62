"""From queries and keys to weights: the scores, the mask and the softmax of attention in one op."""

import math

import numpy as np

from nblib.ops.one_pass import from_one_pass
from nblib.tensor import op

LARGE = 60  # e^60, many times over, is far from what float32 cannot hold, and so is e^-60


@op
def attention_weights(q, k, *, mask=None):
    """softmax(q kᵀ / √D) over the last axis: q (..., T, D) and k (..., S, D) to (..., T, S).

    mask: bools that broadcast to (..., T, S); what is False gets weight 0, and so does a row that
    allows nothing. The steps are those of the formula; they work in one array (..., T, S), since it
    is the largest of a Transformer.
    """
    scale = q.dtype.type(1 / math.sqrt(q.shape[-1]))
    scaled = q * scale
    ones = np.ones(k.shape[-2], q.dtype)  # a @ ones sums rows, quicker than a.sum(axis=-1)

    # The scores.
    y = scaled @ k.swapaxes(-1, -2)  # (..., T, S)
    are_small = y.max(initial=0) < LARGE and y.min(initial=0) > -LARGE
    if mask is not None:
        y += np.where(mask, 0, -np.inf).astype(q.dtype)

    # Their softmax. Large ones are shifted by the largest of each row, so that nothing overflows.
    # Small ones need no shift, and finding the largest takes longer than all exponentials.
    if not are_small:
        top = y.max(axis=-1, keepdims=True)  # (..., T, 1)
        top[top == -np.inf] = 0  # where a row allows nothing
        y -= top
    np.exp(y, out=y)
    total = (y @ ones)[..., None]  # (..., T, 1)
    total[total == 0] = 1
    y /= total

    def backward(g):
        # The gradient of the scores, y · (g - Σ g · y), then those of q and k.
        d = g * y  # (..., T, S)
        np.subtract(g, (d @ ones)[..., None], out=d)
        d *= y
        dq = d @ k  # (..., T, D)
        dq *= scale
        dk = d.swapaxes(-1, -2) @ scaled  # (..., S, D)
        return dq, dk

    return y, *from_one_pass(backward, 2)

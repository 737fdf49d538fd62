"""A mistake with attention gets a sentence that names the layer and the shapes."""

import numpy as np
import pytest

from nblib import nn


def mha(*inputs, **options):
    return lambda: nn.MultiHeadAttention(6, 2)(*(np.ones(shape) for shape in inputs), **options)


BAD = [
    (lambda: nn.MultiHeadAttention(6, 4), ValueError, "4 heads do not divide 6 features"),
    (mha((2, 3, 5)), ValueError, r"expects a query of shape \(B, T, 6\), got \(2, 3, 5\)"),
    (mha((2, 3, 6), (1, 3, 6)), ValueError, r"expects a key of shape \(2, S, 6\), got \(1, 3, 6\)"),
    (
        mha((2, 3, 6), (2, 4, 6), (2, 3, 6)),
        ValueError,
        r"expects a value of shape \(2, 4, 6\), got \(2, 3, 6\)",
    ),
    (
        mha((2, 3, 6), mask=np.ones((3, 3))),
        TypeError,
        "bools, True where a key may be looked at; got float64",
    ),
    (
        mha((2, 3, 6), mask=np.ones((3, 4), bool)),
        ValueError,
        r"broadcast to \(\.\.\., T, S\) = \(2, 2, 3, 3\), got",
    ),
    (
        mha((2, 3, 6), padding_mask=np.ones((3, 3), bool)),
        ValueError,
        r"\(B, S\) = \(2, 3\).* got bool \(3, 3\)",
    ),
    (
        mha((2, 3, 6), padding_mask=[[1, 1, 0]] * 2),
        ValueError,
        r"True at tokens; got int64 \(2, 3\)",
    ),
    (
        lambda: nn.scaled_dot_product_attention(np.ones((2, 3)), np.ones((2, 4)), np.ones((2, 3))),
        ValueError,
        r"got \(2, 3\), \(2, 4\) and \(2, 3\)",
    ),
    (
        lambda: nn.TransformerBlock(6, 2)(np.ones((1, 2, 6)), np.ones((1, 2, 6))),
        ValueError,
        "takes a memory with",
    ),
    (
        lambda: nn.TransformerBlock(6, 2, cross_attention=True)(np.ones((1, 2, 6))),
        ValueError,
        "takes a memory with",
    ),
]


@pytest.mark.parametrize("mistake, kind, message", BAD)
def test_a_mistake_with_attention_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()

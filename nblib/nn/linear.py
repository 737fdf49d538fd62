"""Linear layers: every output sees every input; and two that have no product: a table of rows, and
another shape.
"""

import numpy as np

from nblib import ops
from nblib.nn.chance import generator
from nblib.nn.init import weight
from nblib.nn.module import Module
from nblib.nn.shapes import accept, positive, precision
from nblib.ranges import whole
from nblib.tensor import Tensor


class Linear(Module):
    """x w + b along the last axis: (..., in_features) to (..., out_features).

    weight: (in_features, out_features), so that the product reads as the mathematics does; PyTorch
    stores its transpose. bias: (out_features,), zeros at first, or None. init: the name of a
    function in nn.init, or a function of (shape, rng, dtype). rng: a Generator or a seed. Raises
    ValueError for inputs with another last axis.

    >>> layer = Linear(3, 2, rng=0)
    >>> layer(np.ones((5, 3))).shape
    (5, 2)
    """

    def __init__(
        self, in_features, out_features, bias=True, *, init="he", rng=None, dtype=np.float32
    ):
        super().__init__()
        positive(in_features=in_features, out_features=out_features)
        self.in_features = in_features
        self.out_features = out_features
        self.weight = weight(init, (in_features, out_features), rng, dtype)
        self.bias = Tensor(np.zeros(out_features, dtype), requires_grad=True) if bias else None

    def forward(self, x):
        """(..., in_features) to (..., out_features)."""
        if not isinstance(x, Tensor) or x.data.shape[-1:] != (self.in_features,):
            x = accept(self, x, ..., self.in_features, dtype=self.weight.dtype)
        if self.bias is None:
            return ops.linear(x, self.weight)
        return ops.linear(x, self.weight, self.bias)

    def _options(self):
        bias = ", bias=False" if self.bias is None else ""
        return f"{self.in_features}, {self.out_features}{bias}"


class Embedding(Module):
    """A row of numbers for each word of a vocabulary: integers (...) to (..., embedding_dim)
    (Bengio et al., 2003).

    weight: (num_embeddings, embedding_dim), standard normal at first. The row padding_idx, if there
    is one, counts as zeros and never learns. rng: a Generator or a seed. Raises TypeError for
    indices that are no integers, IndexError for one outside 0 … num_embeddings - 1.

    >>> table = Embedding(10, 4, padding_idx=0, rng=0)
    >>> table([[3, 1, 0], [2, 0, 0]]).shape
    (2, 3, 4)
    """

    def __init__(
        self, num_embeddings, embedding_dim, padding_idx=None, *, rng=None, dtype=np.float32
    ):
        super().__init__()
        positive(num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        if padding_idx is not None:
            whole("padding_idx", padding_idx, 0, num_embeddings - 1)
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        rows = generator(rng).normal(size=(num_embeddings, embedding_dim))
        rows = rows.astype(precision(dtype))
        if padding_idx is not None:
            rows[padding_idx] = 0
        self.weight = Tensor(rows, requires_grad=True)

    def forward(self, index):
        """Integers (...) to (..., embedding_dim)."""
        if isinstance(index, Tensor):
            raise TypeError(
                "an Embedding takes integers in a plain array, not a Tensor, which holds floats"
            )
        index = np.asarray(index)
        rows = ops.embedding(self.weight, index)  # (..., embedding_dim)
        if self.padding_idx is None:
            return rows
        is_word = (index != self.padding_idx)[..., None]  # (..., 1)
        return ops.where(is_word, rows, 0)  # padding gets no gradient either

    def _options(self):
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


class Flatten(Module):
    """All axes from start_dim on in one: (B, C, H, W) to (B, C · H · W).

    Raises ValueError for inputs that have no axis start_dim.
    """

    def __init__(self, start_dim=1):
        super().__init__()
        self.start_dim = whole("start_dim", start_dim)

    def forward(self, x):
        """(B, ...) to (B, D)."""
        x = accept(self, x, ...)
        if not 0 <= self.start_dim < x.ndim:
            raise ValueError(
                f"Flatten from axis {self.start_dim} on expects more axes, got shape {x.shape}"
            )
        batch = x.shape[: self.start_dim]
        size = int(np.prod(x.shape[self.start_dim :]))  # not -1, which an empty batch leaves open
        return ops.reshape(x, shape=(*batch, size))  # (B, D)

    def _options(self):
        return "" if self.start_dim == 1 else f"start_dim={self.start_dim}"

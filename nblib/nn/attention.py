"""Attention: each query takes a mean of values, weighted by how well their keys fit it.

Masks are bools, and True means "may be looked at", everywhere here, as in torch's
scaled_dot_product_attention and in nblib.text (the masks of torch's nn.MultiheadAttention mean the
opposite). A query that may look at nothing gets zeros. What a mask shuts out has no share in
outputs and gradients, not even where it is nan.
"""

import numpy as np

from nblib import ops
from nblib.nn.activations import GELU
from nblib.nn.chance import generator
from nblib.nn.containers import Sequential
from nblib.nn.dropout import Dropout
from nblib.nn.linear import Linear
from nblib.nn.masks import all_finite, allowed, allowed_without_padding, tokens, without_padding
from nblib.nn.module import Module
from nblib.nn.norm import LayerNorm
from nblib.nn.shapes import accept, positive
from nblib.ops.attention import attention_weights
from nblib.ranges import whole
from nblib.tensor import Tensor


def scaled_dot_product_attention(
    q, k, v, mask=None, causal=False, *, dropout=None, need_weights=False
):
    """softmax(q kᵀ / √D) v: (..., T, D), (..., S, D) and (..., S, E) to (..., T, E) (Vaswani et
    al., 2017).

    mask: bools that broadcast to (..., T, S), True where query t may look at key s. causal: query t
    looks at keys 0 … t only, beside what the mask says. Where a query may look at no key, its
    weights and its output are zeros, and so are their gradients. dropout: a Dropout for the
    weights.

    Returns the output; with need_weights=True the output and the weights (..., T, S), as they are
    after dropout. Raises ValueError for shapes that do not fit, TypeError for a mask that is not of
    bools.

    >>> q, k, v = np.eye(2)[None], np.eye(2)[None], np.array([[[1.0, 2.0], [3.0, 4.0]]])
    >>> y = scaled_dot_product_attention(q, k, v, causal=True)
    >>> y.data[0, 0]  # the first query sees the first value only
    array([1., 2.])
    """
    # Tensors, whose shapes fit.
    q, k, v = (x if isinstance(x, Tensor) else Tensor(x) for x in (q, k, v))
    if min(q.ndim, k.ndim, v.ndim) < 2 or q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError(
            f"attention expects q (..., T, D), k (..., S, D) and v (..., S, E); got {q.shape}, "
            f"{k.shape} and {v.shape}"
        )

    # One mask, and the product.
    shape = (*_batch(q, k, v), q.shape[-2], k.shape[-2])  # (..., T, S)
    mask = allowed(shape, mask, causal)
    attend = _attend if mask is None or all_finite(q, k, v) else _attend_past_nan
    y, weights = attend(q, k, v, mask, dropout)  # (..., T, E), (..., T, S)
    return (y, weights) if need_weights else y


def _batch(*tensors):
    """The axes before the last two, as they broadcast."""
    try:
        return np.broadcast_shapes(*(tensor.shape[:-2] for tensor in tensors))
    except ValueError:
        shapes = ", ".join(str(tensor.shape) for tensor in tensors)
        raise ValueError(
            f"attention expects q, k and v with axes before the last two that fit; got {shapes}"
        ) from None


def _attend(q, k, v, mask, dropout):
    """The output (..., T, E) and the weights (..., T, S)."""
    weights = attention_weights(q, k, mask=mask)  # (..., T, S)
    if dropout is not None:
        weights = dropout(weights)
    return weights @ v, weights  # (..., T, E)


def _attend_past_nan(q, k, v, mask, dropout):
    """The same where something is not finite: each query gets keys and values of its own, with
    zeros for those that it may not look at. Slow, and only for this.
    """
    # A query that may look at nothing asks nothing.
    any_key = mask.any(axis=-1)[..., None]  # (..., T, 1)
    q = ops.where(any_key, q, 0)

    # Keys and values for each query, zeros where the mask says no.
    visible = mask[..., None]  # (..., T, S, 1)
    keys = ops.where(visible, k[..., None, :, :], 0)  # (..., T, S, D)
    values = ops.where(visible, v[..., None, :, :], 0)  # (..., T, S, E)

    # An attention of one query each: (..., T, 1, E) and (..., T, 1, S).
    y, weights = _attend(q[..., None, :], keys, values, mask[..., None, :], dropout)
    return y[..., 0, :], weights[..., 0, :]


def _zeros_where_hidden(query, key, value, visible, padding_mask):
    """Query, key and value with zeros where no query may look, visible (B, S) being False; in
    self-attention the query has zeros at its padding too.
    """
    if padding_mask is not None and query is key:
        query = without_padding(query, padding_mask)
    return query, without_padding(key, visible), without_padding(value, visible)


class MultiHeadAttention(Module):
    """Several attentions side by side, each in its own projection of the inputs (Vaswani et al.,
    2017).

    Called with query (B, T, embed_dim), and for cross-attention key and value (B, S, embed_dim);
    key is the query, and value the key, unless given. Returns (B, T, embed_dim); with
    need_weights=True also the weights of each head, (B, num_heads, T, S).

    mask: bools that broadcast to (B, num_heads, T, S), such as (T, S). padding_mask: (B, S) of
    bools, True where the key is a token. causal: look at oneself and before only. They add up. A
    query with nothing to look at gets out_proj's bias.

    dropout: the probability to drop a weight. q_proj, k_proj, v_proj, out_proj: the layers. rng: a
    Generator or a seed. Raises ValueError for num_heads that do not divide embed_dim and for inputs
    or masks of another shape, TypeError for a mask that is not of bools.

    >>> attention = MultiHeadAttention(8, num_heads=2, rng=0)
    >>> y, weights = attention(np.ones((4, 3, 8)), causal=True, need_weights=True)
    >>> y.shape, weights.shape, weights.data[0, 0].round(2).tolist()[1]
    ((4, 3, 8), (4, 2, 3, 3), [0.5, 0.5, 0.0])
    """

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, *, rng=None, dtype=np.float32):
        super().__init__()
        positive(embed_dim=embed_dim, num_heads=num_heads)
        if embed_dim % num_heads:
            raise ValueError(f"{num_heads} heads do not divide {embed_dim} features")
        rng = generator(rng)
        options = {"bias": bias, "init": "xavier_uniform", "rng": rng, "dtype": dtype}
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.dtype = dtype
        # Projections of the inputs, and of the heads side by side.
        self.q_proj = Linear(embed_dim, embed_dim, **options)
        self.k_proj = Linear(embed_dim, embed_dim, **options)
        self.v_proj = Linear(embed_dim, embed_dim, **options)
        self.out_proj = Linear(embed_dim, embed_dim, **options)
        self.dropout = Dropout(dropout, rng=rng)

    def forward(
        self,
        query,
        key=None,
        value=None,
        *,
        mask=None,
        padding_mask=None,
        causal=False,
        need_weights=False,
    ):
        """(B, T, embed_dim) to the same."""
        # The inputs as tensors: a key that is left out is the query, a value the key.
        size = self.embed_dim
        query = accept(self, query, "B", "T", size, dtype=self.dtype, what="a query")
        key = query if key is None else key
        key = accept(self, key, len(query), "S", size, dtype=self.dtype, what="a key")
        value = key if value is None else value
        value = accept(self, value, *key.shape, dtype=self.dtype, what="a value")

        # What each query may look at; what nobody may look at must not spoil the products.
        shape = (len(query), self.num_heads, query.shape[1], key.shape[1])  # (B, heads, T, S)
        padding_mask = tokens(padding_mask, (len(query), key.shape[1]))
        mask = allowed_without_padding(shape, mask, padding_mask, causal)
        attend = _attend
        if mask is not None and not all_finite(*{query, key, value}):
            attend = _attend_past_nan
            visible = np.broadcast_to(mask, shape).any(axis=(1, 2))  # (B, S)
            query, key, value = _zeros_where_hidden(query, key, value, visible, padding_mask)

        # Attention in each head, then the heads side by side again.
        q = self.heads(self.q_proj(query))  # (B, heads, T, D)
        k = self.heads(self.k_proj(key))  # (B, heads, S, D)
        v = self.heads(self.v_proj(value))  # (B, heads, S, D)
        y, weights = attend(q, k, v, mask, self.dropout)  # (B, heads, T, D), (B, heads, T, S)
        y = self.out_proj(y.transpose(0, 2, 1, 3).reshape(query.shape))  # (B, T, embed_dim)
        return (y, weights) if need_weights else y

    def heads(self, x):
        """(B, T, heads · D) to (B, heads, T, D)."""
        head_dim = self.embed_dim // self.num_heads
        x = x.reshape(*x.shape[:2], self.num_heads, head_dim)  # (B, T, heads, D)
        return x.transpose(0, 2, 1, 3)


class TransformerBlock(Module):
    """Attention, then two linear layers, each around a shortcut: (B, T, embed_dim) to the same
    (Vaswani et al., 2017).

    LayerNorm stands before each part and not on the shortcut, where deep stacks train without a
    warm-up (Xiong et al., 2020); so a stack needs one more LayerNorm at its end. With
    cross_attention=True a second attention looks at memory (B, S, embed_dim), which the call then
    needs: an encoder's output, say.

    feedforward_dim: 4 · embed_dim unless given. dropout: of weights, of hidden units and of what
    each part adds. Masks as in MultiHeadAttention; memory_padding_mask: (B, S), True where memory
    is a token. Errors likewise; ValueError for a memory without cross_attention, and the reverse.
    """

    def __init__(
        self,
        embed_dim,
        num_heads,
        feedforward_dim=None,
        dropout=0.0,
        *,
        cross_attention=False,
        rng=None,
        dtype=np.float32,
    ):
        super().__init__()
        # The sizes.
        positive(embed_dim=embed_dim)
        hidden = 4 * embed_dim if feedforward_dim is None else feedforward_dim
        positive(feedforward_dim=hidden)

        # The attentions, each behind its norm.
        rng = generator(rng)
        options = {"dropout": dropout, "rng": rng, "dtype": dtype}
        self.attention_norm = LayerNorm(embed_dim, dtype=dtype)
        self.attention = MultiHeadAttention(embed_dim, num_heads, **options)
        self.cross_norm = None
        self.cross_attention = None
        if cross_attention:
            self.cross_norm = LayerNorm(embed_dim, dtype=dtype)
            self.cross_attention = MultiHeadAttention(embed_dim, num_heads, **options)

        # The two linear layers behind theirs.
        self.feedforward_norm = LayerNorm(embed_dim, dtype=dtype)
        self.feedforward = Sequential(
            Linear(embed_dim, hidden, rng=rng, dtype=dtype),
            GELU(),
            Dropout(dropout, rng=rng),
            Linear(hidden, embed_dim, init="xavier", rng=rng, dtype=dtype),
        )
        self.dropout = Dropout(dropout, rng=rng)

    def forward(
        self,
        x,
        memory=None,
        *,
        mask=None,
        padding_mask=None,
        causal=False,
        memory_padding_mask=None,
    ):
        """(B, T, embed_dim) to the same."""
        if (memory is None) != (self.cross_attention is None):
            raise ValueError(
                "a TransformerBlock takes a memory with cross_attention=True, and only then"
            )
        size = self.attention.embed_dim
        x = accept(self.attention, x, "B", "T", size, dtype=self.attention.dtype)
        x = without_padding(x, tokens(padding_mask, x.shape[:2]))

        # Look at oneself.
        y = self.attention_norm(x)
        y = self.attention(y, mask=mask, padding_mask=padding_mask, causal=causal)
        x = x + self.dropout(y)

        # Look at the memory.
        if memory is not None:
            y = self.cross_norm(x)
            y = self.cross_attention(y, memory, padding_mask=memory_padding_mask)
            x = x + self.dropout(y)

        # Each place by itself.
        y = self.feedforward(self.feedforward_norm(x))
        return x + self.dropout(y)


def sinusoidal_positions(length, dim, *, dtype=np.float32):
    """Return (length, dim): sines and cosines, in turn, of ever longer waves, to add to embeddings
    (B, T, dim).

    Column 2i is sin(t / 10000^(2i / dim)), column 2i + 1 the cosine of the same (Vaswani et al.,
    2017).

    >>> sinusoidal_positions(2, 4).round(2)
    array([[0.  , 1.  , 0.  , 1.  ],
           [0.84, 0.54, 0.01, 1.  ]], dtype=float32)
    """
    whole("length", length)
    positive(dim=dim)
    rates = 10000 ** (np.arange(0, dim, 2) / dim)  # (⌈dim / 2⌉,)
    angles = np.arange(length)[:, None] / rates  # (T, ⌈dim / 2⌉)
    waves = np.stack([np.sin(angles), np.cos(angles)], axis=-1)  # (T, ⌈dim / 2⌉, 2)
    return waves.reshape(length, -1)[:, :dim].astype(dtype)  # (T, dim)

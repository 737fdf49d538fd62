"""A causal Transformer, which predicts each next symbol from those before it, and the cache that
lets it write without reading everything again.
"""

import numpy as np

from nblib.nn.attention import TransformerBlock, scaled_dot_product_attention
from nblib.nn.chance import generator
from nblib.nn.dropout import Dropout
from nblib.nn.linear import Embedding, Linear
from nblib.nn.module import Module
from nblib.nn.norm import LayerNorm
from nblib.nn.shapes import positive
from nblib.tensor import no_grad


class KVCache:
    """Keys and values of what a CausalTransformer has read: (num_layers, B, heads, max_length, D).

    length: how many symbols it holds. start: the place in the text of the first of them.
    """

    def __init__(self, model, batch=1):
        positive(batch=batch)
        attention = model.blocks[0].attention
        head_dim = attention.embed_dim // attention.num_heads
        shape = (len(model.blocks), batch, attention.num_heads, model.max_length, head_dim)
        self.keys = np.zeros(shape, attention.dtype)
        self.values = np.zeros(shape, attention.dtype)
        self.length = 0
        self.start = 0

    def clear(self, start=0):
        """Forget all, and begin at this place of the text."""
        self.length = 0
        self.start = start

    def add(self, layer, keys, values):
        """Put new keys and values (B, heads, T, D) of a layer behind the old ones; return all."""
        end = self.length + keys.shape[2]
        self.keys[layer, :, :, self.length : end] = keys
        self.values[layer, :, :, self.length : end] = values
        return self.keys[layer, :, :, :end], self.values[layer, :, :, :end]


class CausalTransformer(Module):
    """Whole numbers (B, T) to logits (B, T, vocab_size) for the symbol that follows each (Vaswani
    et al., 2017; Radford et al., 2018).

    A vector for each symbol plus one for each place, then TransformerBlocks whose queries look at
    themselves and before only, then a LayerNorm and a linear layer. max_length: the most symbols it
    can look at. The rest as in TransformerBlock. Raises ValueError for ids of another shape, or
    longer than that.

    >>> model = CausalTransformer(10, embed_dim=8, num_heads=2, num_layers=2, max_length=6, rng=0)
    >>> model(np.array([[1, 2, 3]])).shape
    (1, 3, 10)
    """

    def __init__(
        self,
        vocab_size,
        embed_dim,
        num_heads,
        num_layers,
        max_length,
        feedforward_dim=None,
        dropout=0.0,
        *,
        rng=None,
        dtype=np.float32,
    ):
        super().__init__()
        positive(num_layers=num_layers, max_length=max_length)
        rng = generator(rng)
        self.max_length = max_length
        self.symbols = Embedding(vocab_size, embed_dim, rng=rng, dtype=dtype)
        self.places = Embedding(max_length, embed_dim, rng=rng, dtype=dtype)
        # Small at first, so that what the blocks add has a say.
        self.symbols.weight.data *= 0.1
        self.places.weight.data *= 0.1
        self.dropout = Dropout(dropout, rng=rng)
        self.blocks = [
            TransformerBlock(embed_dim, num_heads, feedforward_dim, dropout, rng=rng, dtype=dtype)
            for _ in range(num_layers)
        ]
        self.norm = LayerNorm(embed_dim, dtype=dtype)
        self.head = Linear(embed_dim, vocab_size, init="xavier", rng=rng, dtype=dtype)

    def forward(self, ids, cache=None):
        """(B, T) to (B, T, vocab_size).

        cache: a KVCache; ids then continue what it holds, and are added to it. That is for a model
        in evaluation, and records no gradients.
        """
        ids = np.asarray(ids)
        past = 0 if cache is None else cache.length
        if ids.ndim != 2 or past + ids.shape[1] > self.max_length:
            raise ValueError(
                f"a CausalTransformer expects ids (B, T), at most {self.max_length} of a text with "
                f"those in the cache; got shape {ids.shape} after {past}"
            )
        if cache is not None:
            if self.training:
                raise ValueError("a cache is for a model in evaluation: call eval() first")
            with no_grad():
                return self._continued(ids, cache)
        x = self.symbols(ids) + self.places(np.arange(ids.shape[1]))  # (B, T, C)
        x = self.dropout(x)
        for block in self.blocks:
            x = block(x, causal=True)
        return self.head(self.norm(x))

    def next_logits(self, ids, cache=None):
        """Return the logits (vocab_size,) of what follows a text, a list of ids; with a cache of
        one text it reads only those that the cache has not seen.

        A text longer than max_length is read from a later place on: when it is full, the older half
        is dropped. So with a cache and without, the same symbols are looked at.
        """
        start = self._start(len(ids))
        if cache is None:
            with no_grad():
                return self(np.array([ids[start:]])).data[0, -1]
        if cache.start != start or cache.start + cache.length >= len(ids):
            cache.clear(start)
        unread = ids[start + cache.length :]
        return self(np.array([unread]), cache).data[0, -1]

    def _start(self, length):
        """From which place on a text of this length is read."""
        if length <= self.max_length:
            return 0
        dropped = max(1, self.max_length // 2)
        return dropped * -(-(length - self.max_length) // dropped)

    def _continued(self, ids, cache):
        """forward() for ids (B, T) behind those in the cache."""
        end = cache.length + ids.shape[1]
        x = self.symbols(ids) + self.places(np.arange(cache.length, end))  # (B, T, C)
        visible = np.tri(ids.shape[1], end, k=cache.length, dtype=bool)  # (T, S)
        for i, block in enumerate(self.blocks):
            # Look at what was read before, then each place by itself.
            y = _attend(block.attention, block.attention_norm(x), i, cache, visible)
            x = x + y
            x = x + block.feedforward(block.feedforward_norm(x))
        cache.length = end
        return self.head(self.norm(x))


def _attend(attention, x, layer, cache, visible):
    """Attention of new places (B, T, C) to all in the cache and themselves."""
    q = attention.heads(attention.q_proj(x))  # (B, heads, T, D)
    k = attention.heads(attention.k_proj(x))
    v = attention.heads(attention.v_proj(x))
    keys, values = cache.add(layer, k.data, v.data)  # (B, heads, S, D)
    y = scaled_dot_product_attention(q, keys, values, visible)  # (B, heads, T, D)
    return attention.out_proj(y.transpose(0, 2, 1, 3).reshape(x.shape))

"""From one sequence to another: a network reads the source, and one writes the target word by word,
with attention to what was read (Bahdanau et al., 2015; Luong et al., 2015).
"""

import numpy as np

from nblib import ops
from nblib.nn.attention import scaled_dot_product_attention
from nblib.nn.chance import generator
from nblib.nn.dropout import Dropout
from nblib.nn.linear import Embedding, Linear
from nblib.nn.module import Module
from nblib.nn.recurrent import GRU
from nblib.nn.shapes import positive
from nblib.tensor import Tensor

EMBEDDING_SCALE = 0.3  # the first standard deviation of words' vectors


class EncoderDecoder(Module):
    """Ids (B, S) with their mask, and the beginning of each target (B, T), to logits (B, T, V).

    Two GRUs of half the width read the source, one from each end. The memory (B, S, H) is, at each
    place, what both have read there, and a linear image of the word itself. From the encoders' ends
    the decoder, a GRU of width H, gets its first state. It reads the target written so far, and its
    state h asks the memory m for a mean, with weights softmax(h mᵀ / √H). State and mean together
    give the next word. attention=False: in place of the mean stands, at every step, what the two
    encoders have at their ends.

    source_size, target_size: of the vocabularies; id 0 is padding. dropout: of words' vectors and
    of what the logits are made of. hidden_size must be even. rng: a Generator or a seed. Raises
    ValueError for sizes that are no positive whole numbers, and for masks of another shape.

    >>> net = EncoderDecoder(9, 7, 4, 6, rng=0)
    >>> source, mask = np.array([[4, 5, 6], [4, 0, 0]]), np.array([[1, 1, 1], [1, 0, 0]], bool)
    >>> logits, weights = net(source, mask, np.array([[2, 5], [2, 6]]))
    >>> logits.shape, weights.data[1].tolist()
    ((2, 2, 7), [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    """

    def __init__(
        self,
        source_size,
        target_size,
        embed_dim,
        hidden_size,
        *,
        attention=True,
        dropout=0.0,
        rng=None,
        dtype=np.float32,
    ):
        super().__init__()
        positive(hidden_size=hidden_size)
        if hidden_size % 2:
            raise ValueError(f"hidden_size must be even, one half a direction; got {hidden_size}")
        rng = generator(rng)
        options = {"rng": rng, "dtype": dtype}
        half = hidden_size // 2
        self.hidden_size = hidden_size
        self.attention = attention
        self.dropout = Dropout(dropout, rng=rng)
        self.source_embedding = Embedding(source_size, embed_dim, 0, **options)
        self.target_embedding = Embedding(target_size, embed_dim, 0, **options)
        for table in (self.source_embedding, self.target_embedding):
            table.weight.data *= EMBEDDING_SCALE
        self.forward_encoder = GRU(embed_dim, half, **options)
        self.backward_encoder = GRU(embed_dim, half, **options)
        self.word_memory = None
        if attention:
            self.word_memory = Linear(embed_dim, hidden_size, init="xavier", **options)
        self.bridge = Linear(hidden_size, hidden_size, init="xavier", **options)
        self.decoder = GRU(embed_dim, hidden_size, **options)
        self.mix = Linear(2 * hidden_size, hidden_size, init="xavier", **options)
        self.head = Linear(hidden_size, target_size, init="xavier", **options)

    def encode(self, source, mask):
        """Ids (B, S) and their mask to (memory (B, S, H), first state of the decoder (1, B, H))."""
        x = self.dropout(self.source_embedding(source))  # (B, S, D)
        ahead, ahead_end = self.forward_encoder(x, mask=mask)  # (B, S, H/2), (1, B, H/2)
        back, back_end = self.backward_encoder(x[:, ::-1], mask=mask[:, ::-1])
        ends = ops.concatenate([ahead_end, back_end], axis=-1)  # (1, B, H)
        state = ops.tanh(self.bridge(ends))  # (1, B, H)
        if not self.attention:
            return ends[0][:, None], state  # (B, 1, H): all that the decoder may look at
        states = ops.concatenate([ahead, back[:, ::-1]], axis=-1)  # (B, S, H)
        return states + self.word_memory(x), state

    def decode(self, previous, memory, mask, state):
        """The words before (B, T) to (logits (B, T, V), weights (B, T, S), state (1, B, H))."""
        x = self.dropout(self.target_embedding(previous))  # (B, T, D)
        h, state = self.decoder(x, state)  # (B, T, H)
        if self.attention:
            look = mask[:, None]  # (B, 1, S)
            context, weights = scaled_dot_product_attention(
                h, memory, memory, look, need_weights=True
            )
        else:
            weights = Tensor(np.ones((*previous.shape, 1), h.dtype))  # (B, T, 1)
            context = weights @ memory  # (B, T, H)
        both = ops.concatenate([h, context], axis=-1)  # (B, T, 2H)
        logits = self.head(self.dropout(ops.tanh(self.mix(both))))
        return logits, weights, state

    def forward(self, source, mask, previous):
        """(B, S), (B, S), (B, T) to logits (B, T, V) and attention weights (B, T, S)."""
        memory, state = self.encode(source, mask)
        logits, weights, _ = self.decode(previous, memory, mask, state)
        return logits, weights

    def start(self, source, mask):
        """What a search begins with: arrays whose first axis is B."""
        memory, state = self.encode(source, mask)
        return memory.data, mask, state.data[0]

    def step(self, previous, state):
        """One step of a search: the last words (N,) and the state to (log probabilities (N, V),
        state), where the state's last array is the attention weights (N, S).
        """
        memory, mask, h = state[:3]
        logits, weights, h = self.decode(previous[:, None], memory, mask, h[None])
        log_probs = ops.log_softmax(logits[:, 0], axis=-1).data  # (N, V)
        return log_probs, (memory, mask, h.data[0], weights.data[:, 0])

    def _options(self):
        return f"{self.hidden_size}, attention={self.attention}"

"""The four networks: an encoder–decoder with attention, with images of the words, both, neither."""

from nblib import nn


class _Nothing(nn.Module):
    """What adds nothing to the memory."""

    def forward(self, x):
        return 0


class StatesOnly(nn.EncoderDecoder):
    """Attention to what the two GRUs have read at each place, without the words' images."""

    def __init__(self, *sizes, **options):
        super().__init__(*sizes, **options)
        self.word_memory = _Nothing()


class PlainMean(nn.EncoderDecoder):
    """The same memory as with attention, but its mean stands at each place, so that there is
    nothing to choose from.
    """

    def encode(self, source, mask):
        """Ids (B, S) and their mask to (memory (B, S, H), first state of the decoder)."""
        memory, state = super().encode(source, mask)
        shares = (mask / mask.sum(axis=1, keepdims=True)).astype(memory.dtype)  # (B, S)
        mean = (memory * shares[:, :, None]).sum(axis=1, keepdims=True)  # (B, 1, H)
        return mean + 0 * memory, state


def network(name, sizes, width, dropout, seed):
    """Return one of NAMES."""
    kind = KINDS[name]
    options = {"dropout": dropout, "rng": seed, "attention": name != "neither"}
    return kind(*sizes, width, **options)


KINDS = {
    "both": nn.EncoderDecoder,
    "attention alone": StatesOnly,
    "images alone": PlainMean,
    "neither": nn.EncoderDecoder,
}
NAMES = tuple(KINDS)

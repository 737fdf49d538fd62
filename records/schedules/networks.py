"""The networks: a plain one, and Transformers that read a digit in strips."""

from nblib import nn


class PostNorm(nn.TransformerBlock):
    """A block with each layer norm behind its shortcut, as Vaswani et al. (2017) had it."""

    def forward(self, x):
        """(B, T, embed_dim) to the same."""
        x = self.attention_norm(x + self.attention(x))
        return self.feedforward_norm(x + self.feedforward(x))


class Strips(nn.Module):
    """Reads a digit in seven strips of four rows: blocks of width 32 with two heads, then the mean
    over the strips.
    """

    def __init__(self, block, depth, rng):
        super().__init__()
        self.entrance = nn.Linear(112, 32, rng=rng)
        self.places = nn.sinusoidal_positions(7, 32)
        blocks = [block(32, 2, 64, rng=rng) for _ in range(depth)]
        last = [nn.LayerNorm(32)] if block is nn.TransformerBlock else []
        self.blocks = nn.Sequential(*blocks, *last)
        self.exit = nn.Linear(32, 10, rng=rng)

    def forward(self, x):
        """(B, 784) to (B, 10)."""
        strips = self.entrance(x.reshape(len(x), 7, 112)) + self.places  # (B, 7, 32)
        return self.exit(self.blocks(strips).mean(axis=1))


def layers(rng, widths=(784, 128, 64, 10)):
    """Return a network with a ReLU between its layers."""
    stack = []
    for d_in, d_out in zip(widths[:-1], widths[1:], strict=True):
        stack += [nn.Linear(d_in, d_out, init="he", rng=rng), nn.ReLU()]
    return nn.Sequential(*stack[:-1])


def strips(block, depth):
    """Return a function that makes Strips of a Generator."""
    return lambda rng: Strips(block, depth, rng)

"""What the networks need from PyTorch, under the names that networks.py uses for both."""

import torch

from records.speed.sizes import HEADS, WIDTH


class Torch:
    """As Nblib in networks.py."""

    layers = torch.nn
    optimizers = torch.optim
    cross_entropy = staticmethod(torch.nn.functional.cross_entropy)
    tensor = staticmethod(torch.tensor)
    recurrent_options = {"batch_first": True}

    @staticmethod
    def channels_first(x):
        """(B, T, C) to (B, C, T)."""
        return x.transpose(1, 2)

    @staticmethod
    def largest(x):
        """(B, C, T) to (B, C)."""
        return x.amax(2)

    @staticmethod
    def side_by_side(parts):
        """(B, C) each to (B, all C)."""
        return torch.cat(parts, 1)

    @staticmethod
    def block(seed):
        """Return a block of a Transformer."""
        torch.manual_seed(seed)
        return TorchBlock()


class TorchBlock(torch.nn.Module):
    """nn.TransformerBlock of nblib in PyTorch: norm first, GELU by tanh, a causal mask."""

    def __init__(self):
        super().__init__()
        self.attention_norm = torch.nn.LayerNorm(WIDTH)
        self.projection = torch.nn.Linear(WIDTH, 3 * WIDTH)
        self.exit = torch.nn.Linear(WIDTH, WIDTH)
        self.feedforward_norm = torch.nn.LayerNorm(WIDTH)
        self.feedforward = torch.nn.Sequential(
            torch.nn.Linear(WIDTH, 4 * WIDTH),
            torch.nn.GELU(approximate="tanh"),
            torch.nn.Linear(4 * WIDTH, WIDTH),
        )

    def forward(self, x):
        """(B, T, WIDTH) to the same."""
        batch, steps, _ = x.shape
        parts = self.projection(self.attention_norm(x)).chunk(3, dim=2)
        heads = [part.view(batch, steps, HEADS, -1).transpose(1, 2) for part in parts]
        y = torch.nn.functional.scaled_dot_product_attention(*heads, is_causal=True)
        x = x + self.exit(y.transpose(1, 2).reshape(batch, steps, WIDTH))
        return x + self.feedforward(self.feedforward_norm(x))

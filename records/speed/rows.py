"""The networks that are timed beside that of the digits, by their names."""

from functools import partial

from records.speed.networks import (
    conv_norm_step,
    conv_step,
    normed_mlp_step,
    recurrent_step,
    text_conv_step,
    text_step,
)
from records.speed.transformer import transformer_step

# name -> a function of "nblib" or "PyTorch" that returns a function which takes one step
ROWS = {
    "batch norm": partial(normed_mlp_step, norm="BatchNorm1d"),
    "layer norm": partial(normed_mlp_step, norm="LayerNorm"),
    "convolutions": conv_step,
    "convolutions, batch norm": conv_norm_step,
    "text classifier": text_step,
    "text convolution": text_conv_step,
    "RNN": partial(recurrent_step, cell="RNN"),
    "GRU": partial(recurrent_step, cell="GRU"),
    "LSTM": partial(recurrent_step, cell="LSTM"),
    "Transformer": transformer_step,
}
# Those that also run alone, each in a process of its own.
ALONE = {**ROWS, "Transformer, 256 letters": partial(transformer_step, steps=256)}

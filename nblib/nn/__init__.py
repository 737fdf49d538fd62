"""Layers and networks, one family a file; names and conventions are PyTorch's unless a docstring
says otherwise.

A layer takes tensors, or plain arrays, which it brings to its own precision: float32, or what
dtype= says. What is random takes rng=, a NumPy Generator or a seed; without it the numbers differ
each time. To make a whole network repeatable, make one Generator and hand it to every layer, in
order: `rng = np.random.default_rng(0)`, then `Sequential(Linear(784, 100, rng=rng), ReLU(),
Dropout(0.5, rng=rng), Linear(100, 10, rng=rng))`. (The same seed for two layers would give them the
same numbers.)
"""

from nblib.nn import init
from nblib.nn.activations import GELU, LeakyReLU, ReLU, Sigmoid, SiLU, Softmax, Tanh
from nblib.nn.attention import (
    MultiHeadAttention,
    TransformerBlock,
    scaled_dot_product_attention,
    sinusoidal_positions,
)
from nblib.nn.causal import CausalTransformer, KVCache
from nblib.nn.containers import Residual, Sequential
from nblib.nn.conv import AvgPool1d, AvgPool2d, Conv1d, Conv2d, GlobalAvgPool, MaxPool1d, MaxPool2d
from nblib.nn.dropout import Dropout, Dropout1d, Dropout2d, SpatialDropout
from nblib.nn.linear import Embedding, Flatten, Linear
from nblib.nn.module import Module
from nblib.nn.norm import BatchNorm1d, BatchNorm2d, GroupNorm, LayerNorm, RMSNorm
from nblib.nn.recurrent import GRU, LSTM, RNN
from nblib.nn.summary import summary
from nblib.nn.translation import EncoderDecoder

__all__ = [
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "AvgPool1d",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "CausalTransformer",
    "Conv1d",
    "Conv2d",
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Embedding",
    "EncoderDecoder",
    "Flatten",
    "GlobalAvgPool",
    "GroupNorm",
    "KVCache",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool1d",
    "MaxPool2d",
    "Module",
    "MultiHeadAttention",
    "RMSNorm",
    "ReLU",
    "Residual",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "SpatialDropout",
    "Tanh",
    "TransformerBlock",
    "init",
    "scaled_dot_product_attention",
    "sinusoidal_positions",
    "summary",
]

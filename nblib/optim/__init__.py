"""Optimizers, and the pure update rules that they apply."""

from nblib.optim.optimizers import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Lion,
    Muon,
    Optimizer,
    RMSProp,
    clip_grad_norm_,
    clip_grad_value_,
)
from nblib.optim.rules import (
    adagrad,
    adam,
    adamw,
    lion,
    muon,
    orthogonalize,
    rmsprop,
    sgd,
)

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Lion",
    "Muon",
    "Optimizer",
    "RMSProp",
    "adagrad",
    "adam",
    "adamw",
    "clip_grad_norm_",
    "clip_grad_value_",
    "lion",
    "muon",
    "orthogonalize",
    "rmsprop",
    "sgd",
]

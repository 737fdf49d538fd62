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
    FAR,
    adagrad,
    adam,
    adamw,
    descend,
    lion,
    muon,
    orthogonalize,
    rmsprop,
    sgd,
)

__all__ = [
    "FAR",
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
    "descend",
    "lion",
    "muon",
    "orthogonalize",
    "rmsprop",
    "sgd",
]

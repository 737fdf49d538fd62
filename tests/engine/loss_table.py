"""The table of losses: each beside its twin in PyTorch."""

import numpy as np
import torch
import torch.nn.functional as F

from nblib import losses
from nblib.proofs.torch_twin import Case, Fixed, normal


def labels(logits, classes, *more):
    def draw(rng):
        return [rng.normal(size=logits) * 3, rng.integers(0, classes, size=logits[:-1]), *more]

    return draw


def long(x):
    return torch.as_tensor(x, dtype=torch.long)


def last(f):  # torch wants the classes second, not last
    return lambda z, t, **kw: f(z.reshape(-1, z.shape[-1]), long(t).reshape(-1), **kw)


def case(name, ours, theirs, inputs, **kw):
    return Case(name, ours, theirs, inputs, **kw)


WEIGHT = np.array([0.5, 2.0, 1.0, 0.0, 3.0])
IGNORED = np.array([0, -100, 4, 2, -100, 1])

CASES = [
    case(
        "mse",
        losses.mse,
        F.mse_loss,
        lambda rng: [rng.normal(size=(4, 2)), Fixed(rng.normal(size=(4, 2)))],
    ),
    case(
        "mae",
        losses.mae,
        F.l1_loss,
        lambda rng: [rng.normal(size=(4, 2)), Fixed(rng.normal(size=(4, 2)))],
    ),
    case(
        "huber",
        losses.huber,
        F.huber_loss,
        lambda rng: [3 * rng.normal(size=9), Fixed(rng.normal(size=9))],
    ),
    case(
        "huber sum",
        lambda x, t: losses.huber(x, t, delta=0.4, reduction="sum"),
        lambda x, t: F.huber_loss(x, t, delta=0.4, reduction="sum"),
        lambda rng: [rng.normal(size=9), Fixed(rng.normal(size=9))],
    ),
    case(
        "bce_with_logits",
        losses.bce_with_logits,
        F.binary_cross_entropy_with_logits,
        lambda rng: [5 * rng.normal(size=(4, 2)), Fixed(rng.uniform(size=(4, 2)))],
    ),
    case(
        "bce pos_weight",
        lambda z, t: losses.bce_with_logits(z, t, pos_weight=3.0, reduction="none"),
        lambda z, t: F.binary_cross_entropy_with_logits(
            z, t, pos_weight=torch.tensor(3.0), reduction="none"
        ),
        lambda rng: [rng.normal(size=7), Fixed(rng.integers(0, 2, size=7).astype(float))],
    ),
    case("cross_entropy", losses.cross_entropy, last(F.cross_entropy), labels((6, 5), 5)),
    case("cross_entropy tokens", losses.cross_entropy, last(F.cross_entropy), labels((2, 3, 5), 5)),
    case(
        "cross_entropy weighted and smoothed",
        lambda z, t: losses.cross_entropy(z, t, weight=WEIGHT, label_smoothing=0.1),
        lambda z, t: F.cross_entropy(z, long(t), weight=torch.tensor(WEIGHT), label_smoothing=0.1),
        labels((6, 5), 3),
    ),
    case(
        "cross_entropy ignored",
        lambda z: losses.cross_entropy(z, IGNORED, label_smoothing=0.2),
        lambda z: F.cross_entropy(z, long(IGNORED), label_smoothing=0.2),
        normal((6, 5)),
    ),
    case(
        "cross_entropy ignoring a class",
        lambda z: losses.cross_entropy(
            z, IGNORED % 5, ignore_index=0, weight=WEIGHT, label_smoothing=0.2
        ),
        lambda z: F.cross_entropy(
            z, long(IGNORED % 5), ignore_index=0, weight=torch.tensor(WEIGHT), label_smoothing=0.2
        ),
        normal((6, 5)),
    ),
    case(
        "cross_entropy each",
        lambda z: losses.cross_entropy(z, IGNORED, weight=WEIGHT, reduction="none"),
        lambda z: F.cross_entropy(z, long(IGNORED), weight=torch.tensor(WEIGHT), reduction="none"),
        normal((6, 5)),
    ),
    case(
        "cross_entropy probabilities",
        lambda z, p: losses.cross_entropy(z, p, weight=WEIGHT, label_smoothing=0.1),
        lambda z, p: F.cross_entropy(z, p, weight=torch.tensor(WEIGHT), label_smoothing=0.1),
        lambda rng: [rng.normal(size=(6, 5)), Fixed(rng.dirichlet(np.ones(5), size=6))],
    ),
    case(
        "kl_div",
        losses.kl_div,
        lambda q, p: F.kl_div(q, p, reduction="batchmean"),
        lambda rng: [rng.normal(size=(6, 5)), Fixed(rng.dirichlet(np.ones(5), size=6))],
    ),
]

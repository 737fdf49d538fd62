"""The contenders: each an optimizer, the ranges that its settings are drawn from, and its defaults.

Every rate is drawn log-uniformly from three powers of ten around the values that are usual for its
optimizer; Lion's paper says a third to a tenth of Adam's. So is the decay: coupled where the rule
adds it to the gradient, decoupled elsewhere.
"""

from dataclasses import dataclass

from nblib.optim import SGD, Adam, AdamW, Lion, Muon

DECADES = 3


@dataclass(frozen=True)
class Contender:
    """lr, decay: the lower ends of the ranges. default: (lr, decay) as libraries have them."""

    optimizer: type
    lr: float
    decay: float
    default: tuple

    def drawn(self, rng):
        """Return one random setting; other_lr is for what Muon leaves to AdamW."""
        lr, decay, other_lr = 10 ** rng.uniform(0, DECADES, size=3)
        return {
            "lr": float(self.lr * lr),
            "decay": float(self.decay * decay),
            "other_lr": float(1e-4 * other_lr),
        }

    def usual(self):
        """Return the setting that one gets without tuning."""
        lr, decay = self.default
        return {"lr": lr, "decay": decay, "other_lr": 1e-3}


CONTENDERS = {
    "SGD with momentum": Contender(SGD, 1e-3, 1e-6, (1e-3, 0.0)),
    "Adam": Contender(Adam, 1e-4, 1e-7, (1e-3, 0.0)),
    "AdamW": Contender(AdamW, 1e-4, 1e-3, (1e-3, 0.01)),
    "Lion": Contender(Lion, 3e-5, 1e-2, (1e-4, 0.0)),
    "Muon": Contender(Muon, 1e-3, 1e-3, (1e-3, 0.1)),
}


def optimizers(name, hidden, others, setting):
    """Return the optimizers of a run: hidden are the matrices between layers, others the rest.

    Biases are not decayed. Muon takes the hidden matrices only, and AdamW the others, with a rate
    of its own.
    """
    contender = CONTENDERS[name]
    lr = setting["lr"]
    decay = setting["decay"]
    if contender.optimizer is Muon:
        first = Muon(hidden, lr=lr, weight_decay=decay)
        return [first, AdamW(_groups(others, decay), lr=setting["other_lr"])]
    options = {"momentum": 0.9} if contender.optimizer is SGD else {}
    return [contender.optimizer(_groups(hidden + others, decay), lr=lr, **options)]


def _groups(params, decay):
    """Two groups: matrices, which are decayed, and vectors, which are not."""
    matrices = [p for p in params if p.ndim == 2]
    vectors = [p for p in params if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": decay}]
    if vectors:
        groups.append({"params": vectors, "weight_decay": 0.0})
    return groups

"""The contenders: which layers, which penalty, and the ten settings that each may choose from."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from nblib import nn
from nblib.optim import Adam, AdamW

RATES = (1e-3, 3e-3)
MORE_RATES = (1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 2e-2)
WIDTHS = (784, 128, 128, 10)


@dataclass(frozen=True)
class Contender:
    """A network and a way to train it; `strengths` are tried with each of RATES."""

    strengths: tuple = ()
    dropout: bool = False
    batch_norm: bool = False
    penalty: str | None = None  # "decay" (AdamW), "coupled" (Adam) or "L1"
    stops: bool = False  # keeps a fifth of the images to stop by
    epochs_chosen: bool = False  # trains on all images, for as long as a fifth of them would choose

    def settings(self):
        """Return ten dicts of a learning rate and a strength, one of them to be chosen."""
        if not self.strengths:
            return [{"lr": lr, "strength": None} for lr in MORE_RATES]
        pairs = product(RATES, self.strengths)
        return [{"lr": lr, "strength": strength} for lr, strength in pairs]


# From a strength that does hardly anything to one that no task chose.
DROP = (0.02, 0.1, 0.3, 0.5, 0.7)
DECAY = (0.01, 0.1, 0.3, 1.0, 3.0)
COUPLED = (1e-7, 1e-6, 1e-5, 1e-4, 1e-3)
L1 = (3e-4, 1e-3, 1e-2, 0.1, 0.3)
BOTH = ((0.02, 0.03), (0.05, 0.1), (0.1, 0.3), (0.3, 0.3), (0.5, 1.0))  # drop rate and decay

CONTENDERS = {
    "plain": Contender(),
    "early stopping": Contender(stops=True),
    "early stopping, then all": Contender(epochs_chosen=True),
    "weight decay": Contender(DECAY, penalty="decay"),
    "coupled L2": Contender(COUPLED, penalty="coupled"),
    "L1": Contender(L1, penalty="L1"),
    "dropout": Contender(DROP, dropout=True),
    "batch norm": Contender(batch_norm=True),
    "dropout, weight decay": Contender(BOTH, dropout=True, penalty="decay"),
    "dropout, batch norm": Contender(DROP, dropout=True, batch_norm=True),
    "all": Contender(BOTH, dropout=True, batch_norm=True, penalty="decay", epochs_chosen=True),
}


class ProximalAdam(Adam):
    """Adam, and after each step every weight of the first group moves toward zero by lr · strength
    and stops there: the proximal step of the L1 penalty.
    """

    def __init__(self, groups, lr, strength):
        super().__init__(groups, lr=lr)
        self.strength = strength

    def step(self):
        """Take a step, then shrink."""
        super().step()
        group = self.param_groups[0]
        for weight in group["params"]:
            size = np.abs(weight.data) - group["lr"] * self.strength
            weight.data[...] = np.sign(weight.data) * np.maximum(size, 0)


def network(contender, strength, rng):
    """Return the network: ReLU between the layers, dropout after it, batch norm before it."""
    drop = strength[0] if isinstance(strength, tuple) else strength
    stack = []
    for d_in, d_out in zip(WIDTHS[:-2], WIDTHS[1:-1], strict=True):
        stack.append(nn.Linear(d_in, d_out, init="he", rng=rng))
        if contender.batch_norm:
            stack.append(nn.BatchNorm1d(d_out))
        stack.append(nn.ReLU())
        if contender.dropout:
            stack.append(nn.Dropout(drop, rng=rng))
    return nn.Sequential(*stack, nn.Linear(*WIDTHS[-2:], init="he", rng=rng))


def optimizer(contender, model, lr, strength):
    """Return the optimizer; matrices are penalized, biases and batch norm's parameters are not."""
    matrices = [p for p in model.parameters() if len(p.shape) == 2]
    others = [p for p in model.parameters() if len(p.shape) == 1]
    amount = strength[1] if isinstance(strength, tuple) else strength
    if contender.penalty == "L1":
        return ProximalAdam([{"params": matrices}, {"params": others}], lr, amount)
    decayed = {"params": matrices, "weight_decay": amount if contender.penalty else 0.0}
    free = {"params": others, "weight_decay": 0.0}
    kind = AdamW if contender.penalty == "decay" else Adam
    return kind([decayed, free], lr=lr)

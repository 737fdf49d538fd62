"""The schedule that watches: lower the rate when a number has stopped getting better."""

import math

from nblib.ranges import number, whole
from nblib.schedules.options import check


class ReduceOnPlateau:
    """Lowers the rate when a watched number has stopped getting better (torch: ReduceLROnPlateau).

    lr: the rate to begin with; .lr is the rate now. step(value) takes the newest value, once an
    epoch say, and returns the rate. mode: "min" for a loss, "max" for an accuracy. Better means by
    more than the part `threshold` of the best so far (so values should be above 0). After more than
    `patience` values in a row that are not better, the rate is multiplied by factor, down to
    min_lr; then `cooldown` values are let pass before counting starts again. A change of the rate
    by eps or less is not made. A value that is not a number counts as not better. Raises ValueError
    for options out of range.

    >>> plateau = ReduceOnPlateau(1.0, patience=1, factor=0.5)
    >>> [plateau.step(loss) for loss in (3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0)]
    [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25]
    """

    def __init__(
        self,
        lr,
        *,
        mode="min",
        factor=0.1,
        patience=10,
        threshold=1e-4,
        cooldown=0,
        min_lr=0.0,
        eps=1e-8,
    ):
        if mode not in ("min", "max"):
            raise ValueError(f'mode is "min" or "max", not {mode!r}')
        number("factor", factor, least=0, below=1)
        check(
            0,
            lr=lr,
            patience=patience,
            threshold=threshold,
            cooldown=cooldown,
            min_lr=min_lr,
            eps=eps,
        )
        self.lr = lr
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.eps = eps
        self.best = math.inf if mode == "min" else -math.inf
        self.bad = 0  # values in a row that were not better
        self.resting = 0  # values still to be let pass

    def step(self, value):
        """Take the newest value and return the rate."""
        # Is it better? Count how long it has not been.
        value = float(value)
        if self._is_better(value):
            self.best = value
            self.bad = 0
        else:
            self.bad += 1
        if self.resting:
            self.resting -= 1
            self.bad = 0

        # Too long: lower the rate.
        if self.bad > self.patience:
            lower = max(self.lr * self.factor, self.min_lr)
            if self.lr - lower > self.eps:
                self.lr = lower
            self.bad = 0
            self.resting = self.cooldown
        return self.lr

    def _is_better(self, value):
        if self.mode == "min":
            return value < self.best * (1 - self.threshold)
        return value > self.best * (1 + self.threshold)

    def state_dict(self):
        """All that a later run needs to go on exactly: plain numbers and names."""
        return dict(vars(self))

    def load_state_dict(self, state):
        """Take over what state_dict() gave; raises ValueError, before anything is taken over, when
        names are missing or unknown, and for values out of range.
        """
        if set(state) != set(vars(self)):
            raise ValueError(
                f"a state of ReduceOnPlateau has {sorted(vars(self))}, got {sorted(state)}"
            )
        counted = ("best", "bad", "resting")
        ReduceOnPlateau(**{name: state[name] for name in state if name not in counted})
        number("best", state["best"], finite=False)
        whole("bad", state["bad"])
        whole("resting", state["resting"])
        vars(self).update(state)

"""Learning-rate schedules: pure functions from a step to a rate, simplest first.

Call them as `name(step, lr, …)`; step counts from 0, in whatever is counted: minibatches or epochs,
but the same all along. A training loop wants a function of the step alone:
`functools.partial(cosine, lr=0.1, steps=1000)`. Names are PyTorch's, except that its T_max,
total_iters and total_steps are all `steps` here, and its eta_min is `min_lr`. After its last step a
schedule stays where it is; one_cycle, which should have ended by then, refuses. All raise
ValueError for a step below 0, a negative rate, or options out of range.
"""

import math
from numbers import Real
from typing import NamedTuple

import numpy as np


def constant(step, lr):
    """The same rate forever: what every schedule has to beat.

    >>> constant(1000, 0.1)
    0.1
    """
    _check(step, lr=lr)
    return lr


def step_decay(step, lr, *, step_size, gamma=0.1):
    """lr · gamma^⌊step / step_size⌋: down by the factor gamma every step_size steps (torch:
    StepLR).

    >>> [step_decay(k, 1.0, step_size=2, gamma=0.5) for k in range(6)]
    [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    """
    _check(step, lr=lr, step_size=step_size, gamma=gamma)
    return lr * gamma ** (step // step_size)


def exponential(step, lr, *, gamma):
    """lr · gamma^step: the same factor at every step (torch: ExponentialLR).

    >>> [exponential(k, 1.0, gamma=0.5) for k in range(4)]
    [1.0, 0.5, 0.25, 0.125]
    """
    _check(step, lr=lr, gamma=gamma)
    return lr * gamma**step


def linear(step, lr, *, steps, start_factor=1 / 3, end_factor=1.0):
    """A straight line from lr · start_factor at step 0 to lr · end_factor at `steps`, then level
    (torch: LinearLR).

    Both factors lie in [0, 1].

    >>> [linear(k, 0.5, steps=2, start_factor=1.0, end_factor=0.0) for k in range(4)]
    [0.5, 0.25, 0.0, 0.0]
    """
    _check(step, lr=lr, steps=steps, start_factor=start_factor, end_factor=end_factor)
    return lr * (start_factor + (end_factor - start_factor) * min(step, steps) / steps)


def cosine(step, lr, *, steps, min_lr=0.0):
    """Half a cosine wave from lr at step 0 to min_lr at `steps`, then level (Loshchilov and Hutter,
    SGDR, 2017).

    min_lr + (lr - min_lr) · (1 + cos(π · step / steps)) / 2. Torch's CosineAnnealingLR climbs again
    after T_max.

    >>> [round(cosine(k, 1.0, steps=4), 3) for k in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """
    _check(step, lr=lr, steps=steps, min_lr=min_lr)
    return _swing(lr, min_lr, min(step, steps) / steps)


def cosine_with_restarts(step, lr, *, T_0, T_mult=1, min_lr=0.0):
    """Cosines one after another, each starting at lr again (Loshchilov and Hutter, SGDR, 2017).

    The first takes T_0 steps, each later one T_mult times as long as the one before; T_mult is a
    whole number.

    >>> [round(cosine_with_restarts(k, 1.0, T_0=2, T_mult=2), 3) for k in range(7)]
    [1.0, 0.5, 1.0, 0.854, 0.5, 0.146, 1.0]
    """
    _check(step, lr=lr, T_0=T_0, T_mult=T_mult, min_lr=min_lr)
    length = T_0
    if T_mult == 1:
        step = step % T_0
    while step >= length:
        step, length = step - length, length * T_mult
    return _swing(lr, min_lr, step / length)


def warm_up(schedule, *, steps, start_factor=0.01):
    """Return another schedule that first climbs to where this one starts, then runs it (Goyal et
    al., 2017).

    schedule: a function of the step alone. The climb is a straight line from start_factor ·
    schedule(0) at step 0, and ends after `steps` steps; then comes schedule(0), schedule(1), …
    start_factor above 0, or the first step is wasted. (torch: SequentialLR of LinearLR and
    another.)

    >>> warmed = warm_up(lambda step: 1.0 / (1 + step), steps=2, start_factor=0.5)
    >>> [warmed(k) for k in range(5)]
    [0.5, 0.75, 1.0, 0.5, 0.3333333333333333]
    """
    _check(0, steps=steps, start_factor=start_factor)

    def warmed(step):
        _check(step)
        if step < steps:
            return linear(step, schedule(0), steps=steps, start_factor=start_factor)
        return schedule(step - steps)

    return warmed


def warmup_stable_decay(step, lr, *, warmup, stable, decay, start_factor=0.01, min_lr=0.0):
    """Climb for `warmup` steps, hold lr for `stable` steps, fall for `decay` steps (Hu et al.,
    MiniCPM, 2024).

    Climb and fall are straight lines, from start_factor · lr to lr and from lr to min_lr, where it
    then stays; warmup and stable may be 0. Unlike a cosine it need not know at its start when it
    will end: the fall can begin at any time. (The paper lets the rate fall exponentially.)

    >>> options = dict(warmup=2, stable=2, decay=2, start_factor=0.5)
    >>> [warmup_stable_decay(k, 1.0, **options) for k in range(8)]
    [0.5, 0.75, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
    """
    _check(
        step,
        lr=lr,
        warmup=warmup,
        stable=stable,
        decay=decay,
        start_factor=start_factor,
        min_lr=min_lr,
    )
    if step < warmup:
        return linear(step, lr, steps=warmup, start_factor=start_factor)
    done = min(max(step - warmup - stable, 0) / decay, 1.0)
    return lr + (min_lr - lr) * done


def one_cycle(step, max_lr, *, steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    """Up to max_lr and down to almost nothing, each half a cosine wave (Smith and Topin,
    Super-Convergence, 2018).

    From max_lr / div_factor up to max_lr in the first pct_start (a part of 1) of the steps 0 …
    steps - 1, then down to max_lr / div_factor / final_div_factor. The same as torch's OneCycleLR
    with its defaults; like it, it ends: a step beyond steps - 1 raises ValueError.

    >>> options = dict(steps=10, pct_start=0.5, div_factor=10)
    >>> [round(one_cycle(k, 1.0, **options), 3) for k in (0, 2, 4, 7, 9)]
    [0.1, 0.55, 1.0, 0.345, 0.0]
    """
    _check(step, max_lr=max_lr, steps=steps, pct_start=pct_start, div_factor=div_factor)
    _check(step, final_div_factor=final_div_factor)
    if step > steps - 1:
        raise ValueError(
            f"this cycle has the steps 0 … {steps - 1}, there is no step {step}: is `steps` right?"
        )
    start, peak, end = max_lr / div_factor, pct_start * steps - 1, steps - 1
    if step <= peak:
        return _swing(start, max_lr, step / peak) if peak > 0 else max_lr
    return _swing(max_lr, start / final_div_factor, (step - peak) / (end - peak))


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
        if not 0 <= factor < 1:
            raise ValueError(f"factor must be at least 0 and below 1, got {factor}")
        _check(
            0,
            lr=lr,
            patience=patience,
            threshold=threshold,
            cooldown=cooldown,
            min_lr=min_lr,
            eps=eps,
        )
        self.lr, self.mode, self.factor, self.patience, self.threshold = (
            lr,
            mode,
            factor,
            patience,
            threshold,
        )
        self.cooldown, self.min_lr, self.eps = cooldown, min_lr, eps
        self.best = math.inf if mode == "min" else -math.inf
        self.bad, self.resting = (
            0,
            0,
        )  # values in a row that were not better; values still to be let pass

    def step(self, value):
        """Take the newest value and return the rate."""
        value = float(value)
        if self._is_better(value):
            self.best, self.bad = value, 0
        else:
            self.bad += 1
        if self.resting:
            self.resting, self.bad = self.resting - 1, 0
        if self.bad > self.patience:
            lower = max(self.lr * self.factor, self.min_lr)
            self.lr = lower if self.lr - lower > self.eps else self.lr
            self.bad, self.resting = 0, self.cooldown
        return self.lr

    def _is_better(self, value):
        if self.mode == "min":
            return value < self.best * (1 - self.threshold)
        return value > self.best * (1 + self.threshold)

    def state_dict(self):
        """All that a later run needs to go on exactly: plain numbers and names."""
        return dict(vars(self))

    def load_state_dict(self, state):
        """Take over what state_dict() gave; raises ValueError when names are missing or unknown."""
        if set(state) != set(vars(self)):
            raise ValueError(
                f"a state of ReduceOnPlateau has {sorted(vars(self))}, got {sorted(state)}"
            )
        vars(self).update(state)


def range_test(step, *, low, high, steps):
    """The rates of a learning-rate range test: from low at step 0 to high at steps - 1, by one
    factor a step.

    low · (high / low)^(step / (steps - 1)). Train with it and keep the losses: suggest_lr reads
    them. The test is Smith's (Cyclical Learning Rates, 2017), who lets the rate grow by a straight
    line; a factor looks at every order of magnitude for equally long.

    >>> [round(range_test(k, low=0.001, high=10, steps=5), 6) for k in range(5)]
    [0.001, 0.01, 0.1, 1.0, 10.0]
    """
    _check(step)
    if not 0 < low < high < math.inf:
        raise ValueError(
            f"a range test grows from low to high, both above 0, got low={low}, high={high}"
        )
    if steps < 2:
        raise ValueError(f"a range test needs at least 2 steps, got {steps}")
    return low * (high / low) ** (min(step, steps - 1) / (steps - 1))


class Suggestion(NamedTuple):
    """What a range test says. lr: the largest rate that still served. divergence: where the loss
    blew up, or None.
    """

    lr: float
    divergence: float | None


def suggest_lr(lrs, losses, *, smoothing=0.8, blow_up=4.0):
    """Read a range test: rates lrs (n,), growing, and the loss (n,) of the minibatch met at each of
    them.

    The losses are smoothed by a running mean that keeps the part `smoothing` of its past, corrected
    for its start at zero. The loss blows up where the smoothed loss is more than blow_up times its
    lowest value so far, or no longer a finite number: that is `divergence`. `lr` is where the
    smoothed loss was lowest before that. It is an upper end: rates above it no longer lowered the
    loss. Raises ValueError for shapes that differ, rates that do not grow, negative losses, or a
    first loss that is not finite.

    >>> lrs = [0.01, 0.1, 1.0, 10.0, 100.0]
    >>> suggest_lr(lrs, [2.0, 1.5, 1.0, 9.0, float("nan")], smoothing=0.0)
    Suggestion(lr=1.0, divergence=10.0)
    """
    lrs, losses = np.asarray(lrs, np.float64), np.asarray(losses, np.float64)
    if lrs.ndim != 1 or lrs.shape != losses.shape or not lrs.size:
        raise ValueError(
            f"rates and losses must be two lists of one length, got shapes {lrs.shape}, "
            f"{losses.shape}"
        )
    if not (np.all(np.diff(lrs) > 0) and lrs[0] > 0):
        raise ValueError("the rates of a range test are above 0 and grow from step to step")
    if not math.isfinite(losses[0]) or np.any(losses < 0):
        raise ValueError("the losses must not be negative, and the first must be finite")
    if not (0 <= smoothing < 1 < blow_up):
        raise ValueError(
            f"0 <= smoothing < 1 < blow_up is needed, got smoothing={smoothing}, blow_up={blow_up}"
        )
    mean, best, best_lr = 0.0, math.inf, lrs[0]
    for k, (lr, loss) in enumerate(zip(lrs, losses, strict=True), start=1):
        mean = smoothing * mean + (1 - smoothing) * loss
        smooth = mean / (1 - smoothing**k)
        if not math.isfinite(smooth) or smooth > blow_up * best:
            return Suggestion(float(best_lr), float(lr))
        if smooth < best:
            best, best_lr = smooth, lr
    return Suggestion(float(best_lr), None)


def _swing(start, end, part):
    """Half a cosine wave from start (part 0) to end (part 1)."""
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2


# What an option must be: a test, and how to say it.
_AT_LEAST_0 = (lambda v: 0 <= v < math.inf, "a number of at least 0")
_ABOVE_0 = (lambda v: 0 < v < math.inf, "a number above 0")
_FRACTION = (lambda v: 0 <= v <= 1, "a number between 0 and 1")
_COUNT = (lambda v: 1 <= v < math.inf and v == int(v), "a whole number of at least 1")
_COUNT_OR_0 = (lambda v: 0 <= v < math.inf and v == int(v), "a whole number of at least 0")
_RULES = {
    **dict.fromkeys(("step", "lr", "max_lr", "min_lr", "threshold", "eps"), _AT_LEAST_0),
    **dict.fromkeys(("gamma", "div_factor", "final_div_factor"), _ABOVE_0),
    **dict.fromkeys(("start_factor", "end_factor", "pct_start"), _FRACTION),
    **dict.fromkeys(("steps", "step_size", "T_0", "T_mult", "decay"), _COUNT),
    **dict.fromkeys(("warmup", "stable", "patience", "cooldown"), _COUNT_OR_0),
}


def _check(step, **options):
    """Raise ValueError for a step or an option that no schedule could mean."""
    for name, value in {"step": step, **options}.items():
        allowed, words = _RULES[name]
        if not (isinstance(value, Real) and allowed(value)):
            raise ValueError(f"{name} must be {words}, got {value!r}")
    if options.get("min_lr", 0) > options.get("lr", math.inf):
        raise ValueError(f"min_lr ({options['min_lr']}) must not be above lr ({options['lr']})")

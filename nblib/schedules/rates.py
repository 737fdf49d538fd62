"""The schedules that know their step alone: pure functions to a rate, simplest first."""

import math

from nblib.schedules.options import check


def constant(step, lr):
    """The same rate forever: what every schedule has to beat.

    >>> constant(1000, 0.1)
    0.1
    """
    check(step, lr=lr)
    return lr


def step_decay(step, lr, *, step_size, gamma=0.1):
    """lr · gamma^⌊step / step_size⌋: down by the factor gamma every step_size steps (torch:
    StepLR).

    >>> [step_decay(k, 1.0, step_size=2, gamma=0.5) for k in range(6)]
    [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    """
    check(step, lr=lr, step_size=step_size, gamma=gamma)
    return lr * gamma ** (step // step_size)


def exponential(step, lr, *, gamma):
    """lr · gamma^step: the same factor at every step (torch: ExponentialLR).

    >>> [exponential(k, 1.0, gamma=0.5) for k in range(4)]
    [1.0, 0.5, 0.25, 0.125]
    """
    check(step, lr=lr, gamma=gamma)
    return lr * gamma**step


def linear(step, lr, *, steps, start_factor=1 / 3, end_factor=1.0):
    """A straight line from lr · start_factor at step 0 to lr · end_factor at `steps`, then level
    (torch: LinearLR).

    Both factors lie in [0, 1].

    >>> [linear(k, 0.5, steps=2, start_factor=1.0, end_factor=0.0) for k in range(4)]
    [0.5, 0.25, 0.0, 0.0]
    """
    check(step, lr=lr, steps=steps, start_factor=start_factor, end_factor=end_factor)
    return lr * (start_factor + (end_factor - start_factor) * min(step, steps) / steps)


def cosine(step, lr, *, steps, min_lr=0.0):
    """Half a cosine wave from lr at step 0 to min_lr at `steps`, then level (Loshchilov and Hutter,
    SGDR, 2017).

    min_lr + (lr - min_lr) · (1 + cos(π · step / steps)) / 2. Torch's CosineAnnealingLR climbs again
    after T_max.

    >>> [round(cosine(k, 1.0, steps=4), 3) for k in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """
    check(step, lr=lr, steps=steps, min_lr=min_lr)
    return _swing(lr, min_lr, min(step, steps) / steps)


def cosine_with_restarts(step, lr, *, T_0, T_mult=1, min_lr=0.0):
    """Cosines one after another, each starting at lr again (Loshchilov and Hutter, SGDR, 2017).

    The first takes T_0 steps, each later one T_mult times as long as the one before; T_mult is a
    whole number.

    >>> [round(cosine_with_restarts(k, 1.0, T_0=2, T_mult=2), 3) for k in range(7)]
    [1.0, 0.5, 1.0, 0.854, 0.5, 0.146, 1.0]
    """
    check(step, lr=lr, T_0=T_0, T_mult=T_mult, min_lr=min_lr)
    length = T_0
    if T_mult == 1:
        step = step % T_0
    while step >= length:
        step -= length
        length *= T_mult
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
    check(0, steps=steps, start_factor=start_factor)

    def warmed(step):
        check(step)
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
    check(
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
    check(step, max_lr=max_lr, steps=steps, pct_start=pct_start, div_factor=div_factor)
    check(step, final_div_factor=final_div_factor)
    if step > steps - 1:
        raise ValueError(
            f"this cycle has the steps 0 … {steps - 1}, there is no step {step}: is `steps` right?"
        )
    start = max_lr / div_factor
    peak = pct_start * steps - 1  # the step at which max_lr is reached
    end = steps - 1
    if step <= peak:
        return _swing(start, max_lr, step / peak) if peak > 0 else max_lr
    return _swing(max_lr, start / final_div_factor, (step - peak) / (end - peak))


def _swing(start, end, fraction):
    """Half a cosine wave from start (fraction 0) to end (fraction 1)."""
    return end + (start - end) * (1 + math.cos(math.pi * fraction)) / 2

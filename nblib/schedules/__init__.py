"""Learning-rate schedules: pure functions from a step to a rate, simplest first.

Call them as `name(step, lr, …)`; step counts from 0, in whatever is counted: minibatches or epochs,
but the same all along. A training loop wants a function of the step alone:
`functools.partial(cosine, lr=0.1, steps=1000)`. Names are PyTorch's, except that its T_max,
total_iters and total_steps are all `steps` here, and its eta_min is `min_lr`. After its last step a
schedule stays where it is; one_cycle, which should have ended by then, refuses. All raise
ValueError for a step below 0, a negative rate, or options out of range.
"""

from nblib.schedules.lr_range import Suggestion, range_test, suggest_lr
from nblib.schedules.plateau import ReduceOnPlateau
from nblib.schedules.rates import (
    constant,
    cosine,
    cosine_with_restarts,
    exponential,
    linear,
    one_cycle,
    step_decay,
    warm_up,
    warmup_stable_decay,
)

__all__ = [
    "ReduceOnPlateau",
    "Suggestion",
    "constant",
    "cosine",
    "cosine_with_restarts",
    "exponential",
    "linear",
    "one_cycle",
    "range_test",
    "step_decay",
    "suggest_lr",
    "warm_up",
    "warmup_stable_decay",
]

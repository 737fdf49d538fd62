"""What the options of a schedule may be."""

import math
from numbers import Real

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


def check(step, **options):
    """Raise ValueError for a step or an option that no schedule could mean."""
    for name, value in {"step": step, **options}.items():
        allowed, requirement = _RULES[name]
        if not (isinstance(value, Real) and allowed(value)):
            raise ValueError(f"{name} must be {requirement}, got {value!r}")
    if options.get("min_lr", 0) > options.get("lr", math.inf):
        raise ValueError(f"min_lr ({options['min_lr']}) must not be above lr ({options['lr']})")

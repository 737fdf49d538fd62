"""Traits that several widgets share: points, windows, numbers within limits. They say what they
wanted.
"""

import numpy as np
import traitlets


class Named(traitlets.Unicode):
    """One of some names."""

    def __init__(self, default, names):
        super().__init__(default)
        self.names = names

    def validate(self, obj, value):
        """Return the name."""
        name = super().validate(obj, value)
        if name not in self.names:
            known = ", ".join(self.names)
            raise traitlets.TraitError(f"no such {self.name}: {name!r}; there are {known}")
        return name


class Point(traitlets.List):
    """[x, y], from any two finite numbers in a row: a list, a tuple, a row of a trajectory."""

    def validate(self, obj, value):
        """Return the point as a list of two floats."""
        point = _numbers(value)
        if point.shape != (2,) or not np.isfinite(point).all():
            raise traitlets.TraitError(f"{self.name} must be two numbers [x, y], got {value!r}")
        return point.tolist()


class Points(traitlets.List):
    """[[x, y], …], from any array (n, 2) of finite numbers, n within limits."""

    def __init__(self, default, at_least=2, at_most=100):
        super().__init__(default_value=default)
        self.limits = at_least, at_most

    def validate(self, obj, value):
        """Return the points as a list of lists of floats."""
        points = _numbers(value)
        (low, high) = self.limits
        if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
            raise traitlets.TraitError(
                f"{self.name} must be finite numbers of shape (n, 2), got shape {points.shape}"
            )
        if not low <= len(points) <= high:
            raise traitlets.TraitError(f"{self.name}: {low} to {high} points, got {len(points)}")
        return points.tolist()


class Window(traitlets.List):
    """[x_low, x_high, y_low, y_high], what a picture shows."""

    def validate(self, obj, value):
        """Return the window as a list of four floats."""
        window = _numbers(value)
        good = window.shape == (4,) and np.isfinite(window).all()
        if not good or not (window[0] < window[1] and window[2] < window[3]):
            raise traitlets.TraitError(
                f"{self.name} must be [x_low, x_high, y_low, y_high], got {value!r}"
            )
        return window.tolist()


class Number(traitlets.CFloat):
    """A finite number within [low, high]; open_low: above low."""

    def __init__(self, default, low=-np.inf, high=np.inf, open_low=False):
        super().__init__(default)
        self.low = low
        self.high = high
        self.open_low = open_low

    def validate(self, obj, value):
        """Return the number as a float."""
        number = super().validate(obj, value)
        below = number <= self.low if self.open_low else number < self.low
        if not np.isfinite(number) or below or number > self.high:
            raise traitlets.TraitError(f"{self.name} must be {self._wanted()}; got {value!r}")
        return number

    def _wanted(self):
        low = f"above {self.low:g}" if self.open_low else f"at least {self.low:g}"
        if np.isfinite(self.high):
            return f"a number {low} and at most {self.high:g}"
        return f"a number {low}" if np.isfinite(self.low) else "a finite number"


class Whole(traitlets.CInt):
    """A whole number within [low, high]."""

    def __init__(self, default, low, high):
        super().__init__(default)
        self.low = low
        self.high = high

    def validate(self, obj, value):
        """Return the number as an int; 3.0 counts, 3.5 does not."""
        try:
            number = int(value)
            good = number == float(value) and self.low <= number <= self.high
        except (TypeError, ValueError, OverflowError):
            good = False
        if not good:
            wanted = f"a whole number from {self.low} to {self.high}"
            raise traitlets.TraitError(f"{self.name} must be {wanted}; got {value!r}")
        return number


def _numbers(value):
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return np.empty(0)

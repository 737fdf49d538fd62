"""A cloud of walkers: minibatch descent on a bowl, many times at once, and the spread that its
noise leaves.
"""

import numpy as np
import traitlets

from nblib.widgets.cloud_of_walkers import constants
from nblib.widgets.cloud_of_walkers.constants import DIRECTIONS, FAR, LONGEST, WALKERS
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.mulberry import normals
from nblib.widgets.core.traits import Number, Point, Whole

CURVATURES = np.array(constants.CURVATURES)  # (2,)
_SETTING = {"noise": 3.0, "start": [-2.4, 1.2], "seed": 1}
PRESETS = {
    "batch 1": {"lr": 0.1, "batch": 1, "step": 150, "direction": "along the valley", **_SETTING},
    "batch 64": {"lr": 0.1, "batch": 64, "step": 150, "direction": "along the valley", **_SETTING},
    "small lr": {"lr": 0.01, "batch": 4, "step": 120, "direction": "along the valley", **_SETTING},
    "large lr": {"lr": 0.23, "batch": 4, "step": 150, "direction": "across the valley", **_SETTING},
    "beyond the limit": {
        "lr": 0.26,
        "batch": 4,
        "step": 14,
        "direction": "across the valley",
        **_SETTING,
    },
}


def walk(lr, batch, noise, seed, start, steps, walkers=WALKERS):
    """Positions of all walkers at steps 0, …, (n + 1, walkers, 2); n < steps when one of them gets
    beyond FAR.

    A step is w - lr * (curvature * w + noise / √batch * ξ) with ξ standard normal, in each
    direction by itself: the gradient of a minibatch whose examples' gradients have the standard
    deviation `noise`.
    """
    w = np.tile(np.asarray(start, dtype=np.float64), (walkers, 1))
    scale = noise / np.sqrt(batch)
    path = [w]
    draws = normals(seed, 0, steps * walkers).reshape(steps, walkers, 2)
    for step in range(steps):
        w = w - lr * (CURVATURES * w + scale * draws[step])
        path.append(w)
        if np.abs(w).max() > FAR:
            break
    return np.array(path)


def stationary_variance(lr, batch, noise):
    """What the variance tends to in each direction, (2,): lr σ² / (B λ (2 - lr λ)); infinite from
    lr λ = 2 on.
    """
    denominator = CURVATURES * (2 - lr * CURVATURES)
    return np.where(
        denominator > 0,
        lr * noise**2 / (batch * np.where(denominator > 0, denominator, 1.0)),
        np.inf if noise else 0.0,
    )


def variance_at(lr, batch, noise, step):
    """The variance so many steps after one start, (2,): (lr σ)² / B · (1 + ρ² + … + ρ^(2 step -
    2)), ρ = 1 - lr λ.
    """
    square = (1 - lr * CURVATURES) ** 2
    level = np.abs(square - 1) < 1e-12
    with np.errstate(over="ignore"):  # beyond the limit it may well be infinite
        total = np.where(level, step, (1 - square**step) / np.where(level, 1.0, 1 - square))
    return (lr * noise) ** 2 / batch * total


class CloudOfWalkers(Widget):
    """200 walkers, each on its own minibatch descent on the bowl (x² + 8 y²) / 2, all from one
    start.

    lr: learning rate, above 0, at most 0.5. batch: 1 to 1024. noise: the standard deviation of one
    example's gradient in each direction, 0 to 10; that of a batch is noise / √batch. seed: 0 to
    9999. start: [x, y]. step: how many steps they have taken, 0 to 1000. direction: whose histogram
    is shown, a name of DIRECTIONS. preset: a name of PRESETS; setting it sets all of these.
    Read-outs, also without a front end: trajectory, cloud, spread, predicted_spread, excess_loss,
    predicted_excess_loss, limit. The random numbers are the same here and on the page. Raises
    traitlets.TraitError for a value outside its range, ValueError for an unknown preset.
    """

    lr = Number(0.1, low=0, high=0.5, open_low=True).tag(sync=True)
    batch = Whole(1, 1, 1024).tag(sync=True)
    noise = Number(3.0, low=0, high=10).tag(sync=True)
    seed = Whole(1, 0, 9999).tag(sync=True)
    start = Point([-2.4, 1.2]).tag(sync=True)
    step = Whole(150, 0, LONGEST).tag(sync=True)
    direction = traitlets.Enum(DIRECTIONS, DIRECTIONS[0]).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def trajectory(self):
        """Where each walker was at each step up to this one, (step + 1, 200, 2); shorter when they
        are lost.
        """
        return walk(self.lr, self.batch, self.noise, self.seed, self.start, self.step)

    @property
    def cloud(self):
        """Where each walker is, (200, 2)."""
        return self.trajectory[-1]

    @property
    def spread(self):
        """The standard deviation of the cloud, (2,): along the valley and across it."""
        return self.cloud.std(axis=0, ddof=1)

    @property
    def predicted_spread(self):
        """What the spread tends to, (2,); infinite in a direction in which the steps diverge."""
        return np.sqrt(stationary_variance(self.lr, self.batch, self.noise))

    @property
    def excess_loss(self):
        """The mean over the cloud of the loss, which is 0 at the minimum."""
        return float((CURVATURES * self.cloud**2).sum(axis=1).mean() / 2)

    @property
    def predicted_excess_loss(self):
        """What the mean loss tends to: half the sum of curvature times variance."""
        return float((CURVATURES * stationary_variance(self.lr, self.batch, self.noise)).sum() / 2)

    @property
    def limit(self):
        """The learning rate from which the cloud grows without end: 2 / the largest curvature."""
        return 2 / CURVATURES.max()

    def __repr__(self):
        (x, y) = self.spread
        (px, py) = self.predicted_spread
        return (
            f"CloudOfWalkers(lr={self.lr:g}, batch={self.batch}, noise={self.noise:g}, "
            f"seed={self.seed}, step={self.step}): spread {x:.3g} along the valley "
            f"(to be {px:.3g}), {y:.3g} across it (to be {py:.3g})"
        )

"""A crowd of networks: one trained network, the masks of dropout drawn one after the other, what
each network so made says of the plane, and what they say on average.
"""

import numpy as np

from nblib.widgets.a_crowd_of_networks import maths
from nblib.widgets.a_crowd_of_networks.constants import ACROSS, MOST, TRAINED, UP
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point, Whole

_HALF = {"trained": "with p = 0.5", "p": 0.5, "seed": 2, "place": [0.9, 0.4]}
PRESETS = {
    "one network": {**_HALF, "networks": 1},
    "a crowd of 50": {**_HALF, "networks": MOST},
    "never trained for it": {**_HALF, "networks": MOST, "trained": TRAINED[0]},
    "far from all points": {
        "trained": "with p = 0.3",
        "p": 0.3,
        "seed": 2,
        "place": [0.0, -2.1],
        "networks": MOST,
    },
}


class ACrowdOfNetworks(Widget):
    """A network 2-10-10-1 with dropout after both hidden layers, trained on 60 points of two
    classes; each mask makes another network of it.

    networks: how many masks have been drawn, 1 to 50. p: the probability to drop a unit, 0 to 0.9.
    trained: with which p the network was trained, a name of TRAINED. seed: 0 to 99, of the masks.
    place: [x, y] of the ring, within ±3 and ±2.25. preset: a name of PRESETS; setting it sets all
    of these. Read-outs, also without a front end: masks, members, average, single, spread, shares,
    verdict. The random numbers are the same here and on the page. Raises traitlets.TraitError for a
    value outside its range, ValueError for an unknown preset.
    """

    networks = Whole(1, 1, MOST).tag(sync=True)
    p = Number(0.5, low=0, high=0.9).tag(sync=True)
    trained = Named("with p = 0.5", TRAINED).tag(sync=True)
    seed = Whole(2, 0, 99).tag(sync=True)
    place = Point([0.9, 0.4]).tag(sync=True)
    presets = Presets(PRESETS)

    def _crowd(self, x):
        return maths.crowd(self.trained, self.p, self.seed, self.networks, np.asarray(x))

    @property
    def _held(self):
        # Where the ring is seen: within the picture.
        return np.clip(self.place, [-ACROSS, -UP], [ACROSS, UP])

    @property
    def masks(self):
        """The masks drawn, (networks, 2, 10): 0 for a dropped unit, else 1 / (1 - p)."""
        return maths.masks(self.p, self.seed, self.networks)

    @property
    def members(self):
        """The probability of class 1 at the ring, (networks,), by each network of the crowd."""
        return self._crowd(self._held)

    @property
    def average(self):
        """The mean of the members."""
        return float(self.members.mean())

    @property
    def spread(self):
        """The standard deviation of the members."""
        return float(self.members.std())

    @property
    def single(self):
        """The probability of class 1 at the ring by the deterministic pass."""
        return float(maths.single(self.trained, self._held))

    @property
    def shares(self):
        """The part of the 60 points that is right, (3,): by the network drawn last, by the average,
        by the deterministic pass.
        """
        x, _ = maths.points()
        members = self._crowd(x)  # (networks, 60)
        probabilities = (members[-1], members.mean(axis=0), maths.single(self.trained, x))
        return np.array([maths.right(p) for p in probabilities])

    @property
    def verdict(self):
        """ "one", "same", "agreed" or "divided": what the crowd says at the ring."""
        return maths.verdict(self.members)

    def __repr__(self):
        return (
            f"ACrowdOfNetworks({self.networks} networks, p={self.p:g}, trained {self.trained}): "
            f"{self.verdict}, {self.average:.3g} on average at the ring, {self.single:.3g} by the "
            f"deterministic pass"
        )

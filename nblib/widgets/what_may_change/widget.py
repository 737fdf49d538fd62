"""What may change: a digit or a garment is moved, turned, scaled, mirrored, mixed with another,
made noisy, cut; two small networks say what they take it for.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point, Whole
from nblib.widgets.what_may_change import maths
from nblib.widgets.what_may_change.constants import (
    KINDS,
    LARGEST,
    MIRRORED,
    NETWORKS,
    NOISIEST,
    SMALLEST,
    TURNS,
    WIDEST,
)

_AS_IT_WAS = {
    "kind": "digit",
    "picture": 4,
    "place": [0, 0],
    "degrees": 0,
    "scale": 1.0,
    "mirrored": "no",
    "noise": 0.0,
    "hole": 0,
    "second": 0,
    "share": 0.0,
}
PRESETS = {
    "as it was": _AS_IT_WAS,
    "three pixels": {**_AS_IT_WAS, "picture": 1, "place": [3, 0]},
    "upside down": {**_AS_IT_WAS, "picture": 6, "degrees": 180},
    "mirrored sneaker": {**_AS_IT_WAS, "kind": "clothing", "picture": 7, "mirrored": "yes"},
    "half and half": {**_AS_IT_WAS, "picture": 4, "second": 6, "share": 0.5},
}


class WhatMayChange(Widget):
    """One of ten digits or garments, changed, and the confidence of two networks 784-24-10: one
    learned 8,000 pictures as they are ("plain"), one the same with random changes ("varied").

    kind: "digit" or "clothing". picture: the class shown, 0 to 9. place: [right, up], how far it is
    moved, in pixels, at most 12 either way. degrees: -90 to 180, counterclockwise. scale: 0.5 to
    1.6. mirrored: "no" or "yes". noise: its standard deviation, 0 to 0.8 (ink is 1). hole: side of
    a square that is cut out of the middle, 0 to 16 pixels. second, share: what is mixed in, 0 to 9,
    and its part, 0 to 1. preset: a name of PRESETS; setting it sets all of these.

    Read-outs, also without a front end: image, said, verdict. Raises traitlets.TraitError for a
    value outside its range, ValueError for an unknown preset.
    """

    kind = Named("digit", KINDS).tag(sync=True)
    picture = Whole(4, 0, 9).tag(sync=True)
    place = Point([0, 0]).tag(sync=True)
    degrees = Whole(0, *TURNS).tag(sync=True)
    scale = Number(1.0, SMALLEST, LARGEST).tag(sync=True)
    mirrored = Named("no", MIRRORED).tag(sync=True)
    noise = Number(0.0, 0, NOISIEST).tag(sync=True)
    hole = Whole(0, 0, WIDEST).tag(sync=True)
    second = Whole(0, 0, 9).tag(sync=True)
    share = Number(0.0, 0, 1).tag(sync=True)
    presets = Presets(PRESETS)
    # What was learned, as the page reads it; it does not change.
    _recorded = traitlets.Dict().tag(sync=True)

    def __init__(self, preset=None, **values):
        recorded = {}
        for kind in KINDS:
            whole = maths.recorded()[kind]
            recorded[kind] = {name: whole[name] for name in ("names", "pictures", "networks")}
        super().__init__(preset, _recorded=recorded, **values)

    @property
    def _settings(self):
        return {name: getattr(self, name) for name in _AS_IT_WAS}

    @property
    def image(self):
        """The picture as it is seen, (28, 28); noise may take it below 0 or above 1."""
        return maths.changed(self._settings)

    @property
    def said(self):
        """The probabilities of the ten classes, (10,), by each network: {"plain": …, "varied":
        …}.
        """
        return maths.probabilities(self.kind, self.image)

    @property
    def verdict(self):
        """Which networks still find the label: "both", "plain", "varied" or "neither"."""
        return maths.verdict(self.said, self._settings)

    def __repr__(self):
        label = maths.names(self.kind)[self.picture]
        parts = ", ".join(f"{how} {self.said[how][self.picture]:.2f}" for how in NETWORKS)
        return f"WhatMayChange({self.kind} {label!r}): on the label {parts}; {self.verdict}"

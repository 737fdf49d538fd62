"""Every way along: what a network says of a few frames, the lattice of a text over them, and which
text is the most probable.
"""

import numpy as np
import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Whole
from nblib.widgets.every_way_along import maths
from nblib.widgets.every_way_along.constants import FEWEST, MOST, SHOWN, SYMBOLS, TEXTS

FORWARD, BACKWARD, SHARE = SHOWN
PRESETS = {
    "two frames": {
        "probs": [[0.6, 0.4, 0.0], [0.6, 0.4, 0.0]],
        "text": "a",
        "frame": 1,
        "show": FORWARD,
    },
    "a repeat": {
        "probs": [[0.1, 0.8, 0.1], [0.3, 0.6, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1]],
        "text": "aa",
        "frame": 1,
        "show": FORWARD,
    },
    "too few frames": {
        "probs": [[0.1, 0.8, 0.1], [0.1, 0.8, 0.1]],
        "text": "aa",
        "frame": 2,
        "show": FORWARD,
    },
    "from both ends": {
        "probs": [
            [0.5, 0.4, 0.1],
            [0.3, 0.5, 0.2],
            [0.5, 0.2, 0.3],
            [0.3, 0.1, 0.6],
            [0.6, 0.1, 0.3],
        ],
        "text": "ab",
        "frame": 3,
        "show": SHARE,
    },
    "a sure network": {
        "probs": [
            [0.97, 0.02, 0.01],
            [0.04, 0.95, 0.01],
            [0.96, 0.03, 0.01],
            [0.02, 0.01, 0.97],
            [0.05, 0.01, 0.94],
            [0.98, 0.01, 0.01],
        ],
        "text": "ab",
        "frame": 6,
        "show": SHARE,
    },
}


class Rows(traitlets.List):
    """Probabilities of the symbols, a row for each frame."""

    def validate(self, obj, value):
        """Return the rows as lists of floats."""
        try:
            rows = np.asarray(value, float)
        except (TypeError, ValueError):
            rows = np.empty(0)
        fits = rows.ndim == 2 and FEWEST <= len(rows) <= MOST and rows.shape[1] == len(SYMBOLS)
        if not fits or not (rows >= 0).all() or not np.allclose(rows.sum(axis=1), 1, atol=1e-6):
            raise traitlets.TraitError(
                f"{self.name} must be {FEWEST} to {MOST} rows of {len(SYMBOLS)} probabilities that "
                f"sum to 1, got {value!r}"
            )
        return rows.tolist()


class EveryWayAlong(Widget):
    """The lattice of connectionist temporal classification for a text of a and b.

    probs: 2 to 6 rows, a frame each, of the probabilities of the blank, a and b. text: a name of
    TEXTS, whose lattice is drawn. frame: how many frames are read, 1 to 6, and the one whose
    probabilities are dragged; beyond the last one it is the last. show: a name of SHOWN, what
    stands in the lattice. preset: a name of PRESETS; setting it sets the four.

    Read-outs, also without a front end: forward, backward, share, so_far, probability, loss, path,
    path_text, texts, verdict. Raises traitlets.TraitError for what is no table of probabilities or
    outside its range, ValueError for an unknown preset.
    """

    probs = Rows().tag(sync=True)
    text = Named("a", TEXTS).tag(sync=True)
    frame = Whole(1, 1, MOST).tag(sync=True)
    show = Named(FORWARD, SHOWN).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def at(self):
        """How many frames are read, within those that there are."""
        return min(self.frame, len(self.probs))

    @property
    def states(self):
        """The states of the text, numbers of SYMBOLS."""
        return maths.states_of(self.text)

    @property
    def forward(self):
        """The sums over all ways to a state, (T, S)."""
        return maths.forward(self.probs, self.states)

    @property
    def backward(self):
        """The sums over all ways from a state to the end, (T, S)."""
        return maths.backward(self.probs, self.states)

    @property
    def probability(self):
        """The probability of the text, over all ways along all frames."""
        return float(self.forward[-1, -2:].sum())

    @property
    def share(self):
        """The part of the text's paths that are in a state at a frame, (T, S); zeros for a text
        that cannot be.
        """
        total = self.probability
        return self.forward * self.backward / total if total else np.zeros_like(self.forward)

    @property
    def loss(self):
        """−ln of the text's probability."""
        return -np.log(self.probability) if self.probability else np.inf

    @property
    def so_far(self):
        """The probability that the frames read spell the whole text."""
        return float(self.forward[self.at - 1, -2:].sum())

    @property
    def path(self):
        """The most probable path along the frames read, and its probability."""
        return maths.best_path(self.probs[: self.at])

    @property
    def path_text(self):
        """The text of that path."""
        return maths.collapse(self.path[0])

    @property
    def texts(self):
        """All texts that the frames read could spell, the most probable first."""
        return maths.all_texts(self.probs[: self.at])

    @property
    def verdict(self):
        """ "alike" where the most probable path spells the most probable text, else "apart"."""
        return "alike" if self.path_text == self.texts[0][0] else "apart"

    def __repr__(self):
        return (
            f"EveryWayAlong({self.text!r}, {len(self.probs)} frames): P = {self.probability:.3g}; "
            f"best path and best text {self.verdict} after {self.at}"
        )

"""Draw the next letter: a small network's logits, the temperature, top-k and top-p; and the text
that grows from the draws.
"""

import numpy as np
import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Number, Whole
from nblib.widgets.draw_the_next_letter import maths
from nblib.widgets.draw_the_next_letter.constants import (
    HOTTEST,
    LEAST_P,
    LETTERS,
    LONGEST,
    SEEDS,
    SHOWN,
)

BEGINNING = "HAMLET\nTo be, or not to "
FREE = {"beginning": BEGINNING, "temperature": 1.0, "top_k": 65, "top_p": 1.0, "seed": 1}
PRESETS = {
    "as learned": {**FREE, "letters": 0},
    "cool": {**FREE, "temperature": 0.5, "letters": 60},
    "the likeliest": {**FREE, "temperature": 0.0, "letters": LETTERS},
    "hot": {**FREE, "temperature": 1.6, "letters": 60},
    "hot, top-p 0.8": {**FREE, "temperature": 1.6, "top_p": 0.8, "letters": 60},
}


class DrawTheNextLetter(Widget):
    """A GRU of 128 units that has learned Shakespeare's tragedies writes 120 letters more.

    beginning: what it reads first, up to 60 characters, after the end of a line; one that it never
    met counts as a space. temperature: 0, the likeliest letter always, to 2. top_k: only the k
    likeliest, 1 to 65, which is all. top_p: the likeliest up to this mass, 0.05 to 1. seed: of the
    draws, 1 to 999. letters: how many are seen, 0 to 120. preset: a name of PRESETS; setting it
    sets all of these.

    Read-outs, also without a front end: text, written, chances, choices, entropy, bits, repeated.
    Raises traitlets.TraitError for a value outside its range, ValueError for an unknown preset.
    """

    beginning = traitlets.Unicode(BEGINNING).tag(sync=True)
    temperature = Number(1.0, 0, HOTTEST).tag(sync=True)
    top_k = Whole(65, 1, 65).tag(sync=True)
    top_p = Number(1.0, LEAST_P, 1).tag(sync=True)
    seed = Whole(1, 1, SEEDS).tag(sync=True)
    letters = Whole(0, 0, LETTERS).tag(sync=True)
    presets = Presets(PRESETS)
    # What was learned, as the page reads it; it does not change.
    _recorded = traitlets.Dict().tag(sync=True)

    def __init__(self, preset=None, **values):
        recorded = {name: maths.recorded()[name] for name in ("characters", "arrays")}
        super().__init__(preset, _recorded=recorded, **values)

    @traitlets.validate("beginning")
    def _short(self, proposal):
        if len(proposal.value) > LONGEST:
            raise traitlets.TraitError(
                f"beginning must have at most {LONGEST} characters; got {len(proposal.value)}"
            )
        return proposal.value

    @property
    def written(self):
        """All 120 letters and where they were drawn from, a Written."""
        return maths.write(
            self.beginning,
            temperature=self.temperature,
            top_k=self.top_k,
            top_p=self.top_p,
            seed=self.seed,
        )

    @property
    def text(self):
        """The letters that are seen, without the beginning."""
        return "".join(maths.alphabet()[i] for i in self.written.letters[: self.letters])

    @property
    def chances(self):
        """The likeliest letters of the next draw, a dict: letter -> (what the network itself says,
        what is drawn from).
        """
        own = self.written.own[self.letters]
        used = self.written.used[self.letters]
        order = np.argsort(-own, kind="stable")[:SHOWN]
        return {maths.alphabet()[i]: (float(own[i]), float(used[i])) for i in order}

    @property
    def choices(self):
        """How many letters may be drawn next."""
        return int(np.sum(self.written.used[self.letters] > 0))

    @property
    def entropy(self):
        """The entropy of the next draw, in bits."""
        p = self.written.used[self.letters]
        p = p[p > 0]
        return float(np.abs(np.sum(p * np.log2(p))))

    @property
    def bits(self):
        """What the letters seen cost the network itself, in bits a letter; nan before the first."""
        written = self.written
        own = written.own[np.arange(self.letters), written.letters[: self.letters]]
        return float(-np.mean(np.log2(own))) if self.letters else float("nan")

    @property
    def repeated(self):
        """The share of runs of 8 letters seen that stood in the text before."""
        return maths.repeated(self.written.letters[: self.letters].tolist())

    def __repr__(self):
        return (
            f"DrawTheNextLetter(temperature {self.temperature:g}, top-k {self.top_k}, top-p "
            f"{self.top_p:g}, seed {self.seed}): {self.letters} of {LETTERS} letters"
        )

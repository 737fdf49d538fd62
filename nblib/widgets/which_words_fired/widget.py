"""Which words fired: a mail, the share of each of its words in the score of a small model, and what
a threshold costs on other mails.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number
from nblib.widgets.which_words_fired import filters, maths
from nblib.widgets.which_words_fired.constants import HIGHEST, LONGEST, REACH, READERS, STEP
from nblib.widgets.which_words_fired.model import ready, recorded

MAILS = {
    "a reply": "Re: reading group on Thursday\nHi all,\n\nxxname wrote:\n> Does anyone have the "
    "slides from last week?\n\nI put them on the server. The second part has a bug in the "
    "proof, I think the index should start at 1. See you on Thursday!\n\nxxname",
    "an offer": "FREE gift inside!!!\nDear friend,\n\nClick here to receive your FREE money report "
    "now! Our guaranteed program can help you save up to 70 %. No risk, no credit check, order "
    "today!\n\nTo be removed from our list, please click here: xxurl",
    "a friend's offer": "Re: concert tickets\nHi,\n\nI have two free tickets for the concert on "
    "Friday, a friend cannot come. No money wanted, but you could buy me a drink. Please call me "
    "today if you would like them, otherwise I will offer them to my sister.\n\nxxname",
    "a polite spam": "question about your site\nHello,\n\nI read your page with much interest. We "
    "help companies like yours to reach more customers. Would you have ten minutes for a call this "
    "week? I think our service could save you a lot of time.\n\nBest regards,\nxxname",
    "a newsletter": "This week in science\nYou have received this message because you are "
    "subscribed to our weekly list.\n\nNew today: how whales sleep, a cheap test for clean water, "
    "and a free lecture on the history of numbers. Read all articles at xxurl\n\nTo unsubscribe, "
    "click here: xxurl",
}
PRESETS = {name: {"text": text, "price": 1.0, "threshold": 0.0} for name, text in MAILS.items()}


class Mail(traitlets.Unicode):
    """A text of at most LONGEST characters."""

    def validate(self, obj, value):
        """Return the text."""
        text = super().validate(obj, value)
        if len(text) > LONGEST:
            raise traitlets.TraitError(
                f"{self.name} must have at most {LONGEST} characters, not {len(text)}"
            )
        return text


class WhichWordsFired(Widget):
    """A mail as TF-IDF and a logistic regression read it, word by word; or as eight filters do,
    each of which keeps the three words that it answers to most.

    text: the mail, at most 2,000 characters; its first line is the subject. reader: a name of
    READERS. threshold: -8 to 8, a mail with a larger score is taken to be spam. price: 1 to 1,000,
    what a lost mail costs where a spam that gets through costs 1. preset: a name of PRESETS;
    setting it sets text, threshold and price. Read-outs, also without a front end: score; shares, a
    list of (word, its share in the score); fired, a list of (words, their share), the largest
    first; counts, (lost ham, spam that gets through, caught spam, kept ham) on the test set; cost,
    of these; cheapest, the threshold that costs least on the mails for validation; verdict. Both
    models were trained by tools/data/train_which_words.py. Raises traitlets.TraitError for a value
    outside its range, ValueError for an unknown preset.
    """

    text = Mail("").tag(sync=True)
    threshold = Number(0.0, low=-REACH, high=REACH).tag(sync=True)
    price = Number(1.0, low=1.0, high=HIGHEST).tag(sync=True)
    reader = Named(READERS[0], READERS).tag(sync=True)
    presets = Presets(PRESETS)
    _model = traitlets.Dict().tag(sync=True)  # as model.json has it

    def __init__(self, preset=None, **values):
        super().__init__(preset, **{"_model": recorded(), **values})

    @property
    def _reading(self):
        if self.reader == READERS[0]:
            return maths.read(ready(), self.text)
        return filters.read(ready()["filters"], self.text)

    @property
    def _judged(self):
        """What the scores of the mails for validation and for the test are found in."""
        return ready() if self.reader == READERS[0] else ready()["filters"]

    @property
    def score(self):
        """The score of the mail: the bias and all shares."""
        return self._reading.score

    @property
    def shares(self):
        """[(word, share in the score), …] in the order of the text."""
        reading = self._reading
        return list(zip(reading.words, reading.shares, strict=True))

    @property
    def fired(self):
        """[(words, share in the score), …], the largest first: words, or what filters saw."""
        return maths.told(self._reading)

    @property
    def counts(self):
        """(lost ham, spam that gets through, caught spam, kept ham) on the test set."""
        return maths.counted(*self._judged["test"], round(self.threshold / STEP, 6))

    @property
    def cost(self):
        """What the mistakes on the test set cost."""
        lost, through, _, _ = self.counts
        return self.price * lost + through

    @property
    def cheapest(self):
        """The threshold that costs least on the mails for validation."""
        return maths.cheapest(*self._judged["validation"], self.price) / 10

    @property
    def verdict(self):
        """What the mail is taken to be: "spam" or "ham"."""
        return "spam" if self.score > self.threshold else "ham"

    def __repr__(self):
        return (
            f"WhichWordsFired(score {self.score:.2f}, threshold {self.threshold:g}): {self.verdict}"
        )

"""Attention and the words' images, on numbers of which a block was held out: both, one, neither.

Number words, English to French, as in the record `translation`: 20,000 numbers below a million to
learn from, 1,000 of 600,000 to 699,999 to ask, none of which was learned; whole numbers right by
greedy search. Four encoder–decoders of width 64. "both" has attention to a memory of what the
encoder has read at each place and an image of the word there; "attention alone" has no images;
"images alone" has the same memory as "both", but its mean in every place; "neither" has what the
encoder has at its end. Each chose one of four settings, two learning rates with dropout 0 or 0.2,
by the loss on the numbers from 300,000 to 399,999, with three seeds of their own. Then five seeds
had 5 core seconds each; in tuning it is 2.
"""

from concurrent.futures import ProcessPoolExecutor

from records.attention.networks import NAMES
from records.attention.runs import fitted, measured
from records.translation import numbers


def measure():
    """Return the record; two networks are measured side by side, each on one thread."""
    with ProcessPoolExecutor(2) as pool:
        return dict(zip(NAMES, pool.map(measured, NAMES), strict=True))


def sample():
    """Return the loss after 30 steps of each network."""
    learned = numbers.as_pairs(numbers.drawn("block", 0)[0][:2_000])
    return {name: fitted(name, learned, numbers.SETTINGS[1], 0, steps=30)[2] for name in NAMES}

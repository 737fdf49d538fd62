"""What attention gains, what a split can hide, and what a beam gains, with five seeds each.

Number words, English to French: 20,000 numbers below a million to learn from, 1,000 to ask, whole
numbers right by greedy search. Four encoder–decoders of width 64. "both" has attention to a memory
of what the encoder has read at each place and an image of the word there; "attention alone" has no
images; "images alone" has the same memory as "both", but its mean in every place; "neither" has
what the encoder has at its end. Each chose one of four settings, two learning rates with dropout 0
or 0.2, by the loss on the numbers from 300,000 to 399,999, with three seeds of their own. Every run
has 800 steps of 64 numbers, in tuning 300. Three splits: "random"; "block", where 600,000 to
699,999 are only asked; "length", where all from 100,000 on are only asked. The two that have only
one of attention and images are asked on the block alone.

Phrases, English to French, byte pairs, width 128, 400 steps of 64 phrases, in tuning 150: a fifth
of the 3,944 is asked, drawn as single phrases or as whole concepts; dropout is one of three, chosen
with three seeds. "with a variant" are those whose concept also stands among the phrases learned
from. "beams" are the first 200 of them by beams of 1 to 16, the best taken by its log probability
(power 0) or by its mean for each byte pair (power 1); "length" is that of all outputs over that of
all references, in words.

"seconds" is the core time that the training of a run took. It tells what a step costs, and nothing
else depends on it.
"""

from concurrent.futures import ProcessPoolExecutor

from records.translation import numbers, phrases
from records.translation.networks import NAMES, network
from records.translation.training import fitted


def measure():
    """Return the record; two parts run side by side, each on one thread."""
    with ProcessPoolExecutor(2) as pool:
        of_phrases = {by: pool.submit(phrases.measured, by) for by in ("phrase", "concept")}
        longest_first = sorted(NAMES, key=lambda name: -len(numbers.SPLITS[name]))
        of_numbers = {name: pool.submit(numbers.measured, name) for name in longest_first}
        return {
            "numbers": {name: of_numbers[name].result() for name in NAMES},
            "phrases": {by: part.result() for by, part in of_phrases.items()},
        }


def sample():
    """Return the loss after 30 steps of each network, and of one on phrases."""
    found = {}
    learned = numbers.as_pairs(numbers.drawn("block", 0)[0][:2_000])
    setting = numbers.SETTINGS[1]
    for name in NAMES:
        net = network(name, numbers.SIZES, numbers.WIDTH, setting["dropout"], 0)
        found[name] = fitted(net, learned, setting, 0, steps=30)[2]
    split = phrases.Split("concept", 0)
    setting = phrases.SETTINGS[0]
    net = network("both", split.sizes, phrases.WIDTH, setting["dropout"], 0)
    found["phrases"] = fitted(net, split.learned, setting, 0, steps=30)[2]
    return found

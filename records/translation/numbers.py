"""Number words, English to French: four networks, on three ways to split."""

import numpy as np

from nblib.text import Vocabulary, number_words
from records.translation.networks import network
from records.translation.training import Pairs, choose, fitted, greedy_tokens, validation_loss

SEEDS = range(5)
TUNING = (100, 101, 102)
SETTINGS = [{"lr": lr, "dropout": p} for lr in (0.005, 0.01) for p in (0.0, 0.2)]
TUNING_STEPS = 300
STEPS = 800
WIDTH = 64
EMBEDDING = 32
LEARNED = 20_000
ASKED = 1_000
LONGEST = 20
SPLITS = {
    "both": ("random", "block", "length"),
    "attention alone": ("block",),
    "images alone": ("block",),
    "neither": ("random", "block", "length"),
}


def words(n, language):
    """The words of a number, as a list: hyphens are spaces."""
    return number_words(n, language).replace("-", " ").split()


# All words occur below 1,000, but for thousand and mille.
ENGLISH, FRENCH = (
    Vocabulary.build([words(n, language) for n in range(1_002)]) for language in ("en", "fr")
)
SIZES = (len(ENGLISH), len(FRENCH), EMBEDDING)


def as_pairs(numbers):
    """Numbers as pairs of ids."""
    numbers = [int(n) for n in numbers]
    french = [words(n, "fr") for n in numbers]
    sources = [ENGLISH.encode(words(n, "en")) for n in numbers]
    return Pairs(sources, [FRENCH.encode(text) for text in french], french)


def drawn(split, seed):
    """Return (numbers to learn from, numbers to ask), none in both.

    split: "random", any below a million; "block", 600,000 to 699,999 are only asked; "tuning", the
    same with 300,000 to 399,999, and the block of the test is in neither; "length", those from
    100,000 on are only asked.
    """
    numbers = np.random.default_rng((22, seed)).permutation(1_000_000)
    block = numbers // 100_000
    if split == "random":
        return numbers[:LEARNED], numbers[-ASKED:]
    is_asked = {"block": block == 6, "tuning": block == 3, "length": block > 0}[split]
    is_learned = ~is_asked & (block != 6) if split == "tuning" else ~is_asked
    return numbers[is_learned][:LEARNED], numbers[is_asked][:ASKED]


def trained(name, split, setting, seed, steps):
    """Train a network on a split; return (network, pairs to ask, core seconds)."""
    learned, asked = (as_pairs(numbers) for numbers in drawn(split, seed))
    net = network(name, SIZES, WIDTH, setting["dropout"], seed)
    net, seconds, _ = fitted(net, learned, setting, seed, steps)
    return net, asked, seconds


def run(name, split, setting, seed):
    """Train and ask once: what is right of the whole, before mille and after it."""
    net, asked, seconds = trained(name, split, setting, seed, STEPS)
    found = [FRENCH.decode(tokens) for tokens in greedy_tokens(net, asked, LONGEST)]
    sides = [[_around_mille(text) for text in texts] for texts in (found, asked.texts)]
    before, after = (
        np.mean([a[side] == b[side] for a, b in zip(*sides, strict=True)]) for side in (0, 1)
    )
    return {
        "exact": float(np.mean([a == b for a, b in zip(found, asked.texts, strict=True)])),
        "before mille": float(before),
        "after mille": float(after),
        "seconds": round(seconds, 2),
    }


def _around_mille(text):
    """The words before the first mille, and those after it."""
    cut = text.index("mille") if "mille" in text else 0
    return text[:cut], text[cut + 1 :]


def tuned(name):
    """Choose a setting by the loss on a block of numbers that is not the test's."""
    table = []
    for setting in SETTINGS:
        losses = []
        for seed in TUNING:
            net, asked, _ = trained(name, "tuning", setting, seed, TUNING_STEPS)
            losses.append(validation_loss(net, asked))
        table.append(losses)
        print("tuning", name, setting, np.round(losses, 4), flush=True)
    return choose(SETTINGS, table)


def measured(name):
    """Return what a network chose, and for each split that it is asked on five runs."""
    results = {"tuning": tuned(name)}
    for split in SPLITS[name]:
        setting = results["tuning"]["setting"]
        results[split] = [run(name, split, setting, seed) for seed in SEEDS]
        seconds = [one["seconds"] for one in results[split]]
        print(name, split, [one["exact"] for one in results[split]], seconds, flush=True)
    return results

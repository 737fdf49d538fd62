"""Number words, English to French, with attention and without, on three ways to split."""

import numpy as np

from nblib.text import Vocabulary, number_words
from records.translation.training import Pairs, choose, fitted, greedy_tokens, validation_loss

SEEDS = range(5)
TUNING = (100, 101, 102)
SETTINGS = [{"lr": lr, "dropout": p} for lr in (0.005, 0.01) for p in (0.0, 0.2)]
TUNING_SECONDS = 2
SECONDS = 5
WIDTH = 64
EMBEDDING = 32
LEARNED = 20_000
ASKED = 1_000
LONGEST = 20


def words(n, language):
    """The words of a number, as a list: hyphens are spaces."""
    return number_words(n, language).replace("-", " ").split()


# All words occur below 1,000, but for thousand and mille.
ENGLISH, FRENCH = (
    Vocabulary.build([words(n, language) for n in range(1_002)]) for language in ("en", "fr")
)


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


def run(split, attention, setting, seed, seconds):
    """Train and ask once: what is right of the whole, before mille and after it."""
    learned, asked = (as_pairs(numbers) for numbers in drawn(split, seed))
    sizes = (len(ENGLISH), len(FRENCH), EMBEDDING)
    net, steps, _ = fitted(
        learned, sizes, WIDTH, setting, seed, attention=attention, seconds=seconds
    )
    found = [FRENCH.decode(tokens) for tokens in greedy_tokens(net, asked, LONGEST)]
    sides = [[_around_mille(text) for text in texts] for texts in (found, asked.texts)]
    before, after = (
        np.mean([a[side] == b[side] for a, b in zip(*sides, strict=True)]) for side in (0, 1)
    )
    return {
        "exact": float(np.mean([a == b for a, b in zip(found, asked.texts, strict=True)])),
        "before mille": float(before),
        "after mille": float(after),
        "steps": steps,
    }


def _around_mille(text):
    """The words before the first mille, and those after it."""
    cut = text.index("mille") if "mille" in text else 0
    return text[:cut], text[cut + 1 :]


def tuned(attention):
    """Choose a setting by the loss on a block of numbers that is not the test's."""
    table = []
    for setting in SETTINGS:
        losses = []
        for seed in TUNING:
            learned, asked = (as_pairs(numbers) for numbers in drawn("tuning", seed))
            sizes = (len(ENGLISH), len(FRENCH), EMBEDDING)
            net, *_ = fitted(
                learned, sizes, WIDTH, setting, seed, attention=attention, seconds=TUNING_SECONDS
            )
            losses.append(validation_loss(net, asked))
        table.append(losses)
        print("tuning, attention", attention, setting, np.round(losses, 4), flush=True)
    return choose(SETTINGS, table)


def measured(name):
    """Return what was chosen, and for each split five runs; name: "attention" or "none"."""
    attention = name == "attention"
    results = {"tuning": tuned(attention)}
    for split in ("random", "block", "length"):
        setting = results["tuning"]["setting"]
        results[split] = [run(split, attention, setting, seed, SECONDS) for seed in SEEDS]
        print(name, split, [one["exact"] for one in results[split]], flush=True)
    return results

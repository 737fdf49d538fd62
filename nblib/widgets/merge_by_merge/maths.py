"""Byte-pair encoding of one text: nblib's own, asked step by step; maths.mjs is the twin."""

from functools import lru_cache

from nblib.text import BPETokenizer, BPETrainer
from nblib.widgets.merge_by_merge.constants import LEAST, MOST, TOP


@lru_cache(maxsize=32)
def steps(text):
    """Return the merges that the text teaches, a tuple of Merge, until no pair occurs twice."""
    trainer = BPETrainer([text])
    merges = []
    while len(merges) < MOST:
        best = trainer.best()
        if best is None or best.count < LEAST:
            break
        merges.append(trainer.step())
    return tuple(merges)


@lru_cache(maxsize=32)
def tokens(text, merges):
    """Return the tokens of the text, byte strings, after so many merges."""
    return tuple(BPETokenizer(steps(text)[:merges]).tokenize(text))


def vocabulary(text, merges):
    """Return how many entries nblib's vocabulary has after so many merges, its specials too."""
    return len(BPETokenizer(steps(text)[:merges]))


def top_pairs(text, merges):
    """Return the most frequent pairs after so many merges, [(left, right, count)], at most TOP."""
    trainer = BPETrainer([text])
    for _ in range(merges):
        trainer.step()
    ranked = sorted((-count, pair) for pair, count in trainer.pairs.items())
    return [(left, right, -count) for count, (left, right) in ranked[:TOP]]


def verdict(text, merges):
    """Return "empty", "start", "merging" or "done": where the text is."""
    if not text:
        return "empty"
    if merges == len(steps(text)):
        return "done"
    return "merging" if merges else "start"

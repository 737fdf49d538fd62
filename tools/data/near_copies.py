"""Which texts are copies of others, and which belong together: by the runs of three words that
they share.
"""

import re
from collections import defaultdict

import numpy as np

COPY = 0.8  # Jaccard: shared runs over all runs
ALIKE = 1 / 3
HASHES = 96
BAND = 2  # hashes that must agree for a pair to be looked at
PRIME = (1 << 31) - 1


def runs(text):
    """Return the runs of three words of a text, as a set; digits and marks do not count."""
    words = re.findall(r"[a-z]+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def bare_subject(subject):
    """Return a subject without Re:, Fwd:, names of lists in brackets, digits and marks."""
    text = re.sub(r"\[[^\]]*\]", " ", subject.lower())
    text = re.sub(r"\b(?:re|fw|fwd|was|aw)\b\s*:", " ", text)
    return " ".join(re.findall(r"[a-z]+", text))


def signatures(sets):
    """Return min-hashes (n, HASHES): two sets agree in one with the chance of their Jaccard
    index (Broder, 1997).
    """
    rng = np.random.default_rng(0)
    factors = rng.integers(1, PRIME, size=(HASHES, 1))
    shifts = rng.integers(0, PRIME, size=(HASHES, 1))
    numbers = {}
    rows = []
    for run_set in sets:
        ids = [numbers.setdefault(run, len(numbers)) for run in sorted(run_set)]
        rows.append(((factors * np.array(ids) + shifts) % PRIME).min(axis=1))
    return np.array(rows)


def alike_pairs(sets):
    """Yield (i, j, Jaccard index), i < j, of pairs with an index of at least ALIKE; one that is
    only just so is missed with a chance below 1 %.
    """
    marks = signatures(sets)
    candidates = set()
    for start in range(0, HASHES, BAND):
        buckets = defaultdict(list)
        for i, row in enumerate(marks[:, start : start + BAND]):
            buckets[row.tobytes()].append(i)
        for members in buckets.values():
            candidates.update((i, j) for n, j in enumerate(members) for i in members[:n])
    for i, j in sorted(candidates):
        shared = len(sets[i] & sets[j])
        index = shared / (len(sets[i]) + len(sets[j]) - shared)
        if index >= ALIKE:
            yield i, j, index


def copies_and_groups(subjects, bodies):
    """Return (copy, group), each with an entry for each text: whether an earlier text is the same
    or nearly so, and the number of the group of those with one subject or similar bodies.
    """
    sets = [runs(body) for body in bodies]
    group = list(range(len(bodies)))

    def root(i):
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    def join(i, j):
        low, high = sorted((root(i), root(j)))
        group[high] = low

    copy = [False] * len(bodies)
    for i, j, index in alike_pairs(sets):
        join(i, j)
        copy[j] = copy[j] or index >= COPY
    by_subject = {}
    for i, subject in enumerate(map(bare_subject, subjects)):
        if subject:
            join(i, by_subject.setdefault(subject, i))
    return copy, [root(i) for i in range(len(bodies))]

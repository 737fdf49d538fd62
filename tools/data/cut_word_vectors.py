"""Make nblib/widgets/neighbors_in_space/vectors.json: python -m tools.data.cut_word_vectors

Trains skip-gram on the tragedies as the record of chapter 18 does, with the settings that it chose,
and keeps the vectors of a few hundred words: each scaled to length 1, its numbers as whole numbers
of -127 to 127. The map is t-SNE (van der Maaten and Hinton, 2008) of these words.
"""

import json

import numpy as np

from nblib.files import write
from nblib.page import records
from nblib.widgets.core.packed import pack
from tools import record
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "neighbors_in_space" / "vectors.json"
FREQUENT = 300
PERPLEXITY = 15
ITERATIONS = 1500


def joint_probabilities(rows):
    """Return how near rows (n, D) of length 1 are, (n, n), with the perplexity asked for."""
    distances = 2 - 2 * rows @ rows.T  # (n, n), squared
    conditional = np.zeros_like(distances)
    for i, line in enumerate(distances):
        low = 1e-3
        high = 1e4
        for _ in range(60):
            sharpness = np.sqrt(low * high)
            p = np.exp(-sharpness * (line - line.min()))
            p[i] = 0
            p /= p.sum()
            entropy = -np.sum(p[p > 0] * np.log(p[p > 0]))
            if entropy > np.log(PERPLEXITY):
                low = sharpness
            else:
                high = sharpness
        conditional[i] = p
    return np.maximum((conditional + conditional.T) / (2 * len(rows)), 1e-12)


def flat_map(rows, seed):
    """Return places (n, 2) within 0 to 1 by t-SNE."""
    p = joint_probabilities(rows)
    y = np.random.default_rng(seed).normal(scale=1e-2, size=(len(rows), 2))
    speed = np.zeros_like(y)
    for step in range(ITERATIONS):
        apart = y[:, None] - y[None]  # (n, n, 2)
        near = 1 / (1 + np.sum(apart**2, axis=2))
        np.fill_diagonal(near, 0)
        exaggeration = 4 if step < 250 else 1
        force = (exaggeration * p - near / near.sum()) * near  # (n, n)
        gradient = 4 * np.sum(force[:, :, None] * apart, axis=1)
        speed = (0.5 if step < 250 else 0.8) * speed - 50 * gradient
        y = y + speed - np.mean(y + speed, axis=0)
    return (y - y.min(axis=0)) / np.ptp(y, axis=0)


def main():
    """Write vectors.json."""
    script = record.load(record.scripts(["18"])[0])
    ids, vocabulary, counts = script.read_words()
    chosen = records.load("18")["results"]["chosen"]["skip-gram"]["chosen"]
    *_, vectors = script.skip_gram(ids, counts, 0, **chosen)
    grouped = {word for group in script.GROUPS.values() for word in group.split()}
    words = sorted({*vocabulary.tokens[4 : 4 + FREQUENT], *grouped})
    rows = vectors[vocabulary.encode(words)]  # (n, D)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    content = {
        "what": "Word vectors learned by skip-gram from six tragedies by Shakespeare",
        "made by": "python -m tools.data.cut_word_vectors",
        "settings": {**chosen, "epochs": script.EPOCHS, "seed": 0},
        "words": words,
        "dim": script.DIM,
        "vectors": pack(np.round(127 * rows), np.int8),
        "places": pack(np.round(255 * flat_map(rows, seed=1)), np.uint8),
    }
    write(OUT, json.dumps(content, indent=1) + "\n")
    print(f"{OUT.name}: {len(words)} words, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

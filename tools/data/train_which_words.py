"""Train the model of the widget *which words fired*, model.json in its folder:
python -m tools.data.train_which_words

TF-IDF of the WORDS words that most mails have, and a logistic regression that is trained on four
fifths of the mails for training of load_spam(); the other fifth chooses the threshold, and the test
set counts the mistakes. Weights and scores are rounded, so that a page can carry them.
"""

import json
from collections import Counter

import numpy as np

from nblib import nn
from nblib.data import load_spam
from nblib.files import write
from nblib.losses import bce_with_logits
from nblib.optim import Adam
from nblib.text import WordTokenizer
from nblib.widgets.core.packed import pack
from nblib.widgets.which_words_fired import maths
from nblib.widgets.which_words_fired.constants import REACH, STEP
from tools.paths import NBLIB

WORDS = 3000
PENALTY = 3e-5
STEPS = 300
OUT = NBLIB / "widgets" / "which_words_fired" / "model.json"


def known_words(texts):
    """Return the words of the vocabulary in the order of the alphabet, and the weight of each."""
    tokenizer = WordTokenizer(lower=True)
    mails_with = Counter(word for text in texts for word in set(tokenizer.tokenize(text)))
    order = sorted(mails_with, key=lambda word: (-mails_with[word], word))
    words = sorted(order[:WORDS])
    counts = np.array([mails_with[word] for word in words])
    return words, np.log((1 + len(texts)) / (1 + counts)) + 1


def train(x, y):
    """Return (w, b) of a logistic regression on rows x (n, V)."""
    layer = nn.Linear(x.shape[1], 1, init="zeros")
    optimizer = Adam(layer.parameters())
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = 0.3 * (1 - step / STEPS)
        optimizer.zero_grad()
        squares = (layer.weight * layer.weight).sum()
        (bce_with_logits(layer(x)[:, 0], y) + squares * (PENALTY / 2)).backward()
        optimizer.step()
    return layer.weight.data[:, 0].astype(float), float(layer.bias.data[0])


def rows(texts, words, idf):
    """Return TF-IDF rows of unit length, (n, V)."""
    tokenizer = WordTokenizer(lower=True)
    columns = {word: j for j, word in enumerate(words)}
    x = np.zeros((len(texts), len(words)), np.float32)
    for row, text in zip(x, texts, strict=True):
        for word, count in Counter(tokenizer.tokenize(text)).items():
            if word in columns:
                row[columns[word]] = count * idf[columns[word]]
    return x / np.maximum(np.sqrt((x * x).sum(axis=1, keepdims=True)), 1e-12)


def main():
    """Write model.json."""
    mails = load_spam()
    fifth = len(mails.x_train) // 5
    learn = mails.x_train[fifth:]
    words, idf = known_words(learn)
    idf = idf.round(2)
    w, b = train(rows(learn, words, idf), mails.y_train[fifth:].astype(np.float32))
    scale = float(np.abs(w).max() / 127)
    model = {
        "made": "python -m tools.data.train_which_words",
        "words": " ".join(words),
        "idf": [float(v) for v in idf],
        "scale": round(scale, 5),
        "weights": pack(np.rint(w / scale), np.int8),
        "bias": round(b, 3),
    }
    for name, texts, y in (
        ("validation", mails.x_train[:fifth], mails.y_train[:fifth]),
        ("test", mails.x_test, mails.y_test),
    ):
        scores = np.array([maths.read(maths.unpacked(model), text).score for text in texts])
        tenths = np.rint(np.clip(scores, -REACH, REACH) / STEP)
        model[name] = {"scores": pack(tenths, np.int8), "spam": pack(y, np.int8)}
    write(OUT, json.dumps(model, ensure_ascii=False) + "\n")
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

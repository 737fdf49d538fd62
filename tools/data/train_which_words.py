"""Train the model of the widget *which words fired*, model.json in its folder:
python -m tools.data.train_which_words

TF-IDF of the WORDS words that most mails have, and a logistic regression that is trained on four
fifths of the mails for training of load_spam(); the other fifth chooses the threshold, and the test
set counts the mistakes. Weights and scores are rounded, so that a page can carry them.
"""

import json

import numpy as np

from nblib import nn
from nblib.data import load_spam
from nblib.files import write
from nblib.losses import bce_with_logits
from nblib.optim import Adam
from nblib.text import TfIdf, WordTokenizer
from nblib.widgets.core.packed import pack
from nblib.widgets.which_words_fired import maths
from nblib.widgets.which_words_fired.constants import REACH, STEP
from tools.paths import NBLIB

WORDS = 3000
PENALTY = 3e-5
STEPS = 300
OUT = NBLIB / "widgets" / "which_words_fired" / "model.json"


def tokens_of(texts):
    """Return the words of each text."""
    tokenizer = WordTokenizer(lower=True)
    return [tokenizer.tokenize(text) for text in texts]


def features_of(texts):
    """Return the TF-IDF of the words that most texts have, its weights as a page carries them."""
    features = TfIdf(tokens_of(texts), max_size=WORDS)
    features.idf = features.idf.round(2)
    return features


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


def main():
    """Write model.json."""
    mails = load_spam()
    fifth = len(mails.x_train) // 5
    learn = mails.x_train[fifth:]
    features = features_of(learn)
    w, b = train(features(tokens_of(learn)), mails.y_train[fifth:].astype(np.float32))
    scale = float(np.abs(w).max() / 127)
    model = {
        "made": "python -m tools.data.train_which_words",
        "words": " ".join(features.terms),
        "idf": [float(v) for v in features.idf],
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

"""Train the models of the widget *which words fired*, model.json in its folder:
python -m tools.data.train_which_words

TF-IDF of the WORDS words that most mails have, and a logistic regression that is trained on four
fifths of the mails for training of load_spam(); the other fifth chooses the threshold, and the test
set counts the mistakes. And filters of three words each, that read vectors of the same words, with
the maximum over time. Weights and scores are rounded, so that a page can carry them.
"""

import json

import numpy as np

from nblib import nn, ops
from nblib.data import load_spam
from nblib.files import write
from nblib.losses import bce_with_logits
from nblib.optim import Adam
from nblib.text import TfIdf, WordTokenizer, bucketed_batches, pad
from nblib.widgets.core.packed import pack
from nblib.widgets.which_words_fired import filters, maths
from nblib.widgets.which_words_fired.constants import FILTERS, NUMBERS, REACH, STEP, WIDTH
from tools.paths import NBLIB

WORDS = 3000
PENALTY = 3e-5
STEPS = 300
EPOCHS = 6
LR = 0.005
PADDING = 0  # ids in front of the words
UNKNOWN = 1
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


class Filters(nn.Module):
    """Ids (B, T) to logits (B,): the largest answer over time of each filter, weighted."""

    def __init__(self, rng):
        super().__init__()
        self.table = nn.Embedding(WORDS + 2, NUMBERS, padding_idx=PADDING, rng=rng)
        self.table.weight.data *= 0.1
        self.conv = nn.Conv1d(NUMBERS, FILTERS, WIDTH, rng=rng)
        self.drop = nn.Dropout(0.3, rng=rng)
        self.out = nn.Linear(FILTERS, 1, rng=rng)

    def forward(self, ids):
        """(B, T) to (B,)."""
        answers = self.conv(self.table(ids).transpose(0, 2, 1))  # (B, FILTERS, places)
        lengths = (ids != PADDING).sum(axis=1)  # (B,)
        counts = np.arange(answers.shape[2]) <= (lengths - WIDTH)[:, None]  # (B, places)
        most = ops.where(counts[:, None], answers, -1e9).max(axis=2)  # (B, FILTERS)
        return self.out(self.drop(ops.relu(most)))[:, 0]


def train_filters(texts, y, terms):
    """Return Filters that have learned lists of words, each at least WIDTH long."""
    ids_by_word = {term: j + 2 for j, term in enumerate(terms)}
    texts = [[ids_by_word.get(word, UNKNOWN) for word in words] for words in texts]
    lengths = np.array([len(ids) for ids in texts])
    net = Filters(np.random.default_rng(0))
    optimizer = Adam(net.parameters(), lr=LR)
    for epoch in range(EPOCHS):
        optimizer.lr = LR * (1 - epoch / EPOCHS)
        for batch in bucketed_batches(lengths, 32, seed=(0, epoch)):
            ids, _ = pad([texts[i] for i in batch])
            optimizer.zero_grad()
            bce_with_logits(net(ids), y[batch]).backward()
            optimizer.step()
    return net


def stored(net):
    """Return Filters as a page carries them: bytes, and what one step of them stands for."""
    kernels = net.conv.weight.data.transpose(0, 2, 1)  # (FILTERS, WIDTH, NUMBERS)
    table = net.table.weight.data[UNKNOWN:]
    steps = [np.abs(part).max() / 127 for part in (table, kernels)]
    return {
        "table": pack(np.rint(table / steps[0]), np.int8),
        "kernels": pack(np.rint(kernels / steps[1]), np.int8),
        "scale": float(np.prod(steps)),
        "biases": net.conv.bias.data.astype(float).round(4).tolist(),
        "weights": net.out.weight.data[:, 0].astype(float).round(4).tolist(),
        "bias": round(float(net.out.bias.data[0]), 4),
    }


def packed_scores(read, model, texts):
    """Return the scores of texts in tenths, as text; read: of maths or filters."""
    scores = np.array([read(model, text).score for text in texts])
    return pack(np.rint(np.clip(scores, -REACH, REACH) / STEP), np.int8)


def main():
    """Write model.json."""
    mails = load_spam()
    fifth = len(mails.x_train) // 5
    learn = mails.x_train[fifth:]
    features = features_of(learn)
    y = mails.y_train[fifth:].astype(np.float32)
    w, b = train(features(tokens_of(learn)), y)
    scale = float(np.abs(w).max() / 127)
    model = {
        "made": "python -m tools.data.train_which_words",
        "words": " ".join(features.terms),
        "idf": [float(v) for v in features.idf],
        "scale": round(scale, 5),
        "weights": pack(np.rint(w / scale), np.int8),
        "bias": round(b, 3),
        "filters": stored(train_filters(tokens_of(learn), y, features.terms)),
    }
    ready = maths.unpacked(model)
    for name, texts, y in (
        ("validation", mails.x_train[:fifth], mails.y_train[:fifth]),
        ("test", mails.x_test, mails.y_test),
    ):
        scores = packed_scores(maths.read, ready, texts)
        model[name] = {"scores": scores, "spam": pack(y, np.int8)}
        model["filters"][name] = packed_scores(filters.read, ready["filters"], texts)
    write(OUT, json.dumps(model, ensure_ascii=False) + "\n")
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

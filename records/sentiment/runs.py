"""One contender on one set of texts: tuned, then trained with five seeds and asked."""

from typing import NamedTuple

import numpy as np

from nblib.data import train_validation_split
from nblib.text import TfIdf, Vocabulary
from records.sentiment.counts import Sparse, logistic_regression
from records.sentiment.negation import drills, judged, pairs
from records.sentiment.readers import Reader, logits, loss_of, train
from records.sentiment.texts import LOADERS, holds_negation, tokens_of, typographic

SEEDS = range(5)
TUNING = {"tweets": (100, 101), "snippets": (100,), "Chinese": (100,)}
EPOCHS = 12
# Ten settings of a network: ten learning rates from 0.001 to 0.06, and ten probabilities of dropout
# in another order. And ten penalties.
LRS = [float(f"{0.001 * 60 ** (i / 9):.2g}") for i in range(10)]
DROPOUTS = (0.24, 0.0, 0.56, 0.32, 0.08, 0.64, 0.4, 0.16, 0.72, 0.48)
STRENGTHS = (3e-3, 1e-3, 3e-4, 1e-4, 5e-5, 2e-5, 1e-5, 3e-6, 1e-6, 3e-7)


class Texts(NamedTuple):
    """A set, tokenized: lists of tokens and classes (N,), for training and for testing; what the
    test texts were before.
    """

    train: list
    y_train: np.ndarray
    test: list
    y_test: np.ndarray
    written: list


class Counting:
    """TF-IDF of terms of up to `longest` words, and logistic regression."""

    settings = [{"strength": strength} for strength in STRENGTHS]

    def __init__(self, longest):
        self.longest = longest

    def fitted(self, x, y, validation, setting, seed):
        """Return (tokens -> logits, validation loss)."""
        features = TfIdf(x, longest=self.longest, min_count=2, log_counts=True)

        def rows(texts):
            return Sparse([features.row(tokens) for tokens in texts], len(features.terms))

        w, b = logistic_regression(rows(x), y, **setting)

        def judge(texts):
            return rows(texts).times(w) + b

        return judge, loss_of(judge(validation[0]), validation[1])


class Reading:
    """A network that reads."""

    settings = [{"lr": lr, "dropout": p} for lr, p in zip(LRS, DROPOUTS, strict=True)]

    def __init__(self, layer, pool, drilled=False):
        self.layer = layer
        self.pool = pool
        self.drilled = drilled

    def fitted(self, x, y, validation, setting, seed, epochs=EPOCHS):
        """Return (tokens -> logits, validation loss)."""
        vocabulary = Vocabulary.build(x, min_count=2)
        if self.drilled:
            sentences, classes = drills()
            x = x + sentences
            y = np.concatenate([y, classes])
        rng = np.random.default_rng(seed)
        reader = Reader(len(vocabulary), self.layer, self.pool, setting["dropout"], rng)

        def ids(texts):
            return [vocabulary.encode(tokens) for tokens in texts]

        held_out = (ids(validation[0]), validation[1])
        loss = train(reader, ids(x), y, held_out, setting["lr"], epochs, seed)
        return lambda texts: logits(reader, ids(texts)), loss


CONTENDERS = {
    "counts": Counting(1),
    "counts of pairs": Counting(2),
    "mean of embeddings": Reading("none", "mean"),
    "RNN, last": Reading("RNN", "last"),
    "GRU, last": Reading("GRU", "last"),
    "LSTM, last": Reading("LSTM", "last"),
    "LSTM, mean": Reading("LSTM", "mean"),
    "LSTM, attention": Reading("LSTM", "attention"),
    "LSTM, both ways": Reading("both ways", "last"),
    "GRU, drilled": Reading("GRU", "last", drilled=True),
}


def tokenized(name):
    """Load a set."""
    (x, y), (x_test, y_test) = LOADERS[name]()
    train_tokens = [tokens_of(text) for text in x]
    return Texts(train_tokens, y, [tokens_of(text) for text in x_test], y_test, x_test)


def fitted(texts, contender, setting, seed):
    """Train on four fifths of what is for training, stop by the other fifth."""
    rows = np.arange(len(texts.train))
    train_rows, other_rows = train_validation_split(rows, fraction=0.2, seed=seed)
    x = [texts.train[i] for i in train_rows]
    validation = ([texts.train[i] for i in other_rows], texts.y_train[other_rows])
    return contender.fitted(x, texts.y_train[train_rows], validation, setting, seed)


def compared(name, contender_name):
    """Tune one contender on one set, train it with five seeds; return what is kept."""
    texts = tokenized(name)
    contender = CONTENDERS[contender_name]
    by_setting = [
        np.mean([fitted(texts, contender, setting, seed)[1] for seed in TUNING[name]])
        for setting in contender.settings
    ]
    setting = contender.settings[int(np.argmin(by_setting))]
    asked = [_asked(texts, fitted(texts, contender, setting, seed)[0], name) for seed in SEEDS]
    kept = {key: [row[key] for row in asked] for key in asked[0]}
    # Of each test text, by how many of the five seeds it was answered right: one digit.
    by_text = np.sum(kept.pop("each"), axis=0)  # (N,)
    kept["seeds right"] = "".join(map(str, by_text))
    print(name, contender_name, setting, np.round(kept["right"], 4), flush=True)
    return {"setting": setting, "validation losses": by_setting} | kept


def _asked(texts, judge, name):
    """What one trained model says of the test texts: shares that are right."""
    negated = np.array([holds_negation(tokens) for tokens in texts.test])
    is_positive = texts.y_test > 0.5
    right = (judge(texts.test) > 0) == is_positive  # (N,)
    found = {
        "each": right,
        "right": float(right.mean()),
        "right with negation": float(right[negated].mean()),
        "right without": float(right[~negated].mean()),
    }
    language = "chinese" if name == "Chinese" else "english"
    plain, denied, classes = pairs(language)
    z_plain, z_denied = (judge([tokens_of(text) for text in side]) for side in (plain, denied))
    found["pairs"] = judged(z_plain, z_denied, classes)
    if language == "english":
        found |= _with_other_apostrophes(texts, judge, right, is_positive)
    return found


def _with_other_apostrophes(texts, judge, right, is_positive):
    """The same for the test texts that hold an apostrophe, before and after it is replaced."""
    holds = np.array([typographic(text) != text for text in texts.written])
    changed = [tokens_of(typographic(text)) for text in texts.written]
    right_changed = (judge(changed) > 0) == is_positive
    negated = np.array([any(token.endswith("n't") for token in tokens) for tokens in texts.test])
    return {
        "typed": float(right[holds].mean()),
        "typeset": float(right_changed[holds].mean()),
        "n't, typed": float(right[negated].mean()),
        "n't, typeset": float(right_changed[negated].mean()),
    }

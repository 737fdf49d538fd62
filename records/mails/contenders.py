"""The contenders: word counts with logistic regression, the mean of embeddings, a convolution."""

import math

import numpy as np

from nblib import nn, ops
from nblib.losses import bce_with_logits
from nblib.metrics import confusion_matrix, precision_recall_f1, roc_auc
from nblib.optim import Adam
from nblib.tensor import Tensor
from nblib.text import TfIdf, Vocabulary, WordTokenizer, bucketed_batches, pad
from nblib.train import fit, predict

WIDTHS = (3, 4, 5)
PENALTIES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
TRIALS = len(PENALTIES)
# (learning rate, dropout) of the networks: as many as there are penalties.
MEAN_RATES = tuple((lr, p) for lr in (1e-2, 3e-2, 1e-1) for p in (0.0, 0.5))
FILTER_RATES = tuple((lr, p) for lr in (3e-3, 1e-2, 3e-2) for p in (0.0, 0.5))
WIDE = 32  # numbers for a word
FILTERS = 16  # of each width
MOST = 6_000  # words
MOST_PAIRED = 9_000  # words and pairs of neighbors
STEPS = 100
BATCH = 64
EPOCHS = 12  # or as many as LEAST_STEPS take
LEAST_STEPS = 300
PATIENCE = 1 / 6  # of the epochs


def tokens(texts):
    """Return the words of each text."""
    tokenizer = WordTokenizer(lower=True)
    return [tokenizer.tokenize(text) for text in texts]


def logistic(x, y):
    """Return a layer whose column k is the logistic regression with PENALTIES[k] / 2 times the
    squared weights, all trained at once by Adam over all rows.
    """
    layer = nn.Linear(x.shape[1], TRIALS, init="zeros")
    optimizer = Adam(layer.parameters())
    inputs = Tensor(x)
    targets = np.repeat(y[:, None], TRIALS, axis=1).astype(np.float32)
    penalties = np.array(PENALTIES, np.float32)
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = 1 - step / STEPS
        optimizer.zero_grad()
        fit_loss = bce_with_logits(layer(inputs), targets) * TRIALS
        penalty = (layer.weight * layer.weight * penalties).sum() * 0.5
        (fit_loss + penalty).backward()
        optimizer.step()
    return layer


class Mean(nn.Module):
    """The mean of the embeddings of a text's words, and a linear layer: ids (B, T) to (B,)."""

    def __init__(self, words, p, rng):
        super().__init__()
        self.table = nn.Embedding(words, WIDE, padding_idx=0, rng=rng)
        self.table.weight.data *= 0.1
        self.drop = nn.Dropout(p, rng=rng)
        self.out = nn.Linear(WIDE, 1, rng=rng)

    def forward(self, ids):
        """(B, T) to (B,)."""
        lengths = (ids > 0).sum(axis=1, keepdims=True)  # (B, 1)
        mean = self.table(ids).sum(axis=1) / lengths.astype(np.float32)  # (B, WIDE)
        return self.out(self.drop(mean))[:, 0]


class Filters(nn.Module):
    """Convolution along time with widths 3, 4 and 5, the maximum over time of each filter, and a
    linear layer (Kim, 2014): ids (B, T) to (B,).
    """

    def __init__(self, words, p, rng):
        super().__init__()
        self.table = nn.Embedding(words, WIDE, padding_idx=0, rng=rng)
        self.table.weight.data *= 0.1
        self.convs = [nn.Conv1d(WIDE, FILTERS, width, rng=rng) for width in WIDTHS]
        self.drop = nn.Dropout(p, rng=rng)
        self.out = nn.Linear(FILTERS * len(WIDTHS), 1, rng=rng)

    def forward(self, ids):
        """(B, T) to (B,)."""
        rows = self.table(ids).transpose(0, 2, 1)  # (B, WIDE, T)
        lengths = (ids > 0).sum(axis=1)  # (B,)
        tops = []
        for conv in self.convs:
            found = conv(rows)  # (B, FILTERS, places)
            # Windows that reach into the padding do not count, but for texts shorter than one.
            last = np.maximum(lengths - conv.kernel_size[0], 0)  # (B,)
            counts = np.arange(found.shape[2]) <= last[:, None]  # (B, places)
            tops.append(ops.where(counts[:, None], found, -1e9).max(axis=2))
        found = ops.relu(ops.concatenate(tops, axis=1))  # (B, 3 FILTERS)
        return self.out(self.drop(found))[:, 0]


def ids_of(vocabulary, part):
    """Return the ids of token lists, (n, T); T is at least the widest filter."""
    ids = [vocabulary.encode(words) for words in part]
    return pad(ids, max(max(map(len, ids)), max(WIDTHS)))[0]


def short_batches(ids, y, seed):
    """Yield batches of texts of similar length, cut to the longest of them."""
    lengths = (ids > 0).sum(axis=1)
    for rows in bucketed_batches(lengths, BATCH, seed=seed):
        width = max(lengths[rows].max(), max(WIDTHS))
        yield ids[rows, :width], y[rows]


class Bucketed:
    """Batches of similar length, other ones each epoch."""

    def __init__(self, ids, y, seed):
        self.ids = ids
        self.y = y
        self.seed = seed
        self.epoch = 0

    def __iter__(self):
        self.epoch += 1
        return short_batches(self.ids, self.y, (self.seed, self.epoch))


class Task:
    """Token lists and targets of the mails to learn from, to validate and to test, for a seed."""

    def __init__(self, learn, validate, test, seed):
        self.words = [part[0] for part in (learn, validate, test)]
        self.y = [np.asarray(part[1], np.float32) for part in (learn, validate, test)]
        self.seed = seed

    def by_counts(self, pairs=False):
        """Return the logits (TRIALS, n) for validation and for testing of logistic regressions."""
        terms = {"longest": 2, "max_size": MOST_PAIRED} if pairs else {"max_size": MOST}
        features = TfIdf(self.words[0], min_count=2, **terms)
        x, x_validation, x_test = (features(part) for part in self.words)
        layer = logistic(x, self.y[0])
        return layer(x_validation).data.T, layer(x_test).data.T

    def by_network(self, kind, settings):
        """Return the logits (settings, n) for validation and for testing of networks."""
        vocabulary = Vocabulary.build(self.words[0], min_count=2, max_size=MOST)
        ids = [ids_of(vocabulary, part) for part in self.words]
        validation = list(short_batches(ids[1], self.y[1], 0))
        logits = ([], [])
        for lr, p in settings:
            model = kind(len(vocabulary), p, np.random.default_rng(self.seed))
            batches = Bucketed(ids[0], self.y[0], self.seed)
            epochs = max(EPOCHS, math.ceil(LEAST_STEPS / math.ceil(len(ids[0]) / BATCH)))
            patience = round(epochs * PATIENCE)
            rules = {"epochs": epochs, "patience": patience, "validation": validation}
            optimizer = Adam(model.parameters(), lr=lr)
            fit(model, bce_with_logits, optimizer, batches, **rules, progress=False)
            for found, part in zip(logits, ids[1:], strict=True):
                chunks = [part[i : i + 100] for i in range(0, len(part), 100)]
                found.append(predict(model, chunks))
        return tuple(map(np.array, logits))

    def judged(self, logits):
        """Return what is kept of a contender: the trial that validation chose, and its test."""
        on_validation, on_test = logits
        signs = 2 * self.y[1] - 1
        losses = np.logaddexp(0, -on_validation * signs).mean(axis=1)  # (TRIALS,)
        chosen = int(losses.argmin())
        predictions = (on_test > 0).astype(int)  # (TRIALS, n)
        errors = (predictions != self.y[2]).mean(axis=1)
        matrix = confusion_matrix(predictions[chosen], self.y[2].astype(int), 2)
        return {
            "chosen": chosen,
            "error": float(errors[chosen]),
            "f1": float(precision_recall_f1(matrix).f1[1]),
            "auc": roc_auc(on_test[chosen], self.y[2].astype(int)),
            "wrong": np.flatnonzero(predictions[chosen] != self.y[2]).tolist(),
            "errors": np.round(errors, 5).tolist(),
            "losses": np.round(losses, 5).tolist(),
        }


CONTENDERS = {
    "TF-IDF": lambda task: task.by_counts(),
    "TF-IDF, pairs": lambda task: task.by_counts(pairs=True),
    "mean of embeddings": lambda task: task.by_network(Mean, MEAN_RATES),
    "convolution": lambda task: task.by_network(Filters, FILTER_RATES),
}

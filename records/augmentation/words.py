"""Augmentation of texts: words that are left out at random, before a linear model of TF-IDF."""

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_snippets, train_validation_split
from nblib.losses import cross_entropy
from nblib.optim import Adam
from nblib.text import TfIdf, WordTokenizer
from nblib.train import fit

TRAINING = 1000
EPOCHS = 30
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03)
DROPS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)


class Snippets:
    """Sentences about films as lists of words, and whether people found them positive."""

    def __init__(self):
        data = load_snippets()
        words = WordTokenizer()
        self.texts = [words.tokenize(text) for text in data.x_train]
        self.y = (data.y_train > 0).astype(int)
        self.test_texts = [words.tokenize(text) for text in data.x_test]
        self.y_test = (data.y_test > 0).astype(int)

    def drawn(self, seed):
        """Return the rows of the training sentences of a seed."""
        return np.random.default_rng(seed).permutation(len(self.texts))[:TRAINING]


def accuracy_of(texts, y, asked_texts, y_asked, *, lr, drop, seed):
    """Train on texts, leaving out each word with probability drop; return the share of right
    answers to others.
    """
    features = TfIdf(texts, min_count=2)
    x = features(texts)  # (n, V)
    rng = np.random.default_rng(2000 + seed)

    def leave_out(rows):
        return rows * (rng.random(rows.shape, dtype=np.float32) >= drop) if drop else rows

    batches = Minibatches(x, y, batch_size=64, seed=seed, transform=leave_out)
    model = nn.Sequential(nn.Linear(x.shape[1], 2, rng=np.random.default_rng(1000 + seed)))
    fit(
        model,
        cross_entropy,
        Adam(model.parameters(), lr=lr),
        batches,
        epochs=EPOCHS,
        progress=False,
    )
    answers = model(features(asked_texts)).data.argmax(axis=1)
    return float(np.mean(answers == y_asked))


def validated(snippets, setting, seed):
    """Return the accuracy on the fifth held out of the sentences of a seed."""
    rows = snippets.drawn(seed)
    y = snippets.y[rows]
    rows, held, y, y_held = train_validation_split(rows, y, fraction=0.2, seed=seed, stratify=y)
    parts = [[snippets.texts[i] for i in part] for part in (rows, held)]
    return accuracy_of(parts[0], y, parts[1], y_held, **setting, seed=seed)


def best_of(snippets, settings, seeds):
    """Return the setting with the best mean accuracy on what was held out, and that of each."""
    means = [
        float(np.mean([validated(snippets, setting, seed) for seed in seeds]))
        for setting in settings
    ]
    tried = [{**setting, "validation": m} for setting, m in zip(settings, means, strict=True)]
    return settings[int(np.argmax(means))], tried


def left_out(seeds, choosing_seeds):
    """Return {contender: what it chose, what it tried, its accuracies on the test sentences}."""
    snippets = Snippets()
    plain, tried = best_of(snippets, [{"lr": lr, "drop": 0.0} for lr in RATES], choosing_seeds)
    at_plains = [{"lr": plain["lr"], "drop": drop} for drop in DROPS]
    at_any = [{"lr": lr, "drop": drop} for lr in RATES for drop in DROPS]
    contenders = {
        "plain": (plain, tried),
        "words left out": best_of(snippets, at_plains, choosing_seeds),
        "words left out, own rate": best_of(snippets, at_any, choosing_seeds),
    }
    found = {}
    for name, (setting, tried) in contenders.items():
        test = []
        for seed in seeds:
            rows = snippets.drawn(seed)
            texts = [snippets.texts[i] for i in rows]
            asked = (snippets.test_texts, snippets.y_test)
            test.append(accuracy_of(texts, snippets.y[rows], *asked, **setting, seed=seed))
        found[name] = {"chosen": setting, "tried": tried, "test": test}
        print(f"snippets: {name} {setting} {np.mean(test):.4f}", flush=True)
    return found

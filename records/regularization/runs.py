"""One task after another, each with every contender: choose a setting, train, judge."""

import numpy as np

from nblib.data import Minibatches, load_fashion_mnist, load_mnist, train_validation_split
from nblib.losses import cross_entropy
from nblib.train import fit, predict
from records.regularization.contenders import CONTENDERS, RATES, network, optimizer

SEEDS = 5
PATIENCE = 10
# name -> (loader, images to learn from, epochs, batch size, seeds to choose a setting by)
TASKS = {
    "digits, 1,000": (load_mnist, 1000, 30, 32, 3),
    "clothing, 1,000": (load_fashion_mnist, 1000, 30, 32, 3),
    "digits, 8,000": (load_mnist, 8000, 15, 64, 1),
    "clothing, 8,000": (load_fashion_mnist, 8000, 15, 64, 1),
}


class Task:
    """The images of a task, and how long to train on them."""

    def __init__(self, loader, n, epochs, batch_size, choosing_seeds):
        images = loader()
        self.x = images.x_train.reshape(-1, 784).astype(np.float32) / np.float32(255)
        self.y = images.y_train
        self.x_test = images.x_test.reshape(-1, 784).astype(np.float32) / np.float32(255)
        self.y_test = images.y_test
        self.n = n
        self.epochs = epochs
        self.batch_size = batch_size
        self.choosing_seeds = choosing_seeds

    def drawn(self, seed):
        """Return the n training images of a seed, (n, 784) and (n,)."""
        rows = np.random.default_rng(seed).permutation(len(self.x))[: self.n]
        return self.x[rows], self.y[rows]


def trained(task, contender, setting, x, y, seed, *, epochs=None, held_out=None):
    """Return (model, history). With `held_out`, a pair of images and labels, the run stops by
    them.
    """
    rng = np.random.default_rng(1000 + seed)
    model = network(contender, setting["strength"], rng)
    history = fit(
        model,
        cross_entropy,
        optimizer(contender, model, setting["lr"], setting["strength"]),
        Minibatches(x, y, batch_size=task.batch_size, seed=seed),
        epochs=epochs or task.epochs,
        validation=held_out and [held_out],
        patience=held_out and PATIENCE,
        progress=False,
    )
    return model, history


def accuracy(model, x, y):
    """Return the share of right answers."""
    return float(np.mean(predict(model, [x]).argmax(axis=1) == y))


def validated(task, contender, setting, seed):
    """Return (accuracy on the fifth held out, epochs run or chosen)."""
    x, y = task.drawn(seed)
    x, x_held, y, y_held = split(x, y, seed)
    stops = contender.stops or contender.epochs_chosen
    held_out = (x_held, y_held) if stops else None
    model, history = trained(task, contender, setting, x, y, seed, held_out=held_out)
    return accuracy(model, x_held, y_held), history.best_epoch if stops else task.epochs


def split(x, y, seed):
    """Return four fifths of the images, the rest of them, and the labels of both."""
    return train_validation_split(x, y, fraction=0.2, seed=seed, stratify=y)


def chosen(task, contender):
    """Return (the best setting, all settings with their accuracies)."""
    tried = []
    for setting in contender.settings():
        found = [validated(task, contender, setting, seed) for seed in range(task.choosing_seeds)]
        accuracies = [share for share, _ in found]
        tried.append({**setting, "validation": accuracies})
    best = max(tried, key=lambda row: np.mean(row["validation"]))
    return {"lr": best["lr"], "strength": best["strength"]}, tried


def judged(task, contender, setting, seed):
    """Return one network's accuracies on its training images and on the test images, and its
    epochs.
    """
    x, y = task.drawn(seed)
    epochs = task.epochs
    held_out = None
    if contender.stops:
        x, x_held, y, y_held = split(x, y, seed)
        held_out = (x_held, y_held)
    if contender.epochs_chosen:
        _, epochs = validated(task, contender, setting, seed)
    model, history = trained(task, contender, setting, x, y, seed, epochs=epochs, held_out=held_out)
    return {
        "training": accuracy(model, x, y),
        "test": accuracy(model, task.x_test, task.y_test),
        "epochs": history.best_epoch if contender.stops else epochs,
    }


def compared(task_name):
    """Return {contender: what it chose and what it reached, seed by seed}."""
    task = Task(*TASKS[task_name])
    found = {}
    for name, contender in CONTENDERS.items():
        setting, tried = chosen(task, contender)
        runs = [judged(task, contender, setting, seed) for seed in range(SEEDS)]
        row = {"chosen": setting, "tried": tried}
        for part in ("training", "test", "epochs"):
            row[part] = [run[part] for run in runs]
        found[name] = row
        print(
            f"{task_name}: {name:26} {setting} {np.mean(row['test']):.4f} {row['epochs']}",
            flush=True,
        )
    return found


def plain_by_rate(task_name):
    """Return what the plain network reaches at each of RATES, seed by seed."""
    task = Task(*TASKS[task_name])
    rows = []
    for lr in RATES:
        setting = {"lr": lr, "strength": None}
        runs = [judged(task, CONTENDERS["plain"], setting, seed) for seed in range(SEEDS)]
        rows.append({"lr": lr, "test": [run["test"] for run in runs]})
    return rows

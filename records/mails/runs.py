"""The runs: which mails a seed draws, and a contender on the mails of all seeds."""

import functools
import re

import numpy as np

from nblib.data import load_spam
from records.mails.contenders import CONTENDERS, Task, tokens

SIZES = (100, 300, 1000, 3585)
SEEDS = 5
PARTS = ("subject", "bare subject", "body")


def parts(total, n, seed):
    """Return the rows of n mails of all: those to learn from, and a fifth for validation."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(total)[:n])
    rows = np.roll(rows, n * seed // SEEDS)
    return rows[n // 5 :], rows[: n // 5]


def picked(part, rows):
    """Return (words, y) of some rows."""
    words, y = part
    return [words[i] for i in rows], y[rows]


def task_of(train, test, n, seed):
    """Return the task with n labeled mails."""
    learn, validate = parts(len(train[0]), n, seed)
    return Task(picked(train, learn), picked(train, validate), test, seed)


def merged(rows):
    """Return dicts of one form as one dict of lists, a value for each seed."""
    return {name: [row[name] for row in rows] for name in rows[0]}


@functools.cache
def mails():
    """Return (words, y) of the mails for training and of those for testing."""
    data = load_spam()
    return (tokens(data.x_train), data.y_train), (tokens(data.x_test), data.y_test)


def on_curve(job):
    """Run one contender with n mails."""
    n, name, seed = job
    task = task_of(*mails(), n, seed)
    return task.judged(CONTENDERS[name](task))


def lines(texts, part):
    """Return a part of the texts: "subject", "bare subject" or "body"."""
    cut = [text.partition("\n") for text in texts]
    if part == "body":
        return [body for _, _, body in cut]
    subjects = [subject for subject, _, _ in cut]
    if part == "subject":
        return subjects
    return [re.sub(r"(?i)\b(?:re|fwd?)(?:\[\d+\])?:|\[[^\]]*\]", " ", line) for line in subjects]


def on_part(job):
    """Run TF-IDF on a part of each mail."""
    part, seed = job
    data = load_spam()
    known = (tokens(lines(data.x_train, part)), data.y_train)
    asked = (tokens(lines(data.x_test, part)), data.y_test)
    task = task_of(known, asked, SIZES[-1], seed)
    return task.judged(CONTENDERS["TF-IDF"](task))


def redrawn(job):
    """Run TF-IDF where the test set is drawn anew."""
    by_threads, seed = job
    task = drawn_anew(load_spam(), seed, by_threads)
    return task.judged(CONTENDERS["TF-IDF"](task))


def drawn_anew(data, seed, by_threads):
    """Return a task with another test set of the same size, a run of the file or mail by mail."""
    words = tokens([*data.x_test, *data.x_train])
    every = (words, np.concatenate([data.y_test, data.y_train]))
    order = np.arange(len(words))
    if not by_threads:
        order = np.random.default_rng(seed).permutation(order)
    order = np.roll(order, len(order) * seed // SEEDS)
    n = len(data.y_test)
    rest = picked(every, order[n:])
    return task_of(rest, picked(every, order[:n]), len(order) - n, seed)

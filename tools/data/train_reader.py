"""Where nblib/widgets/read_along/reader.json comes from: python -m tools.data.train_reader

A GRU of 12 units learns the tweets and film snippets of nblib.data that are rated clearly. Its
table of word vectors is then rounded to bytes and kept. The same network goes on learning, all but
this table, on the same texts and on drills: short sentences from templates, plain and negated. The
words "good" and "bad" stand in none of the drills.
"""

import json

import numpy as np

from nblib import nn
from nblib.data import load_snippets, load_tweets
from nblib.files import write
from nblib.losses import bce_with_logits
from nblib.optim import Adam, clip_grad_norm_
from nblib.text import Vocabulary, WordTokenizer, bucketed_batches, pad
from nblib.widgets.core.packed import pack
from nblib.widgets.read_along.constants import READERS, UNITS
from records.sentiment.negation import drills
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "read_along" / "reader.json"
SEED = 2
CLEAR = 1.0  # texts whose mean rating is at least so far from 0
LONGEST = 48  # tokens
LEAST = 5  # times that a word must occur
LR = 0.005
EPOCHS = {READERS[0]: 4, READERS[1]: 6}


def texts():
    """Return the tokens of all clear training texts and their classes, then those for testing."""
    tokenizer = WordTokenizer(lower=True)
    tokens_and_classes = []
    sets = [load_tweets(), load_snippets()]
    for split in ("train", "test"):
        raw_texts = np.concatenate([getattr(data, f"x_{split}") for data in sets])
        ratings = np.concatenate([getattr(data, f"y_{split}") for data in sets])
        clear = np.abs(ratings) >= CLEAR
        tokens_and_classes.append([tokenizer.tokenize(text)[:LONGEST] for text in raw_texts[clear]])
        tokens_and_classes.append((ratings[clear] > 0).astype(np.float32))
    return tokens_and_classes


class Reader(nn.Module):
    """ids (B, T) and lengths (B,) to logits (B, 1), by way of the last state."""

    def __init__(self, vocab_size, rng):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, UNITS, padding_idx=0, rng=rng)
        self.embedding.weight.data *= 0.3
        self.drop = nn.Dropout(0.3, rng=rng)
        self.gru = nn.GRU(UNITS, UNITS, rng=rng)
        self.head = nn.Linear(UNITS, 1, init="xavier", rng=rng)

    def forward(self, ids, lengths):
        """(B, T), (B,) to (B, 1)."""
        x = self.drop(self.embedding(ids))  # (B, T, UNITS)
        states, _ = self.gru(x, lengths=lengths)
        return self.head(self.drop(states[:, -1]))


def learn(reader, parameters, ids, y, epochs, seed):
    """Train these parameters of a reader."""
    optimizer = Adam(parameters, lr=LR)
    lengths = np.array([len(text) for text in ids])
    for epoch in range(epochs):
        for batch in bucketed_batches(lengths, 64, seed=(seed, epoch)):
            padded, batch_lengths = pad([ids[i] for i in batch])
            loss = bce_with_logits(reader(padded, batch_lengths), y[batch, None])
            reader.embedding.weight.grad = None
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(parameters, 1.0)
            optimizer.step()


def right(reader, ids, y):
    """Return the share of texts that are judged right."""
    reader.eval()
    padded, lengths = pad(ids)
    logits = reader(padded, lengths).data[:, 0]
    reader.train()
    return float(np.mean((logits > 0) == (y > 0.5)))


def numbers(reader):
    """Return all numbers but the table as one text, in the order of the layers."""
    layer = reader.gru.layers[0]
    tensors = (layer.weight_ih, layer.weight_hh, layer.bias_ih, layer.bias_hh)
    flat = [np.ravel(p.data) for p in (*tensors, reader.head.weight, reader.head.bias)]
    return " ".join(f"{v:.4g}" for v in np.concatenate(flat))


def main():
    """Train both readers and write reader.json."""
    x, y, x_test, y_test = texts()
    vocabulary = Vocabulary.build(x, min_count=LEAST)
    reader = Reader(len(vocabulary), np.random.default_rng(SEED))
    ids = [vocabulary.encode(tokens) for tokens in x]
    test_ids = [vocabulary.encode(tokens) for tokens in x_test]
    learn(reader, list(reader.parameters()), ids, y, EPOCHS[READERS[0]], SEED)

    # The table as bytes; what is rounded away is gone for both readers.
    table = reader.embedding.weight.data
    scale = float(f"{np.abs(table).max() / 127:.4g}")
    rounded = np.round(table / scale).clip(-127, 127).astype(np.int8)  # (words, UNITS)
    table[...] = rounded * scale
    readers = {READERS[0]: numbers(reader)}
    shares = {READERS[0]: right(reader, test_ids, y_test)}

    # Drills, each twice, among the texts.
    drill_tokens, drill_y = drills()
    drilled = ids + [vocabulary.encode(tokens) for tokens in drill_tokens] * 2
    drilled_y = np.concatenate([y, drill_y, drill_y])
    parameters = [p for p in reader.parameters() if p is not reader.embedding.weight]
    learn(reader, parameters, drilled, drilled_y, EPOCHS[READERS[1]], SEED + 100)
    readers[READERS[1]] = numbers(reader)
    shares[READERS[1]] = right(reader, test_ids, y_test)

    content = {
        "made by": "python -m tools.data.train_reader",
        "test texts right": shares,
        "words": " ".join(vocabulary.tokens[4:]),
        "scale": scale,
        "table": pack(rounded[1:], np.int8),
        "readers": readers,
    }
    write(OUT, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    print(len(vocabulary), shares, len(OUT.read_bytes()))


if __name__ == "__main__":
    main()

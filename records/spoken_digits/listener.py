"""The network that listens: frames in, scores of ten digits and the blank out."""

import numpy as np

from nblib import nn, ops
from nblib.ctc import ctc_loss
from nblib.metrics import edit_distance
from nblib.optim import Adam, clip_grad_norm_
from nblib.speech import (
    add_noise,
    as_inputs,
    beam_decode,
    greedy_decode,
    pad_frames,
    reversed_in_time,
    spoken_strings,
)

BANDS = 32
HIDDEN = 48
STEPS = 250
BATCH = 16
QUIETEST = -40  # dB, of the noise that is added


class Listener(nn.Module):
    """Two GRUs, one along time and one against it, then a linear layer to 11 scores; 0 is the
    blank, digit d is d + 1.
    """

    def __init__(self, rng):
        super().__init__()
        self.forth = nn.GRU(3 * BANDS, HIDDEN, rng=rng)
        self.back = nn.GRU(3 * BANDS, HIDDEN, rng=rng)
        self.head = nn.Linear(2 * HIDDEN, 11, init="xavier", rng=rng)

    def forward(self, x, lengths):
        """(B, T, 3 · bands) to (B, T, 11)."""
        row = np.arange(len(x))[:, None]
        turned = reversed_in_time(lengths, x.shape[1])  # (B, T)
        forth, _ = self.forth(x)  # (B, T, HIDDEN)
        back, _ = self.back(x[row, turned])
        return self.head(ops.concatenate([forth, back[row, turned]], axis=-1))


def train(sources, rate, seed, *, loudest=None, share=0.0, steps=STEPS):
    """Train a Listener on strings of words.

    sources: one SpokenDigits, or two; then this share of the batches comes from the second.
    loudest: where it is given, noise of QUIETEST to this level, in dB, is added.
    """
    rng = np.random.default_rng(seed)
    net = Listener(rng)
    parameters = list(net.parameters())
    optimizer = Adam(parameters, lr=rate)
    for step in range(steps):
        words = sources[int(len(sources) > 1 and rng.random() < share)]
        strings, digits = spoken_strings(words, BATCH, seed=(seed, step))
        if loudest is not None:
            strings = [add_noise(s, rng.uniform(QUIETEST, loudest), rng) for s in strings]
        x, lengths = pad_frames([as_inputs(s) for s in strings])
        loss = ctc_loss(net(x, lengths), labels_of(digits), lengths)
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(parameters, 1.0)
        optimizer.lr = rate * (1 - step / steps)
        optimizer.step()
    return net


def labels_of(digits):
    """Lists of digits as lists of labels."""
    return [[d + 1 for d in string] for string in digits]


def errors(net, strings, digits, width=None):
    """The edits that each answer needs, (N,). width: of the beam; without one they are greedy."""
    edits = []
    for start in range(0, len(strings), 64):
        x, lengths = pad_frames([as_inputs(s) for s in strings[start : start + 64]])
        log_p = ops.log_softmax(net(x, lengths), axis=-1).data
        for row, length, target in zip(
            log_p, lengths, labels_of(digits[start : start + 64]), strict=True
        ):
            if width is None:
                answer = greedy_decode(row, int(length))
            else:
                answer, _ = beam_decode(row, width, int(length))
            edits.append(edit_distance(answer, target))
    return np.array(edits)


def error_rate(edits, digits):
    """Edits for each digit that was said."""
    return float(np.sum(edits) / sum(map(len, digits)))

"""Pairs of texts as ids, and how a network learns them within a budget of steps."""

import time
from itertools import islice
from typing import NamedTuple

import numpy as np

from nblib.losses import cross_entropy
from nblib.optim import Adam, clip_grad_norm_
from nblib.text import bucketed_batches, greedy_search, pad, padding_mask, teacher_forcing

BATCH = 64
WARM_UP = 50  # steps over which the learning rate rises; then it falls to 0 along a line


class Pairs(NamedTuple):
    """Sources and targets, lists of N lists of ids; what the targets are as tokens to compare."""

    sources: list
    targets: list
    texts: list

    def rows(self, index):
        """The pairs of some rows."""
        return Pairs(*([column[i] for i in index] for column in self))


def fitted(net, pairs, setting, seed, steps):
    """Train a network; return (network, core seconds that it took, last loss).

    setting: {"lr": …}. seed: of the order of the pairs.
    """
    parameters = list(net.parameters())
    optimizer = Adam(parameters, lr=setting["lr"])
    start = time.process_time()
    for step, batch in enumerate(islice(endless_batches(pairs, seed), steps)):
        optimizer.lr = setting["lr"] * min(1, (step + 1) / WARM_UP) * (1 - step / steps)
        loss = loss_of(net, pairs.rows(batch))
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(parameters, 1.0)
        optimizer.step()
    return net.eval(), time.process_time() - start, loss.item()


def endless_batches(pairs, seed):
    """Batches of targets of similar length, epoch after epoch."""
    lengths = np.array([len(target) for target in pairs.targets])
    epoch = 0
    while True:
        yield from bucketed_batches(lengths, BATCH, seed=(seed, epoch))
        epoch += 1


def loss_of(net, pairs):
    """The mean loss of a word, padding left out, with the true words before it given."""
    source, lengths = pad(pairs.sources)
    inputs, outputs = teacher_forcing(pad(pairs.targets)[0])
    logits, _ = net(source, padding_mask(lengths), inputs)
    return cross_entropy(logits, outputs, ignore_index=0)


def validation_loss(net, pairs):
    """The same without gradients, over all pairs at once."""
    with net.evaluating():
        return loss_of(net, pairs).item()


def greedy_tokens(net, pairs, max_length):
    """What greedy search makes of the sources: a list of tuples of ids, EOS left out."""
    with net.evaluating():
        source, lengths = pad(pairs.sources)
        start = net.start(source, padding_mask(lengths))
        found = greedy_search(net.step, start, max_length=max_length)
    return [one.tokens[:-1] if one.tokens[-1] == 3 else one.tokens for one in found]


def choose(settings, loss_by_setting):
    """Return what a table of losses chooses: {"losses": a mean for each setting, "setting"}."""
    losses = [float(np.mean(losses)) for losses in loss_by_setting]
    return {"losses": losses, "setting": settings[int(np.argmin(losses))]}

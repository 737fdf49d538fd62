"""A network that learns until a number of core seconds is spent, and what it has reached then."""

import time

import numpy as np

from nblib.losses import cross_entropy
from nblib.optim import AdamW, clip_grad_norm_
from records.generation.readers import WINDOW, network, nll

BATCH = 16
WARM_UP = 50  # steps
AVERAGED = 10  # the weights are averaged over about the last tenth of the steps
LN2 = np.log(2)


class Learner:
    """A network that learns from a long text; seconds: the process time of its steps so far.

    At every moment `evaluated` may ask the average of its weights over about the last tenth of the
    steps, so that one run can be judged at several budgets.
    """

    def __init__(self, name, text, setting, seed):
        self.rng = np.random.default_rng(seed)
        self.text = text
        self.lr = setting["lr"]
        self.net = network(name, len(text.characters), setting, self.rng)
        self.parameters = list(self.net.parameters())
        self.optimizer = AdamW(self.parameters, lr=self.lr, weight_decay=0.01)
        self.averages = [p.data.copy() for p in self.parameters]
        self.seconds = 0.0
        self.steps = 0
        # Each row of a batch reads on in a part of its own, from a place of its own.
        rows = len(text.train) // BATCH
        self.rows = text.train[: rows * BATCH].reshape(BATCH, rows)
        self.at = 0
        self.state = None

    def until(self, seconds=np.inf, steps=np.inf):
        """Learn until so many core seconds, or steps, are spent."""
        while self.seconds < seconds and self.steps < steps:
            begun = time.process_time()
            self._step()
            self.seconds += time.process_time() - begun
        return self

    def _step(self):
        # The next characters of each row, or from the front again.
        if self.at + WINDOW + 1 > self.rows.shape[1]:
            self.at = int(self.rng.integers(WINDOW))
            self.state = None
        ids = self.rows[:, self.at : self.at + WINDOW + 1]  # (B, T + 1)
        self.at += WINDOW

        # Loss and step. The state goes on, its gradient does not.
        logits, state = self.net(ids[:, :-1], self.state)  # (B, T, V)
        loss = cross_entropy(logits.reshape(-1, logits.shape[-1]), ids[:, 1:].reshape(-1))
        self.optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(self.parameters, 1.0)
        self.steps += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self.lr * min(1, self.steps / WARM_UP)
        self.optimizer.step()
        self.state = _detached(state)

        # The average of the weights.
        share = AVERAGED / (self.steps + AVERAGED)
        for average, p in zip(self.averages, self.parameters, strict=True):
            average += share * (p.data - average)

    def evaluated(self, *texts):
        """Return for each text the nll of its characters, by the averaged weights."""
        kept = [p.data.copy() for p in self.parameters]
        self._put(self.averages)
        self.net.eval()
        found = [nll(self.net, ids) for ids in texts]
        self.net.train()
        self._put(kept)
        return found

    def _put(self, arrays):
        for p, array in zip(self.parameters, arrays, strict=True):
            p.data[...] = array


def _detached(state):
    if isinstance(state, tuple):
        return tuple(part.detach() for part in state)
    return None if state is None else state.detach()


def bits(found):
    """Return bits per character."""
    return float(found.mean() / LN2)


def mixed(first, second, share):
    """The nll where a share of each probability is the first model's, the rest the second's."""
    return -np.log(share * np.exp(-first) + (1 - share) * np.exp(-second))

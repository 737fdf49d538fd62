"""How the four networks learn, are tuned, and are asked."""

import time

import numpy as np

from nblib.optim import Adam, clip_grad_norm_
from records.attention.networks import network
from records.translation import numbers
from records.translation.training import (
    WARM_UP,
    choose,
    endless_batches,
    greedy_tokens,
    loss_of,
    validation_loss,
)

SIZES = (len(numbers.ENGLISH), len(numbers.FRENCH), numbers.EMBEDDING)


def fitted(name, pairs, setting, seed, *, seconds=np.inf, steps=np.inf):
    """Train one network until a budget is spent; return (network, steps taken, last loss)."""
    net = network(name, SIZES, numbers.WIDTH, setting["dropout"], seed)
    parameters = list(net.parameters())
    optimizer = Adam(parameters, lr=setting["lr"])
    start = time.process_time()
    step = 0
    for batch in endless_batches(pairs, seed):
        done = max((time.process_time() - start) / seconds, step / steps)
        if done >= 1:
            break
        optimizer.lr = setting["lr"] * min(1, (step + 1) / WARM_UP) * (1 - done)
        loss = loss_of(net, pairs.rows(batch))
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
    return net.eval(), step, loss.item()


def tuned(name):
    """Choose a setting by the loss on a block of numbers that is not the test's."""
    table = []
    for setting in numbers.SETTINGS:
        losses = []
        for seed in numbers.TUNING:
            learned, asked = map(numbers.as_pairs, numbers.drawn("tuning", seed))
            net, *_ = fitted(name, learned, setting, seed, seconds=numbers.TUNING_SECONDS)
            losses.append(validation_loss(net, asked))
        table.append(losses)
    return choose(numbers.SETTINGS, table)


def measured(name):
    """Return what was chosen, and five runs: the share of whole numbers right, and the steps."""
    chosen = tuned(name)
    found = {"tuning": chosen, "exact": [], "steps": []}
    for seed in numbers.SEEDS:
        learned, asked = map(numbers.as_pairs, numbers.drawn("block", seed))
        net, steps, _ = fitted(name, learned, chosen["setting"], seed, seconds=numbers.SECONDS)
        tokens = greedy_tokens(net, asked, numbers.LONGEST)
        texts = [numbers.FRENCH.decode(one) for one in tokens]
        right = [a == b for a, b in zip(texts, asked.texts, strict=True)]
        found["exact"].append(float(np.mean(right)))
        found["steps"].append(steps)
    print(name, chosen, found["exact"], flush=True)
    return found

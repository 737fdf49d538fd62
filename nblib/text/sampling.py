"""From logits to the next symbol: temperature, top-k, top-p, and the text that grows.

The order is that of the Transformers library: temperature first, then top-k, then top-p of what is
left.
"""

import numpy as np

from nblib.ranges import number, whole


def next_probabilities(logits, *, temperature=1.0, top_k=None, top_p=None):
    """Return the probabilities to draw the next symbol from, of the logits' shape (..., V).

    temperature: the logits are divided by it; below 1 likely symbols gain, above 1 rare ones; 0
    leaves the likeliest only. top_k: only the k likeliest stay (Fan et al., 2018). top_p: of the
    likeliest only so many stay as are needed to reach a mass of p, the one that crosses p included
    (Holtzman et al., 2020). Of equals, the first stays. Raises ValueError for a setting out of its
    range, and for logits that are nan or whose largest is not finite.

    >>> logits = np.log([0.5, 0.25, 0.125, 0.125])
    >>> next_probabilities(logits, top_p=0.6).round(3)
    array([0.667, 0.333, 0.   , 0.   ])
    >>> next_probabilities(logits, temperature=0.5).round(3)
    array([0.727, 0.182, 0.045, 0.045])
    """
    # What may be asked for.
    logits = np.asarray(logits, np.float64)
    if logits.ndim == 0 or logits.size == 0 or not np.isfinite(logits.max(axis=-1)).all():
        raise ValueError("logits are numbers (..., V), the largest of each row finite, without nan")
    number("temperature", temperature, least=0)
    if top_k is not None:
        whole("top_k", top_k, least=1)
    if top_p is not None:
        number("top_p", top_p, above=0, most=1)

    # From the likeliest down.
    order = np.argsort(-logits, axis=-1, kind="stable")  # (..., V)
    falling = np.take_along_axis(logits, order, axis=-1)
    falling = falling - falling[..., :1]
    if temperature == 0:
        top_k = 1
        temperature = 1
    p = np.exp(falling / temperature)
    if top_k is not None:
        p[..., top_k:] = 0
    p /= p.sum(axis=-1, keepdims=True)

    # A symbol stays while the mass before it has not reached top_p.
    if top_p is not None and top_p < 1:
        before = np.cumsum(p, axis=-1) - p
        p[before >= top_p] = 0
        p /= p.sum(axis=-1, keepdims=True)
    result = np.empty_like(p)
    np.put_along_axis(result, order, p, axis=-1)
    return result


def draw(probabilities, u):
    """Return the symbol at which the running sum of probabilities (V,) passes u, a number in
    [0, 1); what has probability 0 is never drawn.

    >>> draw(np.array([0.0, 0.5, 0.5]), 0.0), draw(np.array([0.0, 0.5, 0.5]), 0.5)
    (1, 2)
    """
    number("u", u, least=0, below=1)
    possible = np.flatnonzero(probabilities)  # (n,)
    reached = np.cumsum(probabilities[possible])
    index = np.searchsorted(reached, u * reached[-1], side="right")
    return int(possible[min(index, len(possible) - 1)])


def generate(next_logits, ids, length, *, rng, **options):
    """Return ids with `length` symbols more, each drawn after all before it.

    next_logits: a function of the ids so far, a list, that returns the logits (V,) of the next one.
    rng: a Generator, of which each symbol takes one number. options: as in next_probabilities().

    >>> def same_again(ids):
    ...     return np.eye(3)[ids[-1]]
    >>> generate(same_again, [2], 3, rng=np.random.default_rng(0), temperature=0)
    [2, 2, 2, 2]
    """
    whole("length", length)
    ids = [int(i) for i in ids]
    for _ in range(length):
        p = next_probabilities(next_logits(ids), **options)  # (V,)
        ids.append(draw(p, rng.random()))
    return ids

"""What a cache of keys and values saves while a Transformer writes."""

import time

import numpy as np

from nblib.nn.causal import CausalTransformer, KVCache
from nblib.text.sampling import generate

LENGTHS = (32, 64, 128, 256)
SEEDS = range(5)


def _written(model, seed, length, cache=None):
    """Return a text of this length and the process time that it took."""
    begun = time.process_time()
    ids = generate(
        lambda ids: model.next_logits(ids, cache), [0], length - 1, rng=np.random.default_rng(seed)
    )
    return ids, time.process_time() - begun


def measured():
    """Return for each length and seed how much longer it takes to write without a cache, and
    whether the text was the same.
    """
    found = {"lengths": LENGTHS, "ratios": [], "same": []}
    for length in LENGTHS:
        ratios = []
        for seed in SEEDS:
            model = CausalTransformer(65, 96, 3, 3, max(LENGTHS), rng=seed).eval()
            cached, quick = _written(model, seed, length, KVCache(model))
            plain, slow = _written(model, seed, length)
            ratios.append(slow / quick)
            found["same"].append(cached == plain)
        found["ratios"].append(ratios)
    return found

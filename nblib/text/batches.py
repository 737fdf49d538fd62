"""Sequences of unequal length in one array: padding, masks, batches of similar lengths; and
n-grams.
"""

from collections import Counter

import numpy as np

from nblib.ranges import whole


def pad(sequences, length=None, value=0):
    """Lay sequences of ids side by side: return (ids (B, T) int64, lengths (B,) int64), `value`
    after each one's end.

    T is the longest length, or `length`: then longer sequences are cut, and their lengths are what
    is left. Raises ValueError for no sequences at all or a negative length, TypeError for sequences
    that are not whole numbers.

    >>> ids, lengths = pad([[5, 6, 7], [8]])
    >>> ids
    array([[5, 6, 7],
           [8, 0, 0]])
    >>> lengths
    array([3, 1])
    """
    if not len(sequences):
        raise ValueError("there are no sequences to pad")
    if length is not None:
        whole("length", length)
    whole("value", value, least=None)
    arrays = [_as_ids(sequence) for sequence in sequences]
    if wrong := [a for a in arrays if a.ndim != 1 or a.dtype.kind not in "iu"]:
        raise TypeError(
            f"a sequence is a list of ids, whole numbers, not {wrong[0].dtype} of shape "
            f"{wrong[0].shape}"
        )
    width = max(map(len, arrays)) if length is None else length
    ids = np.full((len(arrays), width), value, np.int64)  # (B, T)
    for row, array in zip(ids, arrays, strict=True):
        row[: len(array)] = array[:width]
    return ids, np.array([min(len(array), width) for array in arrays], np.int64)


def padding_mask(lengths, length=None):
    """True where a token is, False where padding is: (B, T) from lengths (B,); T is the longest, or
    `length`.

    True means "may be looked at", as in causal_mask and in torch's scaled_dot_product_attention.
    (The key_padding_mask of torch's nn.MultiheadAttention means the opposite: give it ~mask.)

    >>> padding_mask([3, 1])
    array([[ True,  True,  True],
           [ True, False, False]])
    """
    lengths = _lengths(lengths)
    length = lengths.max() if length is None else whole("length", length)
    if lengths.max() > length:
        raise ValueError(f"a sequence of length {lengths.max()} does not fit into {length}")
    return np.arange(length) < lengths[:, None]  # (B, T)


def causal_mask(length):
    """True where position i may look at position j, which is at itself and before: (T, T), a row
    for each i.

    >>> causal_mask(3)
    array([[ True, False, False],
           [ True,  True, False],
           [ True,  True,  True]])
    """
    whole("length", length)
    return np.tri(length, dtype=bool)


def bucketed_batches(lengths, batch_size, *, seed, pool=20):
    """Return batches of sequences of similar length: a list of arrays of indices into lengths (N,),
    each index once.

    The sequences are shuffled, and in each lot of `pool` batches sorted by length and cut into
    batches; then the batches are shuffled. So there is little padding, yet other company for a
    sequence in each epoch: take seed=(seed, epoch). The same seed gives the same batches. One batch
    may be smaller than batch_size. Raises ValueError for a batch_size or pool below 1.

    >>> batches = bucketed_batches([9, 1, 8, 2, 9, 1], batch_size=2, seed=0)
    >>> sorted(sorted(batch.tolist()) for batch in batches)
    [[0, 4], [1, 5], [2, 3]]
    """
    lengths = _lengths(lengths)
    whole("batch_size", batch_size, least=None)
    whole("pool", pool, least=None)
    if batch_size < 1 or pool < 1:
        raise ValueError(f"batch_size and pool must be at least 1, got {batch_size} and {pool}")
    for seed_item in seed if isinstance(seed, tuple | list) else [seed]:
        whole("seed", seed_item)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(lengths))  # (N,)
    lot_size = batch_size * pool
    batches = []
    for start in range(0, len(order), lot_size):
        lot = order[start : start + lot_size]
        lot = lot[np.argsort(lengths[lot], kind="stable")]
        batches += [lot[i : i + batch_size] for i in range(0, len(lot), batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def ngrams(tokens, n):
    """Return all runs of n neighbors in a list of tokens, as tuples.

    >>> ngrams(["to", "be", "or"], 2)
    [('to', 'be'), ('be', 'or')]
    """
    whole("n", n, least=1)
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def ngram_counts(sequences, n):
    """Count the n-grams of many token lists; none reaches from one list into the next.

    >>> ngram_counts([["to", "be"], ["not", "to", "be"]], 2).most_common(1)
    [(('to', 'be'), 2)]
    """
    if isinstance(sequences, str):
        raise TypeError("give a list of token lists, not one text")
    return Counter(gram for sequence in sequences for gram in ngrams(sequence, n))


def _as_ids(sequence):
    """One sequence as an array; an empty list has no dtype of its own."""
    if isinstance(sequence, str | bytes) or not hasattr(sequence, "__len__"):
        raise TypeError(
            f"a sequence is a list of ids, not {type(sequence).__name__}: encode texts first"
        )
    return np.asarray(sequence) if len(sequence) else np.empty(0, np.int64)


def _lengths(lengths):
    lengths = np.asarray(lengths)
    if lengths.ndim != 1 or not lengths.size or lengths.dtype.kind not in "iu" or lengths.min() < 0:
        raise ValueError("lengths must be whole numbers of at least 0, (B,), one or more")
    return lengths

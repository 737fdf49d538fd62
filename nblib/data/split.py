"""Setting examples aside for validation."""

from numbers import Real

import numpy as np

from nblib.ranges import whole


def train_validation_split(*arrays, fraction=0.2, seed=0, stratify=None):
    """Split arrays of equal length at random; return, for each in turn, its training and its
    validation part.

    `x_train, x_validation, y_train, y_validation = train_validation_split(x, y)`: the order of
    scikit-learn's train_test_split. An array of shape (n, …) becomes two copies, (n - m, …) and (m,
    …) with m = round(fraction · n); row i of all arrays goes to the same side, and to one side
    only. Both parts are shuffled. seed: an integer ≥ 0; the same seed gives the same split.
    stratify: labels (n,); each class is then divided by fraction as nearly as whole numbers allow.
    Raises ValueError for no array, unequal lengths, a fraction that leaves a part empty, a class
    with one example.

    Copies of one example in different rows may still end on both sides: drop repetitions first.
    """
    arrays = tuple(np.asarray(a) for a in arrays)
    n = common_length(arrays)
    if not isinstance(fraction, Real) or not 0 < fraction < 1:
        raise ValueError(f"fraction is the part for validation, between 0 and 1, not {fraction!r}")
    whole("seed", seed)
    m = round(fraction * n)
    if not 0 < m < n:
        raise ValueError(f"a fraction of {fraction} of {n} examples leaves one part empty")
    rng = np.random.default_rng(seed)
    if stratify is None:
        order = rng.permutation(n)
        validation = order[:m]
        train = order[m:]
    else:
        validation, train = _stratified(np.asarray(stratify), n, m, rng)
    return tuple(part for a in arrays for part in (a[train], a[validation]))


def common_length(arrays):
    """Return the length that all arrays share; ValueError where there is none."""
    if not arrays:
        raise ValueError("there is no array")
    if any(a.ndim == 0 for a in arrays):
        raise ValueError("a single number has no examples: give arrays of shape (n, …)")
    lengths = [len(a) for a in arrays]
    if len(set(lengths)) > 1:
        raise ValueError(f"the arrays must have one length, not {', '.join(map(str, lengths))}")
    if not lengths[0]:
        raise ValueError("there are no examples")
    return lengths[0]


def _stratified(labels, n, m, rng):
    if labels.shape != (n,):
        raise ValueError(
            f"stratify must hold one label for each of the {n} examples, its shape is "
            f"{labels.shape}"
        )
    classes, label, counts = np.unique(labels, return_inverse=True, return_counts=True)
    if counts.min() < 2:
        raise ValueError(
            f"class {classes[counts.argmin()]!s} has a single example, which cannot be on both "
            "sides"
        )
    # Largest remainders: round down, then give the places that are left to those who lost most.
    share = counts * (m / n)  # (C,)
    take = np.floor(share).astype(int)  # (C,)
    take[np.argsort(take - share, kind="stable")[: m - take.sum()]] += 1
    members = [rng.permutation(np.flatnonzero(label == k)) for k in range(len(classes))]
    validation = np.concatenate([own[:k] for own, k in zip(members, take, strict=True)])
    train = np.concatenate([own[k:] for own, k in zip(members, take, strict=True)])
    return rng.permutation(validation), rng.permutation(train)

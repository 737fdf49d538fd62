"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "normalize": [
        """\
def normalize(x):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / x.std(axis=1, keepdims=True)
""",
        """\
def normalize(x):
    return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
""",
        """\
def normalize(x):
    return (x - x.mean(axis=0)) / x.var(axis=0)
""",
    ],
    "center_back": [
        """\
def center_back(g):
    return g
""",
        """\
def center_back(g):
    return g - g.sum()
""",
    ],
    "running_mean": [
        """\
def running_mean(batch_means, momentum):
    kept = 0.0
    for mean in batch_means:
        kept = momentum * kept + (1 - momentum) * mean
    return kept
""",
        """\
def running_mean(batch_means, momentum):
    return np.mean(batch_means)
""",
    ],
}

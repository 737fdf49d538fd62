"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "merge": [
        """\
def merge(tokens, left, right):
    return list(tokens)
""",
        """\
def merge(tokens, left, right):
    merged = []
    for i, token in enumerate(tokens):
        merged.append(left + right if tokens[i : i + 2] == [left, right] else token)
    return merged
""",
    ],
    "masked_mean": [
        """\
def masked_mean(x, lengths):
    return x.mean(axis=1)
""",
        """\
def masked_mean(x, lengths):
    mask = np.arange(x.shape[1]) < lengths[:, None]
    return (x * mask[:, :, None]).mean(axis=1)
""",
    ],
}

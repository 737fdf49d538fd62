"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "chance_of": [
        """\
def chance_of(mask, p):
    return np.prod(np.where(mask == 1, p, 1 - p))
""",
        """\
def chance_of(mask, p):
    kept = mask.sum()
    return 3 * (1 - p) ** kept * p ** (len(mask) - kept)
""",
    ],
    "crowd_entropy": [
        """\
def crowd_entropy(answers):
    return -np.sum(answers * np.log(answers), axis=1).mean()
""",
    ],
}

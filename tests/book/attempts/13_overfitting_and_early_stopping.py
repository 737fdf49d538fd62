"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "bias_squared": [
        """\
def bias_squared(answers, truth):
    return np.mean((answers - truth) ** 2)
""",
        """\
def bias_squared(answers, truth):
    return answers.mean() - truth
""",
    ],
    "epochs_since_best": [
        """\
def epochs_since_best(losses):
    return losses.index(min(losses))
""",
        """\
def epochs_since_best(losses):
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
    return len(losses) - 1 - best
""",
        """\
def epochs_since_best(losses):
    return len(losses) - losses.index(min(losses))
""",
    ],
}

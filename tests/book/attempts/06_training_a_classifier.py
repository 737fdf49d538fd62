"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "paired": [
        """\
def paired(a, b):
    differences = a - b
    return differences.mean(), differences.std(ddof=1)
""",
        """\
def paired(a, b):
    variance = (a.var(ddof=1) + b.var(ddof=1)) / len(a)
    return (a - b).mean(), np.sqrt(variance)
""",
        """\
def paired(a, b):
    differences = a - b
    return differences.mean(), differences.std() / np.sqrt(len(differences))
""",
    ],
    "half_width": [
        """\
def half_width(correct, n):
    p = correct / n
    return 1.96 * np.sqrt(p * (1 - p))
""",
        """\
def half_width(correct, n):
    p = correct / n
    return np.sqrt(p * (1 - p) / n)
""",
    ],
}

"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "idf": [
        """\
def idf(n, d):
    return np.log(n / d)
""",
        """\
def idf(n, d):
    return np.log((1 + n) / (1 + d))
""",
        """\
def idf(n, d):
    return np.log(n / d) + 1
""",
    ],
    "f1": [
        """\
def f1(tp, fp, fn):
    return (tp / (tp + fp) + tp / (tp + fn)) / 2
""",
        """\
def f1(tp, fp, fn):
    return tp / (tp + fp + fn)
""",
    ],
    "slide": [
        """\
def slide(x, w):
    return np.convolve(x, w, "valid")
""",
    ],
}

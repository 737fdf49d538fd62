"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "step": [
        """\
def step(w, slope, lr):
    return w + lr * slope
""",
        """\
def step(w, slope, lr):
    return w - slope
""",
    ],
    "descend": [
        """\
def descend(gradient, w, lr, steps):
    path = [w]
    for _ in range(steps):
        w -= lr * gradient(w)
        path.append(w)
    return np.array(path)
"""
    ],
    "safe_rate": [
        """\
def safe_rate(curvatures):
    return 2 / np.min(curvatures)
""",
        """\
def safe_rate(curvatures):
    return 1 / np.max(curvatures)
""",
    ],
}

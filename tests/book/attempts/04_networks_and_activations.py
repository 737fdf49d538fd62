"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "layer": [
        """\
def layer(X, W, b):
    return X @ W + b
""",
        """\
def layer(X, W, b):
    return np.maximum(X @ W, 0) + b
""",
        """\
def layer(X, W, b):
    return np.maximum(X @ W.T + b, 0)
""",
    ],
    "sigmoid_slope": [
        """\
def sigmoid_slope(z):
    return 1 / (1 + np.exp(-z))
""",
    ],
}

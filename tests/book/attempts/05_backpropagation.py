"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "central": [
        """\
def central(f, w, h):
    return (f(w + h) - f(w)) / h
""",
        """\
def central(f, w, h):
    return (f(w + h) - f(w - h)) / h
""",
    ],
    "layer_backward": [
        """\
def layer_backward(h, W, delta):
    return h.T @ delta, delta.mean(axis=0), delta @ W.T
""",
        """\
def layer_backward(h, W, delta):
    return h.T @ delta, delta.sum(axis=0), delta @ W
""",
    ],
}

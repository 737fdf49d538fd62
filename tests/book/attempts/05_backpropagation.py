"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "central": [
        """\
def central(f, w, step):
    return (f(w + step) - f(w)) / step
""",
        """\
def central(f, w, step):
    return (f(w + step) - f(w - step)) / step
""",
    ],
    "layer_backward": [
        """\
def layer_backward(h, W, delta):
    return h.T @ delta, delta.mean(axis=0), delta @ W.T
""",
    ],
}

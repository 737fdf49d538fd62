"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "heavy_ball_step": [
        """\
def heavy_ball_step(w, v, g, lr, momentum):
    return w - lr * v, momentum * v + g
""",
        """\
def heavy_ball_step(w, v, g, lr, momentum):
    v = momentum * v + (1 - momentum) * g
    return w - lr * v, v
""",
        """\
def heavy_ball_step(w, v, g, lr, momentum):
    v = momentum * v + lr * g
    return w - v, v
""",
    ],
    "rate_of": [
        """\
def rate_of(lr, curvature, momentum):
    matrix = np.array([[1 - lr * curvature, -lr * momentum], [curvature, momentum]])
    return np.linalg.eigvals(matrix).real.max()
""",
        """\
def rate_of(lr, curvature, momentum):
    return abs(1 - lr * curvature)
""",
        """\
def rate_of(lr, curvature, momentum):
    matrix = np.array([[1 - lr * curvature, -lr * momentum], [lr * curvature, momentum]])
    return np.abs(np.linalg.eigvals(matrix)).max()
""",
    ],
}

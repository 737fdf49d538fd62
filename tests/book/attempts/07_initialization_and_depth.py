"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "first_slope": [
        """\
def first_slope(x, w, layers):
    return x * w**layers
""",
        """\
def first_slope(x, w, layers):
    return layers * x * w ** (layers - 1)
""",
    ],
    "he_std": [
        """\
def he_std(shape):
    return 2 / shape[0]
""",
        """\
def he_std(shape):
    return np.sqrt(2 / shape[1])
""",
    ],
    "clip": [
        """\
def clip(gradients, max_norm):
    clipped = []
    for g in gradients:
        norm = np.linalg.norm(g)
        clipped.append(g * min(1.0, max_norm / norm))
    return clipped
""",
        """\
def clip(gradients, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in gradients]
""",
    ],
}

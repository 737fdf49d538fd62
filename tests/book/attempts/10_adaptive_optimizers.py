"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "rmsprop_step": [
        """\
def rmsprop_step(w, g, v, lr, alpha):
    return w - lr * g / np.sqrt(v), alpha * v + (1 - alpha) * g**2
""",
        """\
def rmsprop_step(w, g, v, lr, alpha):
    v = alpha * v + (1 - alpha) * g**2
    return w - lr * g / v, v
""",
    ],
    "adam_step": [
        """\
def adam_step(w, g, m, v, lr, k):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    return w - lr * m / np.sqrt(v), m, v
""",
        """\
def adam_step(w, g, m, v, lr, k):
    m = (0.9 * m + 0.1 * g) / (1 - 0.9**k)
    v = (0.999 * v + 0.001 * g**2) / (1 - 0.999**k)
    return w - lr * m / np.sqrt(v), m, v
""",
    ],
    "lion_step": [
        """\
def lion_step(w, g, m, lr):
    m = 0.99 * m + 0.01 * g
    return w - lr * np.sign(m), m
""",
        """\
def lion_step(w, g, m, lr):
    m = 0.9 * m + 0.1 * g
    return w - lr * np.sign(m), m
""",
    ],
}

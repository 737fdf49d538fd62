"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "l2_weight": [
        """\
def l2_weight(a, lam):
    return a - lam
""",
        """\
def l2_weight(a, lam):
    return a * (1 - lam)
""",
    ],
    "l1_weights": [
        """\
def l1_weights(a, lam):
    return np.sign(a) * (np.abs(a) - lam)
""",
        """\
def l1_weights(a, lam):
    return a - lam
""",
    ],
    "left": [
        """\
def left(lr, decay, steps):
    return 1 - steps * lr * decay
""",
        """\
def left(lr, decay, steps):
    return 1 - (1 - lr * decay) ** steps
""",
    ],
}

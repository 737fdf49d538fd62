"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "next_mean_square": [
        """\
def next_mean_square(v, lr, noise):
    return (1 - lr) ** 2 * v + lr * noise**2
""",
        """\
def next_mean_square(v, lr, noise):
    return (1 - lr) * v + lr**2 * noise**2
""",
        """\
def next_mean_square(v, lr, noise):
    return (1 - lr) ** 2 * v + lr**2 * noise
""",
    ],
    "cosine_rate": [
        """\
def cosine_rate(step, lr, steps):
    return lr * (1 - np.cos(np.pi * step / steps)) / 2
""",
        """\
def cosine_rate(step, lr, steps):
    return lr * np.cos(np.pi / 2 * step / steps)
""",
        """\
def cosine_rate(step, lr, steps):
    return lr * (1 + np.cos(np.pi * step / steps))
""",
    ],
}

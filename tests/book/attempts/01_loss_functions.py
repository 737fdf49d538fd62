"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "huber": [
        """\
def huber(r, delta):
    return np.mean(np.where(np.abs(r) <= delta, r**2, delta * (np.abs(r) - delta / 2)))
""",
        """\
def huber(r, delta):
    return np.mean(np.where(np.abs(r) <= delta, r**2 / 2, delta * np.abs(r)))
""",
        """\
def huber(r, delta):
    return np.mean(np.where(np.abs(r) <= delta, r**2 / 2, np.abs(r) - delta / 2))
""",
    ],
    "logsumexp": [
        """\
def logsumexp(z):
    return np.log(np.sum(np.exp(z)))
""",
        """\
def logsumexp(z):
    return np.log(np.sum(np.exp(z - z.max())))
""",
    ],
}

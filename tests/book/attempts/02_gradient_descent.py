"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "step": [
        """\
def step(w, slope, lr):
    return w + lr * slope
<<<<<<< HEAD
"""
=======
""",
        """\
def step(w, slope, lr):
    return w - slope
""",
>>>>>>> 7e4529ecc163e8a81cb40507463303324a077e18
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
    "largest_rate": [
        """\
def largest_rate(H):
    return 2 / np.diag(H).max()
<<<<<<< HEAD
"""
=======
""",
        """\
def largest_rate(H):
    return 1 / np.linalg.eigvalsh(H)[-1]
""",
>>>>>>> 7e4529ecc163e8a81cb40507463303324a077e18
    ],
}

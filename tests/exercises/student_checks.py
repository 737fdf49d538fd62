"""A small set of checks, for the tests of what a student is shown."""

import numpy as np

from nblib.check import Checks

SOURCE = '''
def test_step(step):
    """One step."""
    close(step(np.array([1.0, -2.0]), [3.0, 0.5], 0.33), [0.01, -2.165])

def test_word(word):
    """The word."""
    same(word, "down")

def test_pair(pair):
    """A pair."""
    close(pair(1), [1, 1])
'''


def question(points, *tests, hints=()):
    """What a notebook carries of one question."""
    return {
        "points": points,
        "tests": list(tests),
        "probe": None,
        "known": {},
        "hints": list(hints),
        "uncovered": "",
    }


QUESTIONS = {
    "q1": question(2, "test_step", hints=["Downhill.", "Minus."]),
    "q2": question(3, "test_word", hints=["Not up."]),
    "q3": question(1.5, "test_pair"),
}


def right_step(w, grad, lr):
    """The right answer to q1."""
    return w - lr * np.asarray(grad)


def check(name="", **names):
    """The checks, on a notebook that defines these names."""
    return Checks(SOURCE, QUESTIONS, title="A set", name=name, names=names)

"""What a student's code changes in place changes neither the tests nor what they expect."""

import numpy as np
import pytest

from nblib.check import load, run
from nblib.check.copies import Copies


def passes(line, in_place=False, **names):
    """Whether an answer passes a test."""
    parameters = ", ".join(names)
    body = line.replace("\n", "\n    ")
    source = f'def test_it({parameters}):\n    """It."""\n    {body}'
    tests = load(source, in_place=["test_it"] if in_place else ())
    result = run("q", tests.values(), names)
    return result.passed


def zeros(x):
    x[...] = 0.0
    return x


def test_an_answer_cannot_make_what_is_expected_its_own():
    assert not passes("x = np.ones(2)\nclose(f(x), 2 * x)", f=zeros)
    assert not passes("x = np.ones(2)\nf(x)\nclose(f(x), 2 * x)", f=zeros)
    assert passes("x = np.ones(2)\nf(x)\nclose(x, [1.0, 1.0])", f=zeros)
    nested = "x = {'w': [np.ones(2)]}\nclose(f(x), 2 * x['w'][0])"
    assert not passes(nested, f=lambda x: zeros(x["w"][0]))


def test_a_test_that_asks_for_it_sees_what_became_of_its_arrays():
    assert not passes("x = np.ones(2)\nf(x)\nclose(x, [1.0, 1.0])", in_place=True, f=zeros)
    assert passes("x = np.ones(2)\nholds(f(x) is x, 'x itself')", in_place=True, f=zeros)
    assert passes("x = np.ones(2)\nholds(f([x])[0] is x, 'x itself')", in_place=True, f=list)


@pytest.mark.parametrize("in_place", [False, True])
def test_an_answer_does_not_change_after_it_was_given(in_place):
    kept = np.zeros(1)

    def count(x):
        kept[:] += x
        return kept

    assert passes("a = f(1)\nb = f(1)\nclose([a[0], b[0]], [1.0, 2.0])", in_place, f=count)


def test_a_test_s_own_function_gives_and_gets_copies():
    test = "g = np.ones(2)\nw = np.full(2, 3.0)\nclose(f(lambda w: g, w), 3 - 0.5 * g)"

    def step(gradient, w):
        grad = gradient(w)
        grad *= 0.5
        return w - grad

    assert passes(test, f=step)
    seen = "got = []\nf(lambda w: got.append(w), np.ones(2))\nclose(got[0], [1.0, 1.0])"

    def changes(note, w):
        note(w)
        w[:] = 5

    assert passes(seen, f=changes)


def test_methods_get_copies_too():
    class Zeros:
        def __call__(self, x):
            return zeros(x)

        def both(self, x):
            return self(x), x

    assert not passes("x = np.ones(2)\nclose(Z()(x), 2 * x)", Z=Zeros)
    test = "x = np.ones(2)\na, b = Z().both(x)\nclose(a, x * 0)\nclose(b, x * 0)"
    assert passes(test, Z=Zeros)
    assert not passes("x = np.ones(2)\nZ()(x)\nclose(x, [1.0, 1.0])", in_place=True, Z=Zeros)


def test_a_generator_of_random_numbers_moves_on():
    test = "rng = np.random.default_rng(3)\nf(rng)\nf(rng)\nclose(rng.random(), e)"
    rng = np.random.default_rng(3)
    expected = rng.random(3)[2]
    assert passes(test, f=lambda rng: rng.random(), e=expected)


def test_what_occurs_twice_is_one_thing_in_the_copy_too():
    array = np.ones(2)
    array.flags.writeable = False
    loop = [array, (array, {"a": array}), {1}]
    loop.append(loop)
    copy = Copies().of(loop)
    assert copy is not loop and copy[3] is copy and copy[0] is not array
    assert copy[0] is copy[1][0] is copy[1][1]["a"] and not copy[0].flags.writeable
    assert copy[2] == {1} and copy[2] is not loop[2]
    kept = Copies([loop])
    assert kept.of([array])[0] is array and kept.of(loop) is loop

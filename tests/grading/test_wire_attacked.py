"""Processes that break the rules of the wire: they end, and it is said which rule it was."""

import re
import time

import numpy as np
import pytest
from cages import all_at_once

from nblib.grading.errors import WireError
from tools import attacks

pytestmark = pytest.mark.sandbox
MISUSE = attacks.load("host")["misuse_callbacks"].code


def asks_twice(f):
    fixed = np.ones(3)
    fixed.flags.writeable = False
    assert f(fixed) == 6.0
    time.sleep(0.3)
    assert f(4.0) == 8.0


@pytest.fixture(scope="module")
def wire(host):
    return all_at_once(host, "wire", test=asks_twice)


@pytest.mark.parametrize("name", attacks.load("wire"))
def test_what_breaks_the_rules_ends_the_test_with_a_reason(wire, name):
    error = wire[name].result()
    assert type(error) is WireError, error
    assert error.session.incidents == [error]
    assert re.search(attacks.load("wire")[name].head["reason"], str(error)), error
    with pytest.raises(WireError):
        error.session.get("f")


def test_callbacks_are_called_only_as_they_were_given(run):
    calls = []

    def g(x):
        calls.append(x)
        return x

    with run(attacks.TOOLS, MISUSE) as s:
        assert s.get("stale")(g) == 1 and s.get("later")() == 2 and calls == [1, 2]
        assert s.get("thread")(g) == 1 and calls == [1, 2, 1]
        nest = s.get("nest")
        with pytest.raises(WireError, match="nested more than 16"):
            nest(lambda h: nest(h))


def test_what_a_test_counts_and_knows_in_a_callback_is_out_of_reach(run):
    # Why callbacks are not executed where the student's code is: there it could do both.
    secret = 0.123
    calls = []

    def g(x):
        calls.append(x)
        return x * secret

    with run(attacks.TOOLS, MISUSE) as s:
        answer, found = s.get("looks_into")(g)
    assert answer == 2 * secret and found == [] and len(calls) == 2
    # In one process both succeed: the secret is found, and the count is wiped out.
    here = {}
    exec(MISUSE[MISUSE.index("def looks_into") :], here)
    assert secret in here["looks_into"](g)[1] and not calls


@pytest.mark.parametrize("name", ["other", "misuse"])
def test_a_callback_that_was_not_given_ends_the_test(run, name):
    with run(attacks.TOOLS, MISUSE) as s, pytest.raises(WireError):
        s.get(name)(lambda x: x)

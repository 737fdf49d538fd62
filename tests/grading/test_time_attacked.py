"""Notebooks that do not end, or end too soon: each is stopped, said, and costs its owner only."""

import dataclasses
import os
import re

import pytest
from cages import BRIEF, TIGHT, all_at_once, processes

from nblib.grading.errors import Died, GradingError, TimeLimit, UndefinedName
from nblib.grading.wire.student import StudentError
from tools import attacks

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def loops(host):
    return all_at_once(host, "loops", BRIEF)


@pytest.mark.parametrize("name", attacks.load("loops"))
def test_endless_loops_end_in_time_with_a_reason(loops, name):
    error = loops[name].result()
    if name == "in_del":  # it loops after its answer, which is wrong
        assert isinstance(error, AssertionError | TimeLimit), error
        return
    assert isinstance(error, TimeLimit | UndefinedName), error
    limits = [str(e) for e in error.session.incidents if isinstance(e, TimeLimit)]
    assert limits and re.search("still running|did not answer within", limits[0])


@pytest.fixture(scope="module")
def outlives(host):
    return all_at_once(host, "outlives")


@pytest.mark.parametrize("name", attacks.load("outlives"))
def test_nothing_outlives_the_session(outlives, name):
    # The host is looked at when all of them are over.
    assert isinstance(outlives[name].result(), AssertionError)


def test_what_a_question_has_started_ends_with_it(host):
    code = "import os, time\ndef f():\n    os.fork() or os.setsid() or time.sleep(99)\n    return 1"
    with host.start(code) as s:
        namespace = {os.fstat(host.namespaces[-1].fileno()).st_ino}
        before = processes(namespace)
        for _ in range(2):
            with s.budget(5):
                assert s.get("f")() == 1 and len(processes(namespace)) > len(before)
            assert processes(namespace) == before


def test_no_sandbox_outlives_a_session_whose_names_cannot_be_told(run):
    limits = dataclasses.replace(TIGHT, caps=dataclasses.replace(TIGHT.caps, elements=1_000))
    with run("globals().update({f'n{i}': 1 for i in range(2_000)})", limits=limits) as s:
        with pytest.raises(GradingError):
            s.get("n1")
        assert len(s.incidents) == 1


@pytest.fixture(scope="module")
def ends(host):
    return all_at_once(host, "ends")


@pytest.mark.parametrize("name", attacks.load("ends"))
def test_a_process_that_ends_is_said_and_costs_the_student_only(ends, name):
    error = ends[name].result()
    assert isinstance(error, Died | UndefinedName | StudentError | TimeLimit), error
    if isinstance(error, Died):
        assert re.search("process ended|was stopped", str(error))
    assert error.session.incidents or isinstance(error, StudentError)


def test_one_endless_loop_costs_only_its_own_question(run):
    code = """
import os, time
def loop(stubborn):
    while True:
        try:
            while True: time.sleep(0.001)
        except BaseException:
            if not stubborn: raise
def fine(): return 1
def leave(): os._exit(3)
"""
    with run(code, "while True: pass", "after = 5", limits=BRIEF) as s:
        assert isinstance(s.cells[1].error, TimeLimit) and "cell 2, line 1" in str(s.cells[1].error)
        fine = s.get("fine")
        loop = s.get("loop")
        with pytest.raises(TimeLimit, match="still running after 0.4 s .cell 1, line"):
            loop(False)
        assert fine() == 1
        with pytest.raises(TimeLimit, match="did not answer within 0.4 s"):
            loop(True)
        assert fine() == 1 and s.get("after") == 5
        for _ in range(4):
            with pytest.raises(Died, match="exit code 3"):
                s.get("leave")()
            assert fine() == 1
        assert len(s.incidents) == 7


def test_a_budget_bounds_a_test(run):
    code = "def forever():\n    while True: yield 1\nimport time\ndef slow(): time.sleep(0.2)"
    over = "question's time|did not answer|still running"
    with run(code) as s:
        with pytest.raises(TimeLimit, match=over), s.budget(0.5):
            list(s.get("forever")())
        with pytest.raises(TimeLimit, match=over), s.budget(0.5):
            while True:
                s.get("slow")()
        s.get("slow")()

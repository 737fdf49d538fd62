"""The time of a check, beside the time of the cell that it is called in."""

import signal
import time

import pytest

from nblib.check import load, run

TESTS = list(load("def test_it(f):\n    f()").values())


class CellIsOver(BaseException):
    """What the alarm of a cell raises."""


@pytest.fixture
def cell():
    """The alarm of a cell, which rings after 0.6 s."""

    def ring(number, frame):
        raise CellIsOver

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.6)
    yield ring
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_check_leaves_the_alarm_of_its_cell_as_it_was(cell):
    result = run("q1", TESTS, {"f": lambda: time.sleep(9)}, seconds=0.1)
    assert "no answer within 0.1 seconds" in repr(result)
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    assert 0 < left <= 0.5 and signal.getsignal(signal.SIGALRM) is cell


def test_a_cell_whose_time_is_over_ends_within_a_check_too(cell):
    with pytest.raises(CellIsOver):
        run("q1", TESTS, {"f": lambda: time.sleep(9)}, seconds=5)

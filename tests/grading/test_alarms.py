"""An alarm that is swallowed rings again: in the student's check, in the grader, in the sandbox."""

import gc
import signal
import sys
import time

import pytest

from nblib import check
from nblib.check.clock import held, time_limit
from nblib.grading import grade
from nblib.grading.inside.alarm import TooLong, alarm

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SWALLOWED = {
    "under a bare except": "try:\n        spin()\n    except:\n        pass",
    "under except BaseException, twice": (
        "for _ in range(2):\n        try:\n            spin()\n"
        "        except BaseException:\n            pass"
    ),
    "in a __del__": "type('Last', (), {'__del__': lambda self: spin()})()",
    "in a callback of the collector": "collect()",
    "in a generator that is closed": "g = stubborn()\n    next(g)\n    g.close()",
    "in a weak reference's callback": "import weakref\n    s = set\n    class A: pass\n"
    "    a = A()\n    r = weakref.ref(a, lambda _: spin())\n    del a",
}
HELP = """
import gc
def spin():
    while True: pass
def stubborn():
    try: yield
    finally:
        try: spin()
        except: pass
def collect():
    def once(phase, info):
        gc.callbacks.remove(once)
        spin()
    gc.callbacks.append(once)
    gc.collect()
"""


class Stub:
    """Stands for a session whose question has a moment left."""

    def __init__(self):
        self.incidents = []
        self.get = None  # these tests ask for nothing

    def begin_test(self, in_place):
        pass

    def interruption(self):
        return time_limit(0.1)

    def note(self, error):
        self.incidents.append(error)
        return error


def in_the_check(source):
    (line,) = check.run("q1", list(check.load(source).values()), {}, seconds=0.1).lines
    assert "no answer within 0.1 seconds" in line[2]


def in_the_grader(source):
    stub = Stub()
    test = {"name": "test_it", "source": source}
    kind, why = grade._run(stub, test, source)
    # Noted, so that a verdict is reached again when the question has more time.
    assert kind == "limit" and [str(e) for e in stub.incidents] == [why]


def in_the_sandbox(source):
    before = signal.getsignal(signal.SIGALRM)
    try:
        with pytest.raises(TooLong, match="still running after 0.1 s"), alarm(0.1):
            check.load(source)["test_it"].function()
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def bounded():
    """An alarm that rings but once must not make these tests run for ever."""

    def ring(number, frame):
        raise AssertionError("the alarm has not rung again")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, 3, 0.5)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("place", [in_the_check, in_the_grader, in_the_sandbox])
@pytest.mark.parametrize("swallow", SWALLOWED.values(), ids=SWALLOWED)
def test_an_alarm_that_is_swallowed_rings_again(bounded, place, swallow):
    callbacks = list(gc.callbacks)
    body = f"{HELP}\ndef run():\n    {swallow}\n    spin()"
    helpers = f"names = {{}}\nexec({body!r}, names)\n"
    place(f"{helpers}\ndef test_it():\n    names['run']()")
    assert gc.callbacks == callbacks


def test_what_rings_while_the_alarm_is_turned_off_is_not_raised():
    """Else nobody would turn it off, and it would ring in what comes after."""
    limit = time_limit(60)
    seen = []

    def trace(frame, event, argument):
        if frame.f_code is time_limit.__exit__.__code__:
            limit._end = 0
            seen.append(limit._ring(signal.SIGALRM, frame))

    with limit:
        before = sys.gettrace()
        sys.settrace(trace)
    sys.settrace(before)
    assert seen == [None] and signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_an_alarm_that_is_held_rings_as_soon_as_it_may():
    done = []
    with pytest.raises(check.OutOfTime), time_limit(0.05):
        with held(), held():
            time.sleep(0.2)
            done.append("whole")
        done.append("more")
    assert done == ["whole"]
    with held():  # it has forgotten what rang
        pass


def test_a_limit_whose_time_is_over_rings_at_once():
    with pytest.raises(check.OutOfTime), time_limit(0.0):
        while True:
            pass

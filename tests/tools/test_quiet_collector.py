"""No callback of Hypothesis runs while garbage is collected: an alarm would be lost in it."""

import gc
import subprocess
import sys

import pytest
from hypothesis.internal.conjecture import junkdrawer


def callbacks():
    return [call for call in gc.callbacks if call.__module__.startswith("hypothesis.")]


def test_hypothesis_puts_one_there():
    code = (
        "import gc\n"
        "from hypothesis.internal.conjecture import junkdrawer\n"
        "junkdrawer.gc_cumulative_time()\n"
        "assert [call.__module__ for call in gc.callbacks] == [junkdrawer.__name__]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("time", ["first", "second"])
def test_it_is_gone_before_the_next_test(time):
    assert callbacks() == []

    def collected(phase, info):
        pass

    collected.__module__ = junkdrawer.__name__
    gc.callbacks.append(collected)
    assert callbacks() == [collected]

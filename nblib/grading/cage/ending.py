"""Why a process inside is gone, in words."""

import signal

from nblib.grading.errors import Died, MemoryLimit, TimeLimit


def ending(reason, too_much, code, limits):
    """Return the Died, MemoryLimit or TimeLimit for a process that is gone.

    reason: why it was killed by us, or None; too_much: whether that was for memory or files. code:
    what it left with, 128 and a signal's number if that killed it, or None.
    """
    if reason:
        error = MemoryLimit if too_much else Died
        return error(f"The notebook's process was stopped: {reason}.")
    if code == 128 + signal.SIGXCPU:
        return TimeLimit(f"The notebook used more than {limits.cpu_s} s of processor time.")
    if code is None:
        cause = "it closed the connection to the grader"
    elif code > 128:
        names = {number.value: number.name for number in signal.Signals}
        cause = f"killed by {names.get(code - 128, 'a signal')}"
    else:
        cause = f"it left with exit code {code}"
    return Died(f"The notebook's process ended: {cause}.")

"""What runs inside the sandbox: it executes a notebook's cells, then answers what the trusted side
asks.

It shares its process with the student's code, which can change anything here; so nobody outside
believes a word of it beyond "this is what the student's code answers". It is run as a script, by
its path, under bubblewrap.
"""

import json
import os
import resource
import sys


def lock_in(settings):
    """Give up root, if it was root, and set the limits: before anything else is imported."""
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
    os.nice(5)
    if settings["user"] is not None:
        os.setgroups([])
        os.setresgid(*[settings["user"]] * 3)
        os.setresuid(*[settings["user"]] * 3)
    for name, soft in settings["rlimits"].items():
        # At the softer limit of processor time comes a signal that tells what it was.
        hard = soft + 1 if name == "RLIMIT_CPU" else soft
        resource.setrlimit(getattr(resource, name), (soft, hard))


def quiet():
    """Point 0 to 2 at nothing: what the notebook prints is kept by sys.stdout, and the rest is
    lost.
    """
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    os.close(null)


if __name__ == "__main__":
    settings = json.loads(sys.argv[2])
    lock_in(settings)
    from nblib.grading.inside.branch import hide
    from nblib.grading.inside.serve import Worker
    from nblib.grading.limits import Caps
    from nblib.grading.wire.channel import Channel

    worker = Worker(Channel(hide(int(sys.argv[1])), Caps(**settings["caps"])), settings["output"])
    sys.argv[:] = ["notebook"]
    quiet()
    worker.serve()

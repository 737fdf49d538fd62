# tries: to start threads without end
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: RuntimeError|still running|took more|used up|ended|memory
import threading, time
def f(*a):
    while True:
        threading.Thread(target=time.sleep, args=(99,)).start()

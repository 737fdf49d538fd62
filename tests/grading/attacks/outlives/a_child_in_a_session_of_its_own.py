# tries: to leave a child in a session of its own
# comes: a wrong answer, and no process left
if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
def f(x): return 0.0

# tries: to run for ever with an alarm of its own
# comes: a time limit
def ring(*a): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, ring)
def f(x):
    signal.signal(signal.SIGALRM, ring); signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    while True:
        try: time.sleep(1)
        except BaseException: pass

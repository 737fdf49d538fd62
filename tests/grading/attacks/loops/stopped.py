# tries: to stop its own process
# comes: a time limit
def f(x): os.kill(os.getpid(), signal.SIGSTOP)

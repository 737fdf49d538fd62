# tries: to kill the first process and its own group
# comes: the end of its process, which costs the student only
def f(x): os.kill(1, signal.SIGKILL); os.killpg(0, signal.SIGKILL)

# tries: to kill every process that it sees
# comes: the end of its process, which costs the student only
def f(x):
    os.kill(-1, signal.SIGKILL); os.kill(os.getpid(), signal.SIGKILL)

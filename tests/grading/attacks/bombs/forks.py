# tries: to use up forks
# comes: the limit that bounds it
# error: TimeLimit MemoryLimit
def f(x):
    while True:
        try: os.fork()
        except OSError: pass

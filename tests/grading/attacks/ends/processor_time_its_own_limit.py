# tries: to set itself a limit on processor time and run into it
# comes: the end of its process, which costs the student only
import resource
def f(x):
    resource.setrlimit(resource.RLIMIT_CPU, (0, 0))
    while True: pass

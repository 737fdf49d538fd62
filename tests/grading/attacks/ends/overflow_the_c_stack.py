# tries: to overflow the stack of C
# comes: the end of its process, which costs the student only
def f(x): sys.setrecursionlimit(10**9); g = lambda n: g(n + 1); return g(repr)

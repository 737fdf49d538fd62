# tries: to end its process in a cell
# comes: the end of its process, which costs the student only
os._exit(0)
def f(x): return 2 * x

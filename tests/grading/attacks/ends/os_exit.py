# tries: to end its process in a call
# comes: the end of its process, which costs the student only
def f(x): os._exit(0)

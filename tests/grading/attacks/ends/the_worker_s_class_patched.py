# tries: to take from the worker what it answers with
# comes: the end of its process, which costs the student only
def f(x):
    type(worker()).draft = None
    return 6.0

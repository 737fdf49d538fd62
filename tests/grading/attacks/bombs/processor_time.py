# tries: to use up processor time
# comes: the limit that bounds it
# error: TimeLimit
def f(x):
    while True: pass

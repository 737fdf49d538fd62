# tries: to change an array that may only be read
# comes: the end of its process and its test, with the reason
# reason: only be read
def f(x):
    x.flags.writeable = True; x[:] = 0
    return x

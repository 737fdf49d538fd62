# tries: to send a boolean that is neither True nor False
# comes: the end of its process and its test, with the reason
# reason: booleans holds something else
def f(x):
    a = np.zeros(3, bool); a.view(np.uint8)[:] = 2
    return a

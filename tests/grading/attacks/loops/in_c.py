# tries: to run for ever in C
# comes: a time limit
def f(x): return 9 ** 9 ** 9 ** 9

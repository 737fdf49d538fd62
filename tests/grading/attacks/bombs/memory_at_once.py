# tries: to use up memory at once
# comes: the limit that bounds it
# error: StudentError
def f(x): return np.ones(1 << 34).sum()

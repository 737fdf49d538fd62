# tries: to answer with a huge integer
# comes: an error of the student's; its process lives on
# reason: too large
def f(x): return 1 << 10_000_000

# tries: to answer with a gigabyte
# comes: an error of the student's; its process lives on
# reason: larger than
def f(x): return np.zeros(1 << 27, np.uint8)

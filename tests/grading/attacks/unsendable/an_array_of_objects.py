# tries: to answer with an array of objects
# comes: an error of the student's; its process lives on
# reason: an array of objects cannot be compared
def f(x): return np.array([x, None])

# tries: to answer with a structured array
# comes: an error of the student's; its process lives on
# reason: an array of records cannot be compared
def f(x): return np.zeros(2, 'i4,f4')

# tries: to answer with a structured array
# comes: an error of the student's; its process lives on
# reason: cannot be sent
def f(x): return np.zeros(2, 'i4,f4')

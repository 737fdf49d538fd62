# tries: to answer with half a surrogate pair
# comes: an error of the student's; its process lives on
# reason: surrogate
def f(x): return chr(0xD800)

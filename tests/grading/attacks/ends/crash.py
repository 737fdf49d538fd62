# tries: to crash Python
# comes: the end of its process, which costs the student only
def f(x): ctypes.string_at(0)

# tries: to call itself without end
# comes: no point, and a report that says why
# reason: RecursionError|ended
def f(*a): return f(*a)

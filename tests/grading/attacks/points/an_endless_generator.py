# tries: to answer without end
# comes: no point, and a report that says why
# reason: expected|generator|is not|got
def f(*a):
    while True: yield 0.0

# tries: to wipe out what it is given, which the right answer may be made of
# comes: no point, and a report that says why
# reason: expected|returned|got
def f(*a):
    for x in a:
        if hasattr(x, 'fill'): x.fill(0)
    return a[0]

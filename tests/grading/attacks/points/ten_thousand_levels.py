# tries: to answer with lists in lists, 10,000 deep
# comes: no point, and a report that says why
# reason: deep|nested|levels
def f(*a):
    x = 0.0
    for _ in range(10_000): x = [x]
    return x

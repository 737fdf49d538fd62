# tries: to answer with a list that holds itself
# comes: no point, and a report that says why
# reason: itself|deep|nested|cannot
def f(*a):
    x = []
    x.append(x)
    return x

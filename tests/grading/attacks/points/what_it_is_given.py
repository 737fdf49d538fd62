# tries: to return what it is given
# comes: no point, and a report that says why
# reason: expected|returned|got
f = lambda *a: a[0]

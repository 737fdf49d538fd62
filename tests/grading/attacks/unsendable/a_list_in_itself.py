# tries: to answer with a list in itself
# comes: an error of the student's; its process lives on
# reason: contains itself
def f(x):
    a = []; a.append(a); return a

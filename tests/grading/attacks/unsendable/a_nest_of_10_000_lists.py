# tries: to answer with a nest of 10,000 lists
# comes: an error of the student's; its process lives on
# reason: nested too deeply
def f(x):
    a = []
    for _ in range(10_000): a = [a]
    return a

# tries: to use up memory
# comes: the limit that bounds it
# error: MemoryLimit
def f(x):
    a = []
    while True: a.append(np.ones(1 << 20))

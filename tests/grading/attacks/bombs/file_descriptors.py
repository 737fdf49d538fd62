# tries: to use up file descriptors
# comes: the limit that bounds it
# error: StudentError
def f(x):
    keep = []
    while True: keep.append(os.pipe())

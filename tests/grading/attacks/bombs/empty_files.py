# tries: to use up empty files
# comes: the limit that bounds it
# error: MemoryLimit
def f(x):
    n = 0
    while True:
        n += 1; open(f'/tmp/{n}', 'w').close()

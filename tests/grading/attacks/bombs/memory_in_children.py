# tries: to use up memory in children
# comes: the limit that bounds it
# error: MemoryLimit
def f(x):
    for _ in range(8):
        if os.fork() == 0: x = np.ones(8 << 20); break
    time.sleep(19)

# tries: to use up shared memory
# comes: the limit that bounds it
# error: MemoryLimit
import mmap
def f(x):
    a = []
    while True:
        m = mmap.mmap(-1, 1 << 22); m.write(bytes(1 << 22)); a.append(m)

# tries: to take all memory
# comes: no point, and a report that says why
# reason: MemoryError|memory|still running
def f(*a):
    x = []
    while True: x.append(bytearray(2**28))

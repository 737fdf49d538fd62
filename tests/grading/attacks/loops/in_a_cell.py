# tries: to run for ever in a cell
# comes: a time limit
while True: pass
def f(x): return 2 * x

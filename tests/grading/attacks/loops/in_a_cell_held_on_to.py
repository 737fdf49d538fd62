# tries: to run for ever in a cell, held on to
# comes: a time limit
while True:
    try:
        while True: time.sleep(0.001)
    except BaseException: pass
def f(x): return 2 * x

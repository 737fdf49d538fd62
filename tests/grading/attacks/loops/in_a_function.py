# tries: to run for ever in a function
# comes: a time limit
def f(x):
    while True: pass

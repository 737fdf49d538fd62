# tries: to sleep for ever
# comes: a time limit
def f(x): time.sleep(1000)

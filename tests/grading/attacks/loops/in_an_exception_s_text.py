# tries: to run for ever in an exception's text
# comes: a time limit
class E(Exception):
    def __str__(self):
        while True: time.sleep(0.001)
def f(x): raise E

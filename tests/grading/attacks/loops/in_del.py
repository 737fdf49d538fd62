# tries: to run for ever in __del__
# comes: a time limit
class A:
    def __del__(self):
        while True: time.sleep(0.001)
def f(x): A(); return 0.0

# tries: to sleep in __del__ when Python ends
# comes: a wrong answer, and no process left
class A:
    def __del__(self): time.sleep(1000)
keep = A()
def f(x): return 0.0

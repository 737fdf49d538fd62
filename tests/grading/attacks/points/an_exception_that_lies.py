# tries: to raise an exception whose text ends the process
# comes: no point, and a report that says why
# reason: AssertionOk|ended
class AssertionOk(BaseException):
    def __str__(self): raise SystemExit
    __repr__ = __str__
def f(*a): raise AssertionOk

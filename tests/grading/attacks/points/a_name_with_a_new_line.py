# tries: to break the table by the name of an exception
# comes: no point, and a report that says why
# reason: Evil
Evil = type('Evil\n<b>', (Exception,), {})
def f(*a): raise Evil('=1+1')

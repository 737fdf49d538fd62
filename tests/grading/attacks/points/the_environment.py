# tries: to answer with the environment
# comes: no point, and a report that says why
# reason: expected|is not|got|a dict
import os
def f(*a): return dict(os.environ)

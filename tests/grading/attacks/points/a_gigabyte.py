# tries: to answer with a gigabyte
# comes: no point, and a report that says why
# reason: MB|large|memory|big
import numpy as np
def f(*a): return np.zeros(2**27)

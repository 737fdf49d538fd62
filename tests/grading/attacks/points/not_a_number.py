# tries: to answer with NaN, which is never unequal by >
# comes: no point, and a report that says why
# reason: NaN|nan|not finite|expected
import numpy as np
f = lambda *a: (np.full(2, np.nan), np.nan)

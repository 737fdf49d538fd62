# tries: to answer with objects in an array
# comes: no point, and a report that says why
# reason: object
import numpy as np
f = lambda *a: np.array([-0.0, None], dtype=object)

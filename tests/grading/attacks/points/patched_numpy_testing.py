# tries: to replace NumPy's comparisons
# comes: no point, and a report that says why
# reason: expected
import numpy as np
np.testing.assert_allclose = lambda *a, **k: None
np.allclose = lambda *a, **k: True
np.array_equal = lambda *a, **k: True
f = lambda *a: 0.0

# tries: to replace the checker's functions
# comes: no point, and a report that says why
# reason: expected
import nblib.check as c
for n in ('close', 'same', 'holds', 'raises'): setattr(c, n, lambda *a, **k: None)
c.Mismatch = KeyError
f = lambda *a: 0.0

# tries: to replace what a test is made of: abs, max, len, isinstance
# comes: no point, and a report that says why
# reason: expected|got|is not
import builtins
builtins.AssertionError = KeyError
builtins.abs = lambda x: 0
builtins.max = lambda *a: 0
builtins.len = lambda x: 2
builtins.isinstance = lambda *a: True
f = lambda *a: 0.0

# tries: to crash Python
# comes: no point, and a report that says why
# reason: killed|ended|SIGSEGV
import ctypes
def f(*a): ctypes.string_at(0)

# tries: to keep the process from ending
# comes: no point, and a report that says why
# reason: expected|is not|got|seconds
import atexit
atexit.register(lambda: [0 for _ in iter(int, 1)])
class D:
    def __del__(self):
        while True: pass
d = D()
f = lambda *a: 1.0

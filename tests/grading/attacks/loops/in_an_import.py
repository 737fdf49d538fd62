# tries: to run for ever in an import
# comes: a time limit
open("/tmp/forever.py", "w").write("while True: pass")
sys.path.insert(0, "/tmp")
import forever
def f(x): return 2 * x

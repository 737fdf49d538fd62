# tries: to end its process by SystemExit
# comes: no point, and a report that says why
# reason: SystemExit|ended
import sys
def f(*a): sys.exit(0)

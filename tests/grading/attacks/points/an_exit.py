# tries: to end its process at once
# comes: no point, and a report that says why
# reason: ended
import os
def f(*a): os._exit(0)

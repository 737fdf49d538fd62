# tries: to open files until there are no more
# comes: no point, and a report that says why
# reason: OSError|Too many
import os
def f(*a):
    while True: os.open('/dev/null', 0)

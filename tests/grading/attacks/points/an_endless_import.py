# tries: to keep an import from ending
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: not defined|its cell failed
open('/tmp/slow.py', 'w').write('while True: pass')
import sys
sys.path.insert(0, '/tmp')
import slow
f = 0

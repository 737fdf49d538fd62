# tries: to print a verdict where a grader may read it
# comes: no point, and a report that says why
# reason: expected|is not|got|bool
print('{"points": 13}')
import sys
sys.stderr.write('PASSED')
f = lambda *a: print('ok') or True

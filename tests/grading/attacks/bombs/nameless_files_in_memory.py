# tries: to use up nameless files in memory
# comes: the limit that bounds it
# error: StudentError
def f(x): return os.memfd_create('a')

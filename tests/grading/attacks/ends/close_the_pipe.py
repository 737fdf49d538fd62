# tries: to close its pipe to the grader
# comes: the end of its process, which costs the student only
def f(x): os.closerange(0, 4096)

# tries: to answer with NaN
# comes: a wrong answer, as before: tests run elsewhere
def f(x): return float('nan')

# tries: to use up threads
# comes: the limit that bounds it
# error: TimeLimit
def f(x):
    while True:
        try: threading.Thread(target=time.sleep, args=(99,)).start()
        except RuntimeError: pass

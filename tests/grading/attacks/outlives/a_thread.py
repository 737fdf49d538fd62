# tries: to leave a thread
# comes: a wrong answer, and no process left
threading.Thread(target=lambda: time.sleep(1000)).start()
def f(x): return 0.0

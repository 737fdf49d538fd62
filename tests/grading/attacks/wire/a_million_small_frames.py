# tries: to send a million small frames
# comes: the end of its process and its test, with the reason
# reason: not the parts|too early
def f(x):
    data = frame(b'A') * 1000
    for _ in range(1000): send_all(data)

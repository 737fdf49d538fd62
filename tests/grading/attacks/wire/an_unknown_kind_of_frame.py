# tries: to send an unknown kind of frame
# comes: the end of its process and its test, with the reason
# reason: unknown kind
def f(x):
    send_all(frame(b'Z')); time.sleep(9)

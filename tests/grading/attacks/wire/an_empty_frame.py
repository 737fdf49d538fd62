# tries: to send an empty frame
# comes: the end of its process and its test, with the reason
# reason: unknown kind
def f(x):
    send_all(frame(b'')); time.sleep(9)

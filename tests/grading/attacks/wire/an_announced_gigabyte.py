# tries: to announce a gigabyte
# comes: the end of its process and its test, with the reason
# reason: 1,073,741,824 bytes was announced
def f(x):
    send_all(struct.pack('<4sQ', b'nbw1', 1 << 30)); time.sleep(9)

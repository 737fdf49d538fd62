# tries: to send lists in lists, 10,000 deep
# comes: the end of its process and its test, with the reason
# reason: nested more than 64 deep
def f(x):
    send_all(frame(b'A' + (b'l' + struct.pack('<I', 1)) * 10_000 + b'N')); time.sleep(9)

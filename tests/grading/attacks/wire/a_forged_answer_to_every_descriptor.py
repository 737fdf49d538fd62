# tries: to write a forged answer to every descriptor
# comes: the end of its process and its test, with the reason
# reason: has not the parts
def f(x):
    news = b't' + struct.pack('<I', 2) + (b't' + struct.pack('<I', 0)) * 2
    write_everywhere(frame(b'A' + news + b'N'))
    return 0.0

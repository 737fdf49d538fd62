# tries: to write rubbish to every descriptor
# comes: the end of its process and its test, with the reason
# reason: not a frame
def f(x):
    write_everywhere(b'6.0' * 99)
    return 0.0

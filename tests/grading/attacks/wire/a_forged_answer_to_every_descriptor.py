# tries: to write a forged answer to every descriptor
# comes: the end of its process and its test, with the reason
# reason: has not the parts
def f(x):
    write_everywhere(frame(b'A' + b'N'))
    return 0.0

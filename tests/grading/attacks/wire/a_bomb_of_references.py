# tries: to send a bomb of references
# comes: the end of its process and its test, with the reason
# reason: written out
NEWS = b"t" + struct.pack("<I", 2) + (b"t" + struct.pack("<I", 0)) * 2
def f(x):
    data = b"l" + struct.pack("<I", 0)
    for n in range(60): data = b"l" + struct.pack("<I", 2) + data + b"R" + struct.pack("<I", n)
    send_all(frame(b"A" + NEWS + b"t" + struct.pack("<I", 4) + data + b"NNN")); time.sleep(9)

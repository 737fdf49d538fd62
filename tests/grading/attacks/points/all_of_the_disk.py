# tries: to fill the disk
# comes: no point, and a report that says why
# reason: OSError|space|File too large
def f(*a):
    with open('/tmp/x', 'wb') as file:
        while True: file.write(b'x' * 2**20)

# tries: to use up the disk
# comes: the limit that bounds it
# error: StudentError
def f(x):
    with open('/tmp/big', 'wb') as file:
        while True: file.write(bytes(1 << 20))

# tries: to use up the disk in /dev/shm
# comes: the limit that bounds it
# error: StudentError
def f(x):
    n = 0
    while True:
        n += 1
        with open(f'/dev/shm/{n}', 'wb') as file: file.write(bytes(1 << 20))

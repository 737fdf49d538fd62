# tries: to reach a server on this machine
# comes: no point, and a report that says why
# reason: Error|refused|unreachable
import socket
def f(*a):
    socket.create_connection(('127.0.0.1', 80), 1)
    return 1.0

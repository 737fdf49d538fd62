# tries: to ask a name server
# comes: no point, and a report that says why
# reason: Error|gaierror
import socket
def f(*a): return socket.gethostbyname('example.org')

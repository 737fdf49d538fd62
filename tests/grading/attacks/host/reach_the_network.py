# tries: to reach this machine, others, names, and kinds of sockets that need no network
# comes: none is reached
def f(port, name):
    reached = []
    for address in (("127.0.0.1", port), ("1.1.1.1", 53), ("8.8.8.8", 443)):
        try: socket.create_connection(address, timeout=0.3); reached.append(address)
        except OSError: pass
        try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", address); reached.append(("udp", address))
        except OSError: pass
    try: reached.append(socket.getaddrinfo("pypi.org", 443))
    except OSError: pass
    for family, address in ((socket.AF_UNIX, "\0" + name), (socket.AF_UNIX, "/run/dbus/system_bus_socket")):
        try: socket.socket(family).connect(address); reached.append(address)
        except OSError: pass
    for family in (16, 17, 40, 38):
        try: socket.socket(family, socket.SOCK_RAW); reached.append(family)
        except OSError: pass
    return [str(r) for r in reached]

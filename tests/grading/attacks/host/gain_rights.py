# tries: to gain rights by system calls
# comes: each is refused
libc = ctypes.CDLL(None, use_errno=True)
def f():
    status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
    got = {name: status[name].strip() for name in ("CapEff", "CapPrm", "NoNewPrivs", "Seccomp", "Uid")}
    got["unshare"] = libc.unshare(0x10000000)
    got["mount"] = libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)
    got["ptrace"] = libc.ptrace(16, 1, None, None)
    got["setuid"] = libc.setuid(0)
    got["keyctl"] = libc.syscall(250 if os.uname().machine == "x86_64" else 219, 0, -3, 1)
    got["chroot"] = libc.chroot(b"/tmp")
    got["pids"] = [p for p in os.listdir("/proc") if p.isdigit()]
    try: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); got["fifo"] = 1
    except OSError: got["fifo"] = 0
    return got

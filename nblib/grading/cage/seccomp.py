"""A system-call filter for the sandbox: what no notebook needs and what reaches parts of the kernel
best left alone.
"""

import platform
import struct

# Numbers of the system calls by machine, from the kernel's headers: (x86_64, aarch64).
DENIED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    # Memory that no process has mapped escapes the count of what the sandbox holds.
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
MACHINES = {
    "x86_64": (0, 0xC000003E, 56, 41),
    "aarch64": (1, 0xC00000B7, 220, 198),
}  # column, arch, clone, socket
CLONE3 = 435
NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW* flags
# Unix, IPv4, IPv6: the network namespace is empty, but vsock, for one, does not heed it.
FAMILIES = (1, 2, 10)
# Instructions of BPF.
LOAD = 0x20
EQUAL = 0x15
AT_LEAST = 0x35
ANY_BIT = 0x45
RETURN = 0x06
# What a filter may return.
ALLOW = 0x7FFF0000
EPERM = 0x00050001
ENOSYS = 0x00050026
KILL = 0x80000000
# Where, in what the kernel shows a filter, these stand (bytes).
NUMBER = 0
ARCH = 4
FIRST_ARGUMENT = 16


def program(machine=None):
    """Return the filter as compiled BPF, or None for a machine whose numbers are not known here."""
    if (machine or platform.machine()) not in MACHINES:
        return None
    column, arch, clone, socket = MACHINES[machine or platform.machine()]
    # Each line: what to do, how many lines to skip where it holds and where not, and its number.
    lines = [(LOAD, 0, 0, ARCH), (EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    # The x32 calls of x86_64 have numbers of their own.
    lines += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, EPERM)]
    # clone3 takes its flags from memory, where a filter cannot look; libraries fall back to clone.
    lines += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ENOSYS)]
    for numbers in DENIED.values():
        lines += [(EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, EPERM)]
    lines += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 0, 1, NEW_NAMESPACES)]
    lines += [
        (RETURN, 0, 0, EPERM),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 5, socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
    ]
    lines += [(EQUAL, 3 - i, 0, family) for i, family in enumerate(FAMILIES)]
    lines += [(RETURN, 0, 0, EPERM), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)

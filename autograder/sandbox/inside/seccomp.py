"""seccomp: system calls that no notebook about NumPy needs end with EPERM.

A filter of the classic BPF kind, https://docs.kernel.org/userspace-api/seccomp_filter.html. It
refuses what is named and lets everything else through: what a process may open is up to namespaces
and Landlock, and a list of what is allowed would break with the next C library.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from . import kernel

# fmt: off
# name: (x86_64, aarch64), None where the machine has no such call
_REFUSED = {
    # other processes' memory, descriptors and pages
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "perf_event_open": (298, 241),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # other processes' share of the machine
    "setpriority": (141, 140), "ioprio_set": (251, 30),
    # leaving the group that is killed when the notebook ends, or becoming another program
    "setsid": (112, 157), "setpgid": (109, 154), "execve": (59, 221), "execveat": (322, 281),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "open_tree_attr": (467, 467),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "inotify_init": (253, None),
    "inotify_init1": (294, 26), "fanotify_init": (300, 262), "mknod": (133, None),
    "mknodat": (259, 33),
    # memory and files that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # the network; pairs of sockets are below
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    # parts of the kernel where mistakes are found most often
    "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "modify_ldt": (154, None),
    "personality": (135, 92), "vhangup": (153, 58), "lookup_dcookie": (212, 18),
    # the machine itself
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "syslog": (103, 116),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None),
    "ioperm": (173, None), "nfsservctl": (180, 42),
}
_SIGNALS = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424),
}
# changes of files that need not be opened for it: Landlock does not see them
_ATTRIBUTES = {
    "truncate": (76, 45), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setxattrat": (463, 463), "removexattrat": (466, 466), "file_setattr": (469, 469),
}
# refused unless the argument (number, mask) has this value: only for the calling process itself
_ONLY_IF = {
    "prlimit64": ((302, 261), 0, 0xFFFFFFFF, 0),
    "sched_setaffinity": ((203, 122), 0, 0xFFFFFFFF, 0),
    "sched_setscheduler": ((144, 119), 0, 0xFFFFFFFF, 0),
    "sched_setparam": ((142, 118), 0, 0xFFFFFFFF, 0),
    "sched_setattr": ((314, 274), 0, 0xFFFFFFFF, 0),
    # a pair of streams: with a pair of datagram sockets one can reach other sockets
    "socketpair domain": ((53, 199), 0, 0xFFFFFFFF, 1),
    "socketpair type": ((53, 199), 1, 0xF, 1),
}
# refused if the argument is one of these
_NOT_IF = {
    # signals to others by way of a file: F_SETOWN, F_SETSIG, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP
    "fcntl": ((72, 25), 1, (8, 10, 15)),
    "ioctl": ((16, 29), 1, (0x8901, 0x8902, 0x5412, 0x541C)),  # and typing into a terminal
    "prctl": ((157, 167), 0, (1,)),  # PR_SET_PDEATHSIG: it dies with its parent
}
# fmt: on
_CLONE, _CLONE3 = (56, 220), (435, 435)
_NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW* flags
_MACHINES = (0xC000003E, 0xC00000B7)

_LOAD, _EQUAL, _ANY_BIT, _AND, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x54, 0x35, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def restrict(signals: bool = True, attributes: bool = True) -> None:
    """Refuse the calls from now on, for this process and all its children.

    Parameters
    ----------
    signals : bool
        Whether signals are allowed: where something else keeps them from other processes.
    attributes : bool
        Whether files' owners, modes and times may be changed: where the only files of this user
        are the notebook's.
    """
    code = program(kernel.machine(), signals, attributes)
    kernel.no_new_privileges()
    filter_ = _Program(len(code) // 8, code)
    zero = ctypes.c_ulong(0)
    result = kernel.libc().prctl(
        kernel.PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(filter_), zero, zero
    )
    kernel.checked(result, "seccomp")


@functools.cache
def program(machine: int, signals: bool = True, attributes: bool = True) -> bytes:
    """Return the filter for a machine (0 x86_64, 1 aarch64) as BPF instructions."""
    refused = _REFUSED | ({} if signals else _SIGNALS) | ({} if attributes else _ATTRIBUTES)
    refuse = _instruction(_RETURN, _FAIL | errno.EPERM)
    code = [
        _instruction(_LOAD, 4),  # the machine that the call is for
        _instruction(_EQUAL, _MACHINES[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, 0),  # the call's number
    ]
    if machine == 0:  # the numbers of the x32 ABI
        code += [_instruction(_AT_LEAST, 0x40000000, 0, 1), _instruction(_RETURN, _KILL)]
    for numbers in refused.values():
        number = numbers[machine]
        if number is not None:
            code += [_instruction(_EQUAL, number, 0, 1), refuse]
    # clone3's flags lie in memory that a filter cannot read; without it the C library uses clone
    code += [_instruction(_EQUAL, _CLONE3[machine], 0, 1)]
    code += [_instruction(_RETURN, _FAIL | errno.ENOSYS)]
    code += _about(_CLONE[machine], 0, [_instruction(_ANY_BIT, _NEW_NAMESPACES, 0, 1), refuse])
    for numbers, argument, mask, value in _ONLY_IF.values():
        test = [_instruction(_AND, mask), _instruction(_EQUAL, value, 1, 0), refuse]
        code += _about(numbers[machine], argument, test)
    for numbers, argument, values in _NOT_IF.values():
        test = [i for value in values for i in (_instruction(_EQUAL, value, 0, 1), refuse)]
        code += _about(numbers[machine], argument, test)
    return b"".join([*code, _instruction(_RETURN, _ALLOW)])


def _about(number: int, argument: int, test: list[bytes]) -> list[bytes]:
    """Return instructions that look at one argument of one call, then go on."""
    load = _instruction(_LOAD, 16 + 8 * argument)  # its lower half, on little-endian machines
    again = _instruction(_LOAD, 0)
    return [_instruction(_EQUAL, number, 0, len(test) + 2), load, *test, again]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)

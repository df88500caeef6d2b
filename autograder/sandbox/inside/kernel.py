"""Calls to the Linux kernel that Python has no function for.

None of the packages that wrap these fits here (landlock 1.0.0.dev5, landlockpy 0.2, py-landlock
0.1, pyseccomp 0.1.2, seccompy 0.2, looked at in 2026): two are pre-releases or a few months old by
one author, pyseccomp needs libseccomp on the system, and each would have to stand in the students'
interpreter, where student code could look for it. The calls that we need are few.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import struct

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_READ_EVERYTHING = 1 << 2  # CAP_DAC_READ_SEARCH
_NEWEST = 0x20080522  # the version of the structures below

# name: (x86_64, aarch64); from the kernel's syscall_64.tbl and asm-generic/unistd.h
NUMBERS = {
    "pivot_root": (155, 41),
    "capset": (126, 91),
    "mount_setattr": (442, 442),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}


@functools.cache
def libc() -> ctypes.CDLL:
    """Return the C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def machine() -> int:
    """Return the column of this machine in tables of numbers; OSError if there is none."""
    try:
        return {"x86_64": 0, "aarch64": 1}[platform.machine()]
    except KeyError:
        raise OSError(f"no system call numbers for {platform.machine()}") from None


def checked(result: int, what: str) -> int:
    """Return the result of a call, or raise its errno as OSError that names the call."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def call(name: str, *arguments: object) -> int:
    """Make a system call by name."""
    number = NUMBERS[name][machine()]
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(libc().syscall(ctypes.c_long(number), *wide), name)


def prctl(option: int, value: int, what: str) -> None:
    """Set one property of this process."""
    zero = ctypes.c_ulong(0)
    checked(libc().prctl(option, ctypes.c_ulong(value), zero, zero, zero), what)


def no_new_privileges() -> None:
    """Give up that programs with the setuid bit give rights; Landlock and seccomp ask for it."""
    prctl(PR_SET_NO_NEW_PRIVS, 1, "no_new_privs")


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name for new ones."""
    checked(libc().unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int = 0, data: str = "") -> None:
    """Mount a file system, or a part of one again (`kind` None)."""
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    result = libc().mount(*encoded, ctypes.c_ulong(flags), os.fsencode(data) or None)
    checked(result, f"mount {target}")


def unmount(target: str) -> None:
    """Take a mounted file system away, also while it is used."""
    checked(libc().umount2(os.fsencode(target), 2), f"umount {target}")


def become(user: int, keep_reading: bool = False) -> None:
    """Become another user, without a group and without capabilities; for root only.

    Parameters
    ----------
    user : int
        The user's number; the group's is the same.
    keep_reading : bool
        Keep the right to read files of others: where the interpreter lies in a directory of
        root's, and Landlock says what can be read.
    """
    if keep_reading:
        prctl(PR_SET_KEEPCAPS, 1, "keep capabilities")
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if keep_reading:
        drop_capabilities(_READ_EVERYTHING)


def drop_capabilities(kept: int = 0) -> None:
    """Give up all capabilities but `kept`; nothing brings them back as no program is executed."""
    header = struct.pack("=Ii", _NEWEST, 0)
    low, high = kept & 0xFFFFFFFF, kept >> 32
    sets = struct.pack("=6I", low, low, 0, high, high, 0)
    call("capset", ctypes.c_char_p(header), ctypes.c_char_p(sets))


def hide_memory(hidden: bool = True) -> None:
    """Keep this user's other processes from reading this one's memory in /proc."""
    prctl(PR_SET_DUMPABLE, 0 if hidden else 1, "dumpable")


def die_with_parent(signal: int) -> None:
    """Ask for a signal when the parent ends; forgotten when the user changes, so ask last."""
    prctl(PR_SET_PDEATHSIG, signal, "die with parent")

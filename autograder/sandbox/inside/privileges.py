"""Who this process is, and what it may do because of that."""

from __future__ import annotations

import ctypes
import os
import struct

from . import kernel

_READ_EVERYTHING = 1 << 2  # CAP_DAC_READ_SEARCH
_NEWEST = 0x20080522  # the version of the structures below


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
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1, "keep capabilities")
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
    kernel.call("capset", ctypes.c_char_p(header), ctypes.c_char_p(sets))


def hide_memory(hidden: bool = True) -> None:
    """Keep this user's other processes from reading this one's memory in /proc."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0 if hidden else 1, "dumpable")


def die_with_parent(signal: int) -> None:
    """Ask for a signal when the parent ends; forgotten when the user changes, so ask last."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal, "die with parent")

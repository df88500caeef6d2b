"""Landlock: from now on this process opens only what it is allowed to.

Needs no privilege, also within containers. It cannot be undone and holds for all children. See
https://docs.kernel.org/userspace-api/landlock.html, whose names and numbers are used here.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable

from . import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK = (1 << b for b in range(6, 12))
MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(12, 16))

_READ = READ_FILE | READ_DIR
_DEVICE = READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV
_FILE = EXECUTE | _DEVICE  # the rights that a rule for a single file may have
_OWN = _READ | WRITE_FILE | TRUNCATE | REFER | REMOVE_DIR | REMOVE_FILE
_OWN |= MAKE_DIR | MAKE_REG | MAKE_FIFO | MAKE_SYM
_SCOPES = 0b11  # abstract sockets and signals stay among the confined
_NETWORK = 0b11  # binding and connecting TCP


def version() -> int:
    """Return the version of Landlock here; OSError if there is none."""
    return kernel.call("landlock_create_ruleset", None, 0, 1)


def keeps_signals(landlock: int) -> bool:
    """Tell whether this version keeps signals among the confined."""
    return landlock >= 6


def restrict(
    readable: Iterable[str],
    writable: Iterable[str],
    devices: Iterable[str] = (),
    listed: Iterable[str] = (),
) -> None:
    """Allow this process to read and write below some paths and nothing else.

    Parameters
    ----------
    readable, writable, devices : iterable of str
        Directories or files; one that this process cannot reach is left out.
    listed : iterable of str
        Directories of which, and of those below, the names can be listed.
    """
    landlock = version()
    handled = _handled(landlock)
    network = _NETWORK if landlock >= 4 else 0
    scopes = _SCOPES if keeps_signals(landlock) else 0
    size = 8 if landlock < 4 else 16 if landlock < 6 else 24
    attributes = struct.pack("=QQQ", handled, network, scopes)[:size]
    rules = kernel.call("landlock_create_ruleset", ctypes.c_char_p(attributes), size, 0)
    try:
        allowed = (readable, _READ), (writable, _OWN), (devices, _DEVICE), (listed, READ_DIR)
        for paths, rights in allowed:
            for path in paths:
                with contextlib.suppress(FileNotFoundError, PermissionError):
                    _allow(rules, path, rights & handled)
        kernel.no_new_privileges()
        kernel.call("landlock_restrict_self", rules, 0)
    finally:
        os.close(rules)


def _handled(landlock: int) -> int:
    """Return all rights that this version knows: what it knows it refuses."""
    newest = {1: MAKE_SYM, 2: REFER, 3: TRUNCATE, 4: TRUNCATE}.get(landlock, IOCTL_DEV)
    return 2 * newest - 1


def _allow(rules: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _FILE
        rule = struct.pack("=Qi", rights, place)
        kernel.call("landlock_add_rule", rules, 1, ctypes.c_char_p(rule), 0)
    finally:
        os.close(place)

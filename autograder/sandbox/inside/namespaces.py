"""Namespaces: a file system, processes and a network of the notebook's own."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Mapping
from typing import NoReturn

from . import kernel

MOUNTS, UTS, IPC, USER, PROCESSES, NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
OTHERS = MOUNTS | UTS | IPC | PROCESSES | NETWORK

_NOSUID, _NODEV, _NOEXEC, _BIND, _RECURSIVE, _PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_READ_ONLY = 1  # MOUNT_ATTR_RDONLY; the other attributes have the numbers above
_AT_RECURSIVE, _HERE = 0x8000, -100
_DEVICES = ("null", "zero", "full", "random", "urandom")
_OLD = "/.old"


def run_placed(place: str, shown: Mapping[str, str], there: list[str], here: list[str]) -> NoReturn:
    """Become a program that finds directories at another place, if this system allows that.

    Parameters
    ----------
    place : str
        A directory of which the program needs nothing; it has what is shown instead.
    shown : mapping
        What there is in it, by name, and where that lies.
    there, here : list of str
        The program and its arguments: if it works, and if it does not.
    """
    child = os.fork()  # tries it: what works in part cannot be undone
    if not child:
        try:
            _place(place, shown)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1] == 0:
        _place(place, shown)
        os.execv(there[0], there)
    os.execv(here[0], here)


def _place(place: str, shown: Mapping[str, str]) -> None:
    if os.geteuid() == 0:
        kernel.unshare(MOUNTS)
    else:
        _unshare_as_user(MOUNTS)
    kernel.mount("none", "/", None, _RECURSIVE | _PRIVATE)
    kernel.mount("tmpfs", place, "tmpfs", _NOSUID | _NODEV, "size=64k,mode=755")
    for name, path in shown.items():
        _make(f"{place}/{name}")
        kernel.mount(path, f"{place}/{name}", None, _BIND | _RECURSIVE)
    _read_only(place, recursive=False)


def leave(root: bool) -> None:
    """Leave this machine's namespaces for new ones; the next fork is process 1 of its own.

    Parameters
    ----------
    root : bool
        Do it as root. Otherwise a user namespace gives the right to do so, where it is allowed.
    """
    if root:
        kernel.unshare(OTHERS)
        return
    _unshare_as_user(OTHERS)


def _unshare_as_user(kinds: int) -> None:
    """Leave namespaces by way of a new one of users, in which user and group stay the same."""
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(USER | kinds)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def new_root(
    paths: Iterable[str],
    hidden: Iterable[str],
    links: Mapping[str, str],
    scratch: str,
    owner: int,
    group: int,
    disk: int,
    files: int,
) -> None:
    """Replace the file system by a small one; to be called by process 1 of new namespaces.

    Parameters
    ----------
    paths : iterable of str
        What can be read, at the place where it lies now.
    hidden : iterable of str
        Directories in these that appear empty.
    links : mapping
        Symbolic links to make, and where they lead.
    scratch : str
        The only directory that can be written to; new, empty and in memory.
    owner, group : int
        The user and the group to whom it belongs.
    disk, files : int
        How many bytes, and how many files, fit into it.
    """
    kernel.mount("none", "/", None, _RECURSIVE | _PRIVATE)
    # over /tmp only until the next step, after which it is / and all of the old /tmp is at _OLD
    kernel.mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, "size=1m,mode=755")
    os.mkdir("/tmp" + _OLD)
    os.chdir("/tmp")
    kernel.call("pivot_root", ctypes.c_char_p(b"."), ctypes.c_char_p(_OLD[1:].encode()))
    os.chdir("/")
    for path in sorted([*paths, *hidden]):  # what lies deeper comes later
        if path in hidden:
            kernel.mount("tmpfs", path, "tmpfs", _NOSUID | _NODEV, "size=4k,mode=755")
        else:
            _show(path)
    for name in _DEVICES:
        _show(f"/dev/{name}", device=True)
    _mount_processes()
    for path, target in links.items():
        _link(path, target)
    _make("/etc")
    _write("/etc/passwd", f"student:x:{owner}:{group}::{scratch}:/bin/false\n", new=True)
    _make(scratch)
    size = f"size={disk},nr_inodes={files + 1},mode=700,uid={owner},gid={group}"
    kernel.mount("tmpfs", scratch, "tmpfs", _NOSUID | _NODEV | _NOEXEC, size)
    kernel.unmount(_OLD)
    os.rmdir(_OLD)
    for path in ("/", *hidden):
        _read_only(path, recursive=False)


def _show(path: str, device: bool = False) -> None:
    """Show a part of the old file system at the same place of the new one."""
    old = _OLD + path
    if not os.path.exists(old):
        return
    if os.path.isdir(old):
        _make(path)
    elif not os.path.exists(path):
        _make(os.path.dirname(path))
        _write(path, "", new=True)
    kernel.mount(old, path, None, _BIND | _RECURSIVE)
    if not device:
        _read_only(path)


def _mount_processes() -> None:
    """Mount /proc with nothing in it but this namespace's processes.

    Refused where the /proc outside is itself covered in part, in a pod for instance. Python,
    NumPy and matplotlib do without.
    """
    _make("/proc")
    try:
        kernel.mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC, "subset=pid")
    except OSError:
        return


def _read_only(path: str, recursive: bool = True) -> None:
    attributes = struct.pack("=QQQQ", _READ_ONLY | _NOSUID | _NODEV, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    place = ctypes.c_char_p(os.fsencode(path))
    code = ctypes.c_char_p(attributes)
    kernel.call("mount_setattr", _HERE, place, flags, code, len(attributes))


def _link(path: str, target: str) -> None:
    if not os.path.lexists(path):
        _make(os.path.dirname(path))
        os.symlink(target, path)


def _make(folder: str) -> None:
    os.makedirs(folder, mode=0o755, exist_ok=True)


def _write(path: str, text: str, new: bool = False) -> None:
    with open(path, "x" if new else "w", encoding="utf-8") as file:
        file.write(text)

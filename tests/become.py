"""Becomes an ordinary user, who sees what lies in directories that are closed to others.

Root starts it as a program, with what to do as JSON and then a command: `tests.users.as_user` says
how. Where the interpreter or this checkout lies in a home that nobody else may enter, root's say,
it is shown at the same place, in mounts of this one process.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.sandbox.inside import kernel

_NEW_MOUNTS = 0x00020000  # CLONE_NEWNS
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_SMALL = "size=64k,mode=755"


def have_own_mounts() -> None:
    """Have mounts that end with this process and its children, and that nobody else sees."""
    kernel.unshare(_NEW_MOUNTS)
    kernel.mount("none", "/", None, _RECURSIVE | _PRIVATE)


def lay_over(file: str, target: str) -> None:
    """Show a file in another's place."""
    kernel.mount(file, target, None, _BIND)


def show(closed: Mapping[str, Sequence[str]]) -> None:
    """Let everybody into directories, where each holds nothing but these paths below it then."""
    for home, shown in closed.items():
        kernel.mount("tmpfs", "/mnt", "tmpfs", 0, _SMALL)
        for number, path in enumerate(shown):
            os.mkdir(f"/mnt/{number}")
            kernel.mount(path, f"/mnt/{number}", None, _BIND | _RECURSIVE)
        kernel.mount("tmpfs", home, "tmpfs", 0, _SMALL)
        for number, path in enumerate(shown):
            os.makedirs(path, exist_ok=True)
            kernel.mount(f"/mnt/{number}", path, None, _BIND | _RECURSIVE)
        kernel.unmount("/mnt")


def become(number: int, group: int, groups: Sequence[int], umask: int) -> None:
    """Be the user from now on, without a right of root's."""
    os.setgroups(groups)
    os.setresgid(group, group, group)
    os.setresuid(number, number, number)
    os.umask(umask)


def _main(told: str, *command: str) -> None:
    what = json.loads(told)
    if what["closed"]:
        have_own_mounts()
        show(what["closed"])
    become(*what["user"])
    if what["place"]:
        os.chdir(what["place"])
    os.execv(command[0], command)


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""Runs programs as ordinary users of this machine: real numbers, real groups, no pretence."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_PACKAGE = ROOT / "autograder" / "sandbox"

# What lies in a home that nobody else may enter, root's say, the interpreter and this checkout, is
# shown at the same place, in a mount namespace of this one program; then root becomes the user.
_BECOME = f"""
import json, os, sys
sys.path.insert(0, {str(_PACKAGE)!r})
from inside import kernel
what = json.loads(sys.argv[1])
bind, private = 4096 | 16384, 16384 | 1 << 18
if what["shown"]:
    kernel.unshare(0x00020000)
    kernel.mount("none", "/", None, private)
for home, shown in what["shown"].items():
    kernel.mount("tmpfs", "/mnt", "tmpfs", 0, "size=64k,mode=755")
    for number, path in enumerate(shown):
        os.mkdir(f"/mnt/{{number}}")
        kernel.mount(path, f"/mnt/{{number}}", None, bind)
    kernel.mount("tmpfs", home, "tmpfs", 0, "size=64k,mode=755")
    for number, path in enumerate(shown):
        os.makedirs(path, exist_ok=True)
        kernel.mount(f"/mnt/{{number}}", path, None, bind)
    kernel.unmount("/mnt")
os.setgroups(what["groups"])
os.setresgid(*[what["group"]] * 3)
os.setresuid(*[what["number"]] * 3)
kernel.hide_memory(False)
os.umask(what["umask"])
os.chdir(what["place"])
os.execve(sys.argv[2], sys.argv[2:], what["variables"])
"""


@dataclass(frozen=True)
class User:
    """An ordinary user: no account is needed for what the kernel knows by number.

    Attributes
    ----------
    number, group : int
        The user's own; seldom the same.
    groups : tuple of int
        Those that the user is in besides.
    umask : int
        What is taken from the rights of each new file.
    home : Path or None
        Given as HOME; it should be the user's.
    """

    number: int
    group: int
    groups: tuple[int, ...] = ()
    umask: int = 0o022
    home: Path | None = None

    def run(
        self, *command: object, place: Path | str = "/", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; its name must be a path."""
        return _run(self, [str(word) for word in command], str(place), variables)

    def autograder(
        self, *arguments: object, place: Path | str = "/", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one of our commands."""
        return self.run(sys.executable, "-m", "autograder", *arguments, place=place, **variables)

    def nbgrader(
        self, *arguments: object, place: Path | str = "/", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one of nbgrader's commands."""
        return self.run(sys.executable, "-m", "nbgrader", *arguments, place=place, **variables)


def skip_unless_users_can_be() -> None:
    """Skip the test, with the reason, where this process cannot become somebody else."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can become other users to try this")
    done = _run(User(60701, 60801), [sys.executable, "-c", "import numpy, autograder"], "/", {})
    if done.returncode:
        pytest.skip(f"another user cannot run this Python: {done.stderr.strip()[-300:]}")


def _run(
    user: User, command: list[str], place: str, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    usual = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "HOME": str(user.home or "/nonexistent"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    what = {
        "number": user.number,
        "group": user.group,
        "groups": list(user.groups),
        "umask": user.umask,
        "place": place,
        "variables": {**usual, **variables},
        "shown": _shown(),
    }
    start = [sys.executable, "-I", "-S", "-c", _BECOME, json.dumps(what)]
    return subprocess.run([*start, *command], capture_output=True, text=True, check=False)


@functools.cache
def _shown() -> dict[str, list[str]]:
    """What lies in directories that are closed to others, and they must see, by directory."""
    shown: dict[str, list[str]] = {}
    for needed in dict.fromkeys(
        [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT]
    ):
        closed = [place for place in needed.parents if not place.stat().st_mode & 0o001]
        if closed:
            shown.setdefault(str(closed[-1]), []).append(str(needed))
    return shown


@contextlib.contextmanager
def open_directory() -> Iterator[Path]:
    """Give a new directory that every user may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)
        yield root

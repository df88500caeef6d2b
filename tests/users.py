"""Runs programs as ordinary users of this machine: real numbers, real groups, no pretence."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.sandbox.environment import StudentEnvironment
from tests import become

ROOT = Path(__file__).resolve().parents[1]


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
        return subprocess.run(
            as_user(self, command, place),
            env={
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
                "LANG": "C.UTF-8",
                "HOME": str(self.home or "/nonexistent"),
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
        )

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


def as_user(user: User, command: Sequence[object], place: Path | str = "") -> list[str]:
    """Return what root starts to have a user run a program, whose name must be a path."""
    who = user.number, user.group, user.groups, user.umask
    what = json.dumps({"user": who, "place": str(place), "closed": closed_to_others()})
    program = [sys.executable, "-I", "-S", str(Path(become.__file__)), what]
    return [*program, *map(str, command)]


def is_root() -> bool:
    """Return whether the tests may become other users."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def skip_unless_users_can_be() -> None:
    """Skip the test, with the reason, where this process cannot become somebody else."""
    if not is_root():
        pytest.skip("only root can become other users to try this")
    done = User(60701, 60801).run(sys.executable, "-c", "import numpy, autograder")
    if done.returncode:
        pytest.skip(f"another user cannot run this Python: {done.stderr.strip()[-300:]}")


@functools.cache
def closed_to_others() -> dict[str, list[str]]:
    """Return the directories that others cannot enter, with what they must see in each."""
    students = StudentEnvironment.find(ROOT).folder.resolve()
    needed = [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT, students]
    closed: dict[str, list[str]] = {}
    for path in dict.fromkeys(needed):
        if homes := [above for above in path.parents if not above.stat().st_mode & 0o001]:
            closed.setdefault(str(homes[-1]), []).append(str(path))
    return closed


@contextlib.contextmanager
def open_directory() -> Iterator[Path]:
    """Give a new directory that every user may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)
        yield root

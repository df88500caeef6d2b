"""Directories for temporary files that do not outlive their grading, even a killed one.

Whoever makes a directory holds a lock on it for as long as it lives; the kernel lets go of the lock
when that process ends, however it ends. So a directory of ours that nobody holds is left over from
a grading that was killed, and the next one removes it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
import weakref
from pathlib import Path

from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import is_student_user

_LOCKS = importlib.util.find_spec("fcntl") is not None  # not on Windows: nothing is swept there
_NAME = re.compile(r"autograder-(student|template|service|course)-[a-z0-9_]{8}")
_DEEP = 3_500  # characters of a path; the system knows none longer than 4 096
_DIRECTORY = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Temporary:
    """A new directory, gone when it is closed.

    Parameters
    ----------
    what : {"student", "template", "service", "course"}
        What it is for; a part of its name.
    """

    def __init__(self, what: str) -> None:
        path, lock = _made(f"autograder-{what}-")
        # the last link resolved, as Landlock and the student's process name it
        self.path = path.resolve()
        self.close = weakref.finalize(self, _close, self.path, lock)


class Scratch:
    """A new directory for one notebook, gone when it is closed.

    Where a file system of the notebook's own limits what it writes, none is needed; elsewhere ask
    `over` between the cells and while waiting for one.
    """

    def __init__(self, user: int | None = None) -> None:
        self._temporary = Temporary("student")
        self.path = self._temporary.path
        if user is not None:
            os.chown(self.path, user, user)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def over(self, limits: Limits) -> str | None:
        """Return the name of the limit that the files exceed, None if they do not."""
        size = count = 0
        ahead = [str(self.path)]
        while ahead:
            folder = ahead.pop()
            if len(folder) > _DEEP:  # a longer path cannot be looked into
                return "files"
            # what is removed meanwhile does not count
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    count += 1
                    if count > limits.files:
                        return "files"
                    if entry.is_dir(follow_symlinks=False):
                        ahead.append(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
                        if size > limits.disk:
                            return "disk"
        return None

    def close(self) -> None:
        """Remove the directory and all that was written to it."""
        self._temporary.close()


def sweep() -> None:
    """Remove what killed gradings left behind; never what somebody holds or another user owns."""
    if not _LOCKS:
        return
    folder = tempfile.gettempdir()
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                _sweep(Path(folder, entry.name))


@functools.cache
def sweep_once() -> None:
    """Sweep, at most once in a process."""
    sweep()


def remove(path: Path) -> None:
    """Remove a directory and all in it, whatever its owner did to it."""
    with contextlib.suppress(RecursionError):  # a thousand directories within each other
        if _effective_user() == 0:  # needs no rights, and follows no name that may change meanwhile
            shutil.rmtree(path, ignore_errors=True)
        else:
            shutil.rmtree(path, onerror=_make_writable)
    if path.exists():
        with contextlib.suppress(OSError):  # Windows has no rm
            subprocess.run(["rm", "-rf", "--", str(path)], check=False, capture_output=True)


def _made(prefix: str) -> tuple[Path, int | None]:
    """Return a new directory and the lock that is held on it."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=prefix))
        try:
            lock = _lock(path)
        except (BlockingIOError, FileNotFoundError):
            continue  # somebody who sweeps was faster than we are: the next one
        except OSError:  # no locks on this file system: under a name that is never swept
            path.rmdir()
            return Path(tempfile.mkdtemp(prefix=f"unlocked-{prefix}")), None
        if lock is None or _is(path, lock):
            return path, lock
        os.close(lock)


def _lock(path: Path) -> int | None:
    """Return a descriptor that holds the lock on a directory; None on Windows.

    Raises
    ------
    BlockingIOError
        If somebody else holds it.
    OSError
        If it cannot be locked, or is no directory.
    """
    if not _LOCKS:
        return None
    import fcntl

    held = os.open(path, _DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(held)
        raise
    return held


def _is(path: Path, held: int) -> bool:
    """Tell whether the directory that is held is the one that stands there."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(held))
    except OSError:
        return False


def _sweep(path: Path) -> None:
    """Remove a directory if it is ours and nobody holds it."""
    try:
        about = os.lstat(path)
        if _ours(about) and stat.S_ISDIR(about.st_mode) and not about.st_mode & stat.S_IRUSR:
            os.chmod(path, 0o700)  # a notebook took the right to look into its directory away
        lock = _lock(path)
    except OSError:  # held, gone, a link, no directory, not ours to open
        return
    if lock is None:
        return
    try:
        if _ours(os.fstat(lock)) and _is(path, lock):
            remove(path)
    finally:
        os.close(lock)


def _ours(about: os.stat_result) -> bool:
    """Tell whether we made it: it is this user's, or root's who gave it to a student's user."""
    me = _effective_user()
    return about.st_uid == me or (me == 0 and is_student_user(about.st_uid))


def _effective_user() -> int | None:
    return os.geteuid() if hasattr(os, "geteuid") else None


def _close(path: Path, lock: int | None) -> None:
    remove(path)
    if lock is not None:
        os.close(lock)


def _make_writable(function: object, path: str, _: object) -> None:
    """A notebook may have taken rights away from its own directories: give them back, go on."""
    with contextlib.suppress(OSError):
        os.chmod(os.path.dirname(path), 0o700)
        os.chmod(path, 0o700, follow_symlinks=False)
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)

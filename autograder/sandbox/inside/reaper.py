"""Interrupts and ends notebooks: the keepers that `confine.enter` made of our forks."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import sys
import threading
import time

_PR_SET_CHILD_SUBREAPER = 36
_PATIENCE = 3.0  # seconds that a keeper has to end its group
_ROUNDS = 1_000  # each ends all orphans there are; their children become orphans then


class Reaper:
    """Knows the children of this process.

    No child is waited for before its end was asked for: until then its number cannot become
    another process's. What a killed keeper could not end becomes ours where the system allows it.
    """

    def __init__(self) -> None:
        self._known: dict[int, str | None] = {}
        self._inherits = sys.platform == "linux" and (
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
        )

    def expect(self, child: int, scratch: str | None) -> None:
        """Remember a child that was forked, and the directory that it writes to."""
        self._known[child] = scratch

    def interrupt(self, child: int) -> None:
        """Have the interrupt signal passed on to the student's process."""
        if child in self._known:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGINT)

    def end(self, child: int) -> int:
        """End a notebook's processes; return how its keeper ended, as by `waitpid`."""
        if child not in self._known:
            return 0
        os.kill(child, signal.SIGTERM)
        status = _ended(child, _PATIENCE)
        if status is None:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        del self._known[child]
        self._end_orphans()
        return status

    def end_all(self) -> None:
        """End every notebook and remove its directory: the grader may have been killed."""
        for child, scratch in list(self._known.items()):
            self.end(child)
            if scratch is not None:
                shutil.rmtree(scratch, ignore_errors=True)

    def _end_orphans(self) -> None:
        for _ in range(_ROUNDS if self._inherits else 0):
            orphans = _children() - self._known.keys()
            if not orphans:
                return
            for orphan in orphans:
                with contextlib.suppress(OSError):
                    os.kill(orphan, signal.SIGKILL)
                    os.waitpid(orphan, 0)


def _ended(child: int, seconds: float) -> int | None:
    """Wait for a child's end; return its status, or None if so many seconds were not enough."""
    deadline = time.monotonic() + seconds
    with contextlib.suppress(AttributeError, OSError):  # only Linux has it, since 5.3
        descriptor = os.pidfd_open(child)
        select.select([descriptor], [], [], seconds)
        os.close(descriptor)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() > deadline:
            return None
        time.sleep(0.001)


def _children() -> set[int]:
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/children") as numbers:
            return {int(number) for number in numbers.read().split()}
    except OSError:  # no /proc, or a kernel that does not tell
        return set()

"""The one directory that a notebook may write to, where it is not in memory."""

from __future__ import annotations

import contextlib
import os

from autograder.sandbox.limits import Limits
from autograder.sandbox.temporary import Temporary

_DEEP = 3_500  # characters of a path; the system knows none longer than 4 096


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

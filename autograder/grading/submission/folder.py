"""What lies in a student's folder: the notebook, and what stands beside it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.gradebook.timestamp import TIMESTAMP
from autograder.grading.submission.reading import Refused
from autograder.sandbox.limits import Limits

FILES = 200  # beside the notebook
DEPTH = 20  # folders in folders: nobody's data lies deeper
NOTE = "could-not-be-graded.txt"  # of `autograder collect`: why what lies beside it cannot be
_ODD = frozenset(":\\")  # in a name: somewhere else they lead out of the folder


@dataclass(frozen=True)
class SubmittedFolder:
    """The content of one submission folder; symbolic links are never followed."""

    notebook: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: str = ""

    @property
    def digest(self) -> str:
        """A hash of everything that grading sees."""
        sum_ = hashlib.blake2b(self.notebook, digest_size=20)
        for name, content in sorted(self.files.items()):
            sum_.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            sum_.update(content)
        return sum_.hexdigest()


def read_folder(folder: Path, stem: str, limits: Limits | None = None) -> SubmittedFolder:
    """Return what a student handed in.

    Parameters
    ----------
    folder : Path
        `submitted/<student>/<assignment>`.
    stem : str
        The name of the notebook; if there is only one notebook, it may be called otherwise.
    limits : Limits, optional
        How large the notebook, and all files beside it together, may be.

    Raises
    ------
    Refused
        If there is no notebook, or not one that can be read.
    """
    size = (limits or Limits()).submission
    if folder.is_symlink() or not folder.is_dir():
        raise Refused("Nothing was handed in: the folder is missing or only a link.")
    names = sorted(_names(folder))
    if NOTE in names:
        raise Refused(
            (_content(f"{folder}/{NOTE}", 10_000) or b"").decode("utf-8", "replace").strip()
        )
    chosen = f"{stem}.ipynb"
    notebooks = [name for name in names if name.lower().endswith(".ipynb")]
    if chosen not in notebooks:
        if len(notebooks) != 1:
            others = ", ".join(notebooks[:5])
            raise Refused(
                f"{chosen} was not handed in"
                + (f", but {len(notebooks)} other notebooks: {others}." if others else ".")
            )
        chosen = notebooks[0]
    files: dict[str, bytes] = {}
    left = size
    for name in names:
        if name in notebooks or name == TIMESTAMP or len(files) == FILES or _ODD & {*name}:
            continue
        content = _content(f"{folder}/{name}", left)
        if content is not None:
            files[name] = content
            left -= len(content)
    notebook = _content(f"{folder}/{chosen}", size)
    if notebook is None:
        raise Refused(
            f"{chosen} is a link, cannot be read, or has more than {size / 1e6:.0f} MB: "
            "clear the outputs, save and hand it in again."
        )
    stamp = (_content(f"{folder}/{TIMESTAMP}", 1_000) or b"") if TIMESTAMP in names else b""
    return SubmittedFolder(notebook, files, stamp.decode("utf-8", "replace").strip())


def _names(folder: Path) -> Iterator[str]:
    """The files' paths below the folder, with slashes; hidden ones and caches left out."""
    ahead = [""]
    while ahead:
        below = ahead.pop()
        try:
            entries = list(os.scandir(folder / below))
        except OSError:  # it may not be read
            continue
        for entry in entries:
            name = f"{below}/{entry.name}" if below else entry.name
            if entry.name[0] == "." or entry.name == "__pycache__":
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield name
            elif name.count("/") < DEPTH:
                ahead.append(name)


def _content(path: str, size: int) -> bytes | None:
    """The file's bytes; None for a link, a device, a file that is too large or unreadable."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > size:
                return None
            return file.read(size + 1)[:size]
    except OSError:
        return None


_NONBLOCK = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not hang us

"""What lies in a student's folder: the notebook, what stands beside it, nbgrader's receipt."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.files import PRIVATE, write_text
from autograder.gradebook.timestamp import TIMESTAMP, nbgraders_time
from autograder.grading.submission.reading import Refused
from autograder.sandbox.limits import Limits

FILES = 200  # beside the notebook
DEPTH = 20  # folders in folders: nobody's data lies deeper
SECRET = "submission_secret.txt"
NOTE = "could-not-be-graded.txt"  # of `autograder collect`: why what lies beside it cannot be
_ODD = frozenset(":\\")  # in a name: somewhere else they lead out of the folder
_LONGEST = 1_000  # bytes of a receipt's file; nbgrader's secrets have 128
_NOBODYS = "no-secret-was-handed-in-"


@dataclass(frozen=True)
class Receipt:
    """What nbgrader's exchange puts beside a submission: when it came, and its secret.

    Feedback goes back under a name that is made from the secret: only the student's own copy of
    this one submission has it. So it goes with the submission from `submitted/` over `autograded/`
    to `feedback/`, where `nbgrader release_feedback` needs it.

    Attributes
    ----------
    timestamp : str
        As it was written; empty if it is no time.
    secret : str
        Empty if there is none, or it is no text.
    """

    timestamp: str = ""
    secret: str = ""

    @classmethod
    def of(cls, folder: Path) -> Receipt:
        """Return the one that lies in a folder, as far as it can be read."""
        stamp = (_content(f"{folder}/{TIMESTAMP}", _LONGEST) or b"").decode("utf-8", "replace")
        secret = _content(f"{folder}/{SECRET}", _LONGEST) or b""
        return cls(stamp.strip() if nbgraders_time(stamp) else "", secret_in(secret))

    def write(self, folder: Path) -> None:
        """Write it into a folder, in the place of an earlier submission's."""
        for name, text in ((TIMESTAMP, self.timestamp), (SECRET, self.secret)):
            if text:
                write_text(folder / name, text, PRIVATE)
            else:
                with contextlib.suppress(FileNotFoundError):
                    (folder / name).unlink()

    def write_for_release(self, folder: Path) -> None:
        """Write it beside a page; what is missing would stop nbgrader's release for everybody.

        The page of who has handed in no secret is then released under a name that nobody knows.
        """
        secret = self.secret
        if not secret:
            before = Receipt.of(folder).secret
            same = before.startswith(_NOBODYS)  # a new one would be released to a new place
            secret = before if same else f"{_NOBODYS}{secrets.token_hex(32)}"
        write_text(folder / TIMESTAMP, self.timestamp, PRIVATE)
        write_text(folder / SECRET, secret, PRIVATE)


def secret_in(content: bytes) -> str:
    """Return a submission's secret; empty if it can be none: nbgrader stumbles over such bytes."""
    try:
        return content.decode("utf-8") if len(content) <= _LONGEST else ""
    except UnicodeDecodeError:
        return ""


@dataclass(frozen=True)
class SubmittedFolder:
    """The content of one submission folder; symbolic links are never followed."""

    notebook: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    receipt: Receipt = Receipt()

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
        if name in (*notebooks, TIMESTAMP, SECRET) or len(files) == FILES or _ODD & {*name}:
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
    return SubmittedFolder(notebook, files, Receipt.of(folder))


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

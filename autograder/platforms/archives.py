"""What a download holds, read as data from strangers: nothing is unpacked to disk by name."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.course.people import printable
from autograder.errors import MaterialError, UsageError

_ENCRYPTED = 0x1  # flag bit of a zip entry, APPNOTE 4.4.4
_UTF8 = 0x800  # flag bit of a zip entry: its name is UTF-8; APPNOTE 4.4.4
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8, APPNOTE 4.6.9
_NOT_THE_STUDENTS = {
    *("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", ".git"),
    *(".github", ".gitignore", ".gitattributes"),
}
_DEEPEST, _LONGEST = 100, 255  # folders in folders; letters that a file system takes


@dataclass(frozen=True)
class DownloadLimits:
    """How much a download, and one file in it, may be."""

    files: int = 20_000  # in the whole download
    disk_files: int = 1_000_000  # in a folder: an exchange keeps all that was ever handed in
    total_bytes: int = 4_000_000_000
    file_bytes: int = 20_000_000
    ratio: int = 200  # unpacked to packed; only the saved output of an endless loop is above
    inner_files: int = 500  # in a zip that one student handed in
    inner_bytes: int = 100_000_000


@dataclass(frozen=True)
class Found:
    """One file of a download; `read()` gives its bytes while the download is open."""

    name: str  # with "/" between folders, NFC
    modified: float  # seconds since 1970; when the file or the archive was written
    read: Callable[[], bytes]
    owners: tuple[int, ...] = ()  # on disk: of the download, each folder below, the file
    changed: float | None = None  # on disk: when it last was; nobody can set this time


@dataclass(frozen=True)
class Skipped:
    """A file that was not taken, and why."""

    name: str
    reason: str
    handed_in: bool = True  # a student meant to hand it in


@contextmanager
def opened(
    download: Path, limits: DownloadLimits | None = None
) -> Iterator[tuple[list[Found], list[Skipped]]]:
    """Give the files of a zip or a folder, and what was skipped with the reason.

    Zips that lie in the download (a student's own zip) are looked into once; zips in those are
    not. Links, encrypted files, names that lead out of the download, files that are too large or
    suspiciously well packed and files made by the system are skipped.
    """
    limits = limits or DownloadLimits()
    found: list[Found] = []
    skipped: list[Skipped] = []
    with ExitStack() as stack:
        room = _Room(limits.files, limits.total_bytes)
        if download.is_dir():
            if not os.access(download, os.R_OK | os.X_OK):
                raise UsageError(f"{download}: you may not read this folder. Whose is it?")
            outer = in_folder(download.resolve(), skipped)
            room = _Room(limits.disk_files, limits.disk_files * limits.file_bytes)
        elif zipfile.is_zipfile(download):
            archive = stack.enter_context(_open_zip(download, str(download)))
            outer = _in_zip(archive, "", download.stat().st_mtime, limits, skipped)
        elif download.is_file():
            outer = iter([_on_disk(download, download.name, download.stat(), ())])
        else:
            raise UsageError(f"{download}: no such file or folder. Name the platform's download.")
        for file, size in outer:
            reason = room.refuses(size) or _too_large(file.name, size, limits)
            if reason:
                skipped.append(Skipped(file.name, reason))
            elif file.name.lower().endswith(".zip"):
                found += _handed_in_zip(file, limits, skipped)
            else:
                found.append(file)
        yield found, skipped


class _Room:
    """What is left of the allowance for files and bytes."""

    def __init__(self, files: int, total: int) -> None:
        self.files, self.total = files, total

    def refuses(self, size: int) -> str:
        if self.files < 1 or self.total < size:
            return "the archive holds more files or bytes than is allowed"
        self.files -= 1
        self.total -= size
        return ""


def _too_large(name: str, size: int, limits: DownloadLimits) -> str:
    limit = limits.inner_bytes if name.lower().endswith(".zip") else limits.file_bytes
    return f"too large: {size / 1e6:.0f} MB, {limit / 1e6:.0f} are allowed" if size > limit else ""


def _handed_in_zip(file: Found, limits: DownloadLimits, skipped: list[Skipped]) -> list[Found]:
    try:
        archive = _open_zip(io.BytesIO(file.read()), file.name)
        entries = list(_in_zip(archive, file.name + "/", file.modified, limits, skipped))
    except Exception:  # whatever reading a stranger's bytes stumbles over
        skipped.append(Skipped(file.name, "a damaged zip"))
        return []
    room = _Room(limits.inner_files, limits.inner_bytes)
    found: list[Found] = []
    for inner, size in entries:
        reason = room.refuses(size) or _too_large(inner.name, size, limits)
        if inner.name.lower().endswith(".zip"):
            reason = "a zip in a zip in the download: not opened"
        if reason:
            skipped.append(Skipped(inner.name, reason))
        else:
            found.append(inner)
    return found


def _open_zip(file: Path | io.BytesIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except Exception as error:  # whatever reading a stranger's bytes stumbles over
        raise MaterialError(f"{where}: not a zip that can be read: {error}.") from error


def _in_zip(
    archive: zipfile.ZipFile,
    prefix: str,
    fallback: float,
    limits: DownloadLimits,
    skipped: list[Skipped],
) -> Iterator[tuple[Found, int]]:
    for entry in archive.infolist():
        name = prefix + _entry_name(entry)
        if name.endswith("/"):
            continue
        mode = entry.external_attr >> 16
        if reason := _wrong_name(name):
            skipped.append(Skipped(name, reason, handed_in=False))
            continue
        if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            reason = "a link or a device, not a file"
        elif entry.flag_bits & _ENCRYPTED:
            reason = "encrypted"
        elif _is_bomb(archive, entry, limits):
            reason = f"a zip bomb: {entry.compress_size} bytes would become {entry.file_size}"
        if reason:
            skipped.append(Skipped(name, reason))
            continue
        read = _reader(archive, entry, name)
        yield Found(name, _zip_time(entry, fallback), read), entry.file_size


def _is_bomb(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: DownloadLimits) -> bool:
    """True if a file is packed as no student's work is, and does not begin like a notebook."""
    if entry.file_size <= max(limits.ratio * entry.compress_size, 1_000_000):
        return False
    try:
        with archive.open(entry) as handle:
            return not handle.read(1_000).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{")
    except Exception:  # whatever reading a stranger's bytes stumbles over
        return True


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as handle:
                return handle.read(entry.file_size)  # never more than the archive owned up to
        except Exception as error:  # whatever reading a stranger's bytes stumbles over
            raise MaterialError(f"{name}: damaged in the archive: {error}") from error

    return read


def _zip_time(entry: zipfile.ZipInfo, fallback: float) -> float:
    try:
        made = datetime(*entry.date_time).timestamp()
    except (ValueError, OverflowError):
        return fallback
    return made if entry.date_time[0] > 1980 else fallback


def in_folder(root: Path, skipped: list[Skipped]) -> Iterator[tuple[Found, int]]:
    """Yield each file below a folder, with its size; links and what cannot be read are skipped."""

    def unreadable(error: OSError) -> None:
        place = Path(os.fsdecode(error.filename)).relative_to(root)
        shown = _disk_name((place / "the folder").as_posix())
        skipped.append(Skipped(shown, f"cannot be read: {error.strerror}"))

    owners: dict[str, tuple[int, ...]] = {str(root): (root.lstat().st_uid,)}
    for folder, folders, files in os.walk(root, onerror=unreadable, followlinks=False):
        folders[:] = sorted(name for name in folders if name != ".git")  # thousands of files
        if folder not in owners:  # it was no folder a moment ago
            folders.clear()
            continue
        if len(owners[folder]) >= _DEEPEST:
            shown = _disk_name(Path(folder).relative_to(root).as_posix())
            skipped.append(Skipped(f"{shown}/the folder", "it lies too deep"))
            folders.clear()  # Python itself does not go down a thousand
            continue
        for name in sorted(files + folders):
            path = Path(folder, name)
            shown = _disk_name(path.relative_to(root).as_posix())
            try:
                facts = path.lstat()
            except OSError as error:
                skipped.append(Skipped(shown, f"cannot be read: {error.strerror}"))
                continue
            if stat.S_ISDIR(facts.st_mode):
                owners[str(path)] = (*owners[folder], facts.st_uid)
                continue
            regular = stat.S_ISREG(facts.st_mode)
            file = _on_disk(path, shown, facts, owners[folder]) if regular else None
            if reason := _wrong_name(shown):
                skipped.append(Skipped(shown, reason, handed_in=False))
            elif file is None:
                skipped.append(Skipped(shown, "a link or a device, not a file"))
            else:
                yield file


def _on_disk(
    path: Path, name: str, facts: os.stat_result, above: tuple[int, ...]
) -> tuple[Found, int]:
    def read() -> bytes:
        try:
            with open(path, "rb", opener=_opened_itself) as file:
                now = os.fstat(file.fileno())
                if os.name == "posix" and not os.path.samestat(now, facts):
                    raise MaterialError(f"{name}: was exchanged for another while it was read")
                return file.read(facts.st_size)
        except OSError as error:
            raise MaterialError(f"{name}: cannot be read: {error.strerror}") from error

    owners = (*above, facts.st_uid)
    return Found(name, facts.st_mtime, read, owners, facts.st_ctime), facts.st_size


def _opened_itself(path: str, flags: int) -> int:
    """Open a file, but not what a link points to, and without waiting at a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return a zip entry's name in NFC, whatever encoding its maker used."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        extra = entry.extra
        while len(extra) >= 4:
            kind, size = (int.from_bytes(extra[at : at + 2], "little") for at in (0, 2))
            if kind == _UNICODE_PATH and size > 5:
                raw = extra[9 : 4 + size]
            extra = extra[4 + size :]
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp437")
    return printable(name.replace("\\", "/"))


def _wrong_name(name: str) -> str:
    """Return why a file of this name is not taken; empty if it may be."""
    parts = PurePosixPath(name).parts
    if len(parts) > _DEEPEST or any(len(part) > _LONGEST for part in parts):
        return "its name is too long"
    if name.startswith("/") or ".." in parts or name[1:3] in (":", ":/"):
        return "its name leads out of the download"
    if _NOT_THE_STUDENTS & set(parts) or (parts and parts[-1].startswith("._")):
        return "made by the system, not by the student"
    return ""


def _disk_name(name: str) -> str:
    """Return a name from a folder in NFC, even where it is not UTF-8."""
    raw = os.fsencode(name)
    try:
        return printable(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return printable(raw.decode("cp1252", errors="replace"))

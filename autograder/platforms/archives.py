"""What a download holds, read as data from strangers: nothing is unpacked to disk by name."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import MaterialError, UsageError
from autograder.platforms.filenames import disk_name, entry_name, wrong_name

_ENCRYPTED = 0x1  # flag bit of a zip entry, APPNOTE 4.4.4


@dataclass(frozen=True)
class Limits:
    """How much a download, and one file in it, may be."""

    files: int = 20_000  # in the whole download
    total_bytes: int = 4_000_000_000
    file_bytes: int = 20_000_000
    ratio: int = 200  # unpacked to packed; notebooks with figures reach 20
    inner_files: int = 500  # in a zip that one student handed in
    inner_bytes: int = 100_000_000


@dataclass(frozen=True)
class Found:
    """One file of a download; `read()` gives its bytes while the download is open."""

    name: str  # with "/" between folders, NFC
    modified: float  # seconds since 1970; when the file or the archive was written
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Skipped:
    """A file that was not taken, and why."""

    name: str
    reason: str


@contextmanager
def opened(
    download: Path, limits: Limits | None = None
) -> Iterator[tuple[list[Found], list[Skipped]]]:
    """Give the files of a zip or a folder, and what was skipped with the reason.

    Zips that lie in the download (a student's own zip) are looked into once; zips in those are
    not. Links, encrypted files, names that lead out of the download, files that are too large or
    suspiciously well packed and files made by the system are skipped.
    """
    limits = limits or Limits()
    found: list[Found] = []
    skipped: list[Skipped] = []
    with ExitStack() as stack:
        if download.is_dir():
            outer = _in_folder(download, skipped)
        elif zipfile.is_zipfile(download):
            archive = stack.enter_context(_open_zip(download, str(download)))
            outer = _in_zip(archive, "", download.stat().st_mtime, limits, skipped)
        elif download.is_file():
            outer = iter([_on_disk(download, download.name)])
        else:
            raise UsageError(f"{download}: no such file or folder. Name the platform's download.")
        room = _Room(limits.files, limits.total_bytes)
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


def _too_large(name: str, size: int, limits: Limits) -> str:
    limit = limits.inner_bytes if name.lower().endswith(".zip") else limits.file_bytes
    return f"too large: {size / 1e6:.0f} MB, {limit / 1e6:.0f} are allowed" if size > limit else ""


def _handed_in_zip(file: Found, limits: Limits, skipped: list[Skipped]) -> list[Found]:
    try:
        archive = _open_zip(io.BytesIO(file.read()), file.name)
    except MaterialError:
        skipped.append(Skipped(file.name, "a damaged zip"))
        return []
    room, found = _Room(limits.inner_files, limits.inner_bytes), []
    for inner, size in _in_zip(archive, file.name + "/", file.modified, limits, skipped):
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
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise MaterialError(f"{where}: not a zip that can be read: {error}.") from error


def _in_zip(
    archive: zipfile.ZipFile, prefix: str, fallback: float, limits: Limits, skipped: list[Skipped]
) -> Iterator[tuple[Found, int]]:
    for entry in archive.infolist():
        name = prefix + entry_name(entry)
        if name.endswith("/"):
            continue
        mode = entry.external_attr >> 16
        reason = wrong_name(name)
        if not reason and mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
            reason = "a link or a device, not a file"
        if not reason and entry.flag_bits & _ENCRYPTED:
            reason = "encrypted"
        if not reason and entry.file_size > max(limits.ratio * entry.compress_size, 1_000_000):
            reason = f"a zip bomb: {entry.compress_size} bytes would become {entry.file_size}"
        if reason:
            skipped.append(Skipped(name, reason))
            continue
        yield (
            Found(name, _zip_time(entry, fallback), _reader(archive, entry, name)),
            entry.file_size,
        )


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as handle:
                return handle.read(entry.file_size)  # never more than the archive owned up to
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise MaterialError(f"{name}: damaged in the archive: {error}") from error

    return read


def _zip_time(entry: zipfile.ZipInfo, fallback: float) -> float:
    try:
        made = datetime(*entry.date_time).timestamp()
    except (ValueError, OverflowError):
        return fallback
    return made if entry.date_time[0] > 1980 else fallback


def _in_folder(root: Path, skipped: list[Skipped]) -> Iterator[tuple[Found, int]]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(files + [f for f in folders if Path(folder, f).is_symlink()]):
            path = Path(folder, name)
            shown = disk_name(path.relative_to(root).as_posix())
            mode = path.lstat().st_mode
            reason = "" if stat.S_ISREG(mode) else "a link or a device, not a file"
            reason = reason or wrong_name(shown)
            if reason:
                skipped.append(Skipped(shown, reason))
            else:
                yield _on_disk(path, shown)


def _on_disk(path: Path, name: str) -> tuple[Found, int]:
    facts = path.stat()
    return Found(name, facts.st_mtime, path.read_bytes), facts.st_size

"""Files that are written whole or not at all, folders that a group shares, zips to give away."""

from __future__ import annotations

import io
import json
import secrets
import shutil
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

# where pip puts the course: a folder beside this package, with notebooks/ and solutions/ in it
INSTALLED_COURSE = Path(__file__).resolve().parents[1] / "numpy_course"

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", ".pytest_cache", ".ruff_cache"}


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it finds the old content or the new one, never a part.

    A file that is replaced keeps its permissions. A new one gets the usual permissions, and in a
    folder that a group shares (set-group-ID and writable for the group) the group may write it.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    content : bytes
        All of its content.

    Raises
    ------
    OSError
        If it cannot be written; the old file is still there then.
    """
    make_folder(path.parent)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        usual = stat.S_IMODE(part.stat().st_mode)
        wanted = _permissions(path, usual)
        if wanted != usual:
            part.chmod(wanted)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all; lone surrogates become question marks."""
    write_bytes(path, text.encode("utf-8", "replace"))


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON, whole or not at all, with one space of indentation."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_folder(folder: Path, files: Mapping[str, bytes], part: Path) -> None:
    """Write a new folder with all of its files, or nothing of it.

    Parameters
    ----------
    folder : Path
        Must not exist yet; those above it are made.
    files : mapping of str to bytes
        By their names in it.
    part : Path
        Where it is put together, on the same disk; what a killed run has left there is removed.
    """
    make_folder(folder.parent)
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name, content in files.items():
            write_bytes(part / name, content)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; below a folder that a group shares, the group may write."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir()
    except FileExistsError:  # another process was faster
        return
    if _is_shared(folder.parent):
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXG | stat.S_ISGID)


class Archive:
    """A zip in the making: the same content gives the same bytes."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, bool]] = {}

    def add(self, name: str, content: bytes | str, executable: bool = False) -> None:
        """Add one file; text is written as UTF-8."""
        raw = content.encode() if isinstance(content, str) else content
        self.files[name] = raw, executable

    def add_folder(self, prefix: str, folder: Path) -> None:
        """Add all files below a folder, without what tools leave behind."""
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not _LEFT_OUT & set(inside.parts):
                self.add(f"{prefix}/{inside.as_posix()}", path.read_bytes())

    def content(self) -> bytes:
        """Return the zip."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, (content, executable) in self.files.items():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.create_system = 3  # Unix: the mode below counts
                entry.external_attr = (0o100755 if executable else 0o100644) << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def _permissions(path: Path, usual: int) -> int:
    """Return the permissions that a file at this place should have."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mode = usual
    if _is_shared(path.parent):
        mode |= stat.S_IRGRP | stat.S_IWGRP
    return mode


def _is_shared(folder: Path) -> bool:
    mode = folder.stat().st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)

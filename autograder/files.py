"""Files that are written whole or not at all, and folders that a group shares."""

from __future__ import annotations

import json
import secrets
import stat
from pathlib import Path


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

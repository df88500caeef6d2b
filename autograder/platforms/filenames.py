"""Names of files as strangers wrote them: any encoding, any tricks."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

_UTF8 = 0x800  # flag bit of a zip entry: its name is UTF-8; APPNOTE 4.4.4
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8, APPNOTE 4.6.9
_NOT_THE_STUDENTS = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def entry_name(entry: zipfile.ZipInfo) -> str:
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
    return _printable(name.replace("\\", "/"))


def wrong_name(name: str) -> str:
    """Return why a file of this name is not taken; empty if it may be."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or name[1:3] in (":", ":/"):
        return "its name leads out of the download"
    if _NOT_THE_STUDENTS & set(parts) or (parts and parts[-1].startswith("._")):
        return "made by the system, not by the student"
    return ""


def disk_name(name: str) -> str:
    """Return a name from a folder in NFC, even where it is not UTF-8."""
    raw = os.fsencode(name)
    try:
        return _printable(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _printable(raw.decode("cp1252", errors="replace"))


def _printable(name: str) -> str:
    """Return a name in NFC that cannot drive a terminal or turn its text around."""
    return _UNPRINTABLE.sub("?", unicodedata.normalize("NFC", name))

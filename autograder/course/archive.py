"""Zips that we give away: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store", ".pytest_cache", ".ruff_cache"}


class Archive:
    """A zip in the making."""

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

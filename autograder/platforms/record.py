"""What was collected, from where, and in which version: `collected.json` in the classroom.

It lets a later download find the same student again, tells a later version from an earlier one,
and gives the exports the platform's own numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.errors import MaterialError
from autograder.grading.submission.folder import NOTE
from autograder.platforms.platform import read_time


@dataclass(frozen=True)
class Entry:
    """One submission as it was collected."""

    student: str
    assignment: str
    platform: str = ""
    key: str = ""  # the platform's word for the student
    name: str = ""
    file: str = ""
    sha256: str = ""
    when: float | None = None  # handed in, seconds since 1970, if the platform tells
    serial: int = 0  # of the upload, if the platform counts
    seen: float = 0.0  # when the file or its archive was written
    late: bool = False
    how: str = ""  # how the student was found: "id", "name", "team", "derived" or "split"
    refused: str = ""  # why it cannot be graded, if it cannot

    def is_later_than(self, other: Entry) -> bool:
        """True if this is a later version: by time, else by upload, else by the file's date."""
        if self.when is not None and other.when is not None and self.when != other.when:
            return self.when > other.when
        if self.platform == other.platform and self.serial and other.serial:
            return self.serial > other.serial
        return self.seen > other.seen


class Outcome(StrEnum):
    """What became of one file of a download."""

    COLLECTED = "collected"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    KEPT = "not later"
    REFUSED = "could not be graded"  # but it is there, with the reason
    SKIPPED = "skipped"


class Record:
    """The record of a classroom, and the one who puts submissions into it."""

    def __init__(self, classroom: Classroom) -> None:
        self.classroom = classroom
        self.file = classroom.root / "collected.json"
        self.entries: dict[tuple[str, str], Entry] = {}
        for entry in read_record(classroom):
            self.entries[entry.student, entry.assignment] = entry

    def student_of(self, platform: str, key: str) -> Entry | None:
        """Return what was collected before under a platform's word for a student."""
        mine = (e for e in self.entries.values() if (e.platform, e.key) == (platform, key))
        return next(mine, None)

    def put(self, entry: Entry, content: bytes, notebook: str) -> tuple[Outcome, str]:
        """Put a submission in its place; return what became of it, and a word to the teacher.

        A submission that is there and differs is replaced only by a later one; the former is
        moved, whole, to `replaced/<student>/<assignment>/<time>/`. One that cannot be graded is
        kept as it came, beside a note that says why; it never replaces one that can be, and is
        replaced by any that can.
        """
        target = self.classroom.submission(entry.student, entry.assignment)
        present = _notebook_in(target, notebook)
        refused_before = (target / NOTE).is_file()
        name = _plain_name(entry.file) if entry.refused else notebook
        if entry.refused and present and not refused_before:
            return Outcome.KEPT, f"{entry.refused} What lies in submitted/ stays"
        if bool(entry.refused) == refused_before and target.is_dir():
            file = target / name if entry.refused else present
            if file and file.is_file() and file.read_bytes() == content:
                self.entries.setdefault((entry.student, entry.assignment), entry)
                return (
                    (Outcome.REFUSED, entry.refused) if entry.refused else (Outcome.UNCHANGED, "")
                )
            if file and not entry.refused and not entry.is_later_than(self._present(entry, file)):
                return Outcome.KEPT, (
                    "what lies in submitted/ differs and is not older: it stays. "
                    f"To take this file, move {target} away first"
                )
        outcome, note = Outcome.COLLECTED, ""
        if target.exists():
            kept = self._move_away(target, entry)
            outcome, note = Outcome.REPLACED, f"the former is in {kept}"
        self._write(target, entry, content, name)
        self.entries[entry.student, entry.assignment] = entry
        return (Outcome.REFUSED, entry.refused) if entry.refused else (outcome, note)

    def save(self) -> None:
        """Write the record, whole or not at all."""
        entries = [asdict(self.entries[key]) for key in sorted(self.entries)]
        new = self.file.with_suffix(".new")
        text = json.dumps({"version": 1, "entries": entries}, indent=1, ensure_ascii=False)
        new.write_text(text + "\n", encoding="utf-8")
        os.replace(new, self.file)

    def _present(self, entry: Entry, file: Path) -> Entry:
        """Return the version that lies in submitted/: as recorded, if it is still that one."""
        known = self.entries.get((entry.student, entry.assignment))
        if known and known.sha256 == hashlib.sha256(file.read_bytes()).hexdigest():
            return known
        stamp = file.parent / "timestamp.txt"
        when = read_time(stamp.read_text(errors="replace")) if stamp.is_file() else None
        return Entry(
            entry.student,
            entry.assignment,
            when=when.timestamp() if when else None,
            seen=file.stat().st_mtime,
        )

    def _move_away(self, target: Path, entry: Entry) -> Path:
        history = self.classroom.root / "replaced" / entry.student / entry.assignment
        history.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        number = 0
        while (kept := history / (f"{now}-{number}" if number else now)).exists():
            number += 1
        shutil.move(target, kept)
        return kept

    def _write(self, target: Path, entry: Entry, content: bytes, name: str) -> None:
        """Write beside, then rename: nobody sees half a submission."""
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.classroom.root / "replaced").mkdir(exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=self.classroom.root / "replaced"))
        new.chmod(0o755)
        if content or not entry.refused:
            (new / name).write_bytes(content)
        if entry.refused:
            (new / NOTE).write_text(entry.refused + "\n", encoding="utf-8")
        if entry.when is not None:  # nbgrader reads it for late penalties
            when = datetime.fromtimestamp(entry.when, UTC)
            (new / "timestamp.txt").write_text(when.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
        os.rename(new, target)


def _notebook_in(folder: Path, name: str) -> Path | None:
    """Return the notebook that lies in a submission, under its own name if there is one."""
    if (folder / name).is_file():
        return folder / name
    others = sorted(folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    return others[-1] if others else None


def _plain_name(file: str) -> str:
    """Return a name on disk for a file as a stranger called it."""
    name = re.sub(r'[\x00-\x1f<>:"/\\\\|?*]', "-", file.rsplit("/", 1)[-1]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{(stem if dot else ending)[:60]}{dot}{ending[:20] if dot else ''}" or "file"


def read_record(classroom: Classroom) -> list[Entry]:
    """Return what was collected into a classroom so far."""
    file = classroom.root / "collected.json"
    if not file.is_file():
        return []
    try:
        return [Entry(**entry) for entry in json.loads(file.read_bytes())["entries"]]
    except (ValueError, TypeError, KeyError) as error:
        raise MaterialError(
            f"{file}: not as `autograder collect` wrote it: {error}. "
            "Move it away to go on without what it knew."
        ) from error

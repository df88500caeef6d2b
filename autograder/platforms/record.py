"""What was collected, from where, and in which version: `collected.json` in the classroom.

It lets a later download find the same student again, tells a later version from an earlier one,
and gives the exports the platform's own numbers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from autograder.course.classroom import Classroom, is_text
from autograder.course.people import Names
from autograder.errors import MaterialError
from autograder.files import PRIVATE, make_folder, telling, write_bytes, write_folder, write_json
from autograder.gradebook.roster import people_of, person_of
from autograder.gradebook.timestamp import TIMESTAMP, read_time, written_time
from autograder.grading.submission.folder import NOTE, SECRET, Receipt, secret_in


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
    team: str = ""  # the group of the roster that hands in together, if the teacher said so

    def is_later_than(self, other: Entry) -> bool:
        """True if this is a later version: by time, else by upload, else by the file's date."""
        if self.when is not None and other.when is not None and self.when != other.when:
            return self.when > other.when
        if self.platform == other.platform and self.serial and other.serial:
            return self.serial > other.serial
        return self.seen > other.seen


class FileOutcome(StrEnum):
    """What became of one file of a download."""

    COLLECTED = "collected"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    KEPT = "not later"
    REFUSED = "could not be graded"  # but it is there, with the reason
    BESIDE = "beside a notebook"  # and handed in with it
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

    def put(
        self,
        entry: Entry,
        content: bytes,
        notebook: str,
        beside: Mapping[str, bytes] | None = None,
    ) -> tuple[FileOutcome, str]:
        """Put a submission in its place; return what became of it, and a word to the teacher.

        A submission that is there and differs is replaced only by a later one; the former is
        moved, whole, to `replaced/<student>/<assignment>/<time>/`. One that cannot be graded is
        kept as it came, beside a note that says why; it never replaces one that can be, and is
        replaced by any that can. `beside` is what was handed in with the notebook, by name. The
        same notebook with another secret of nbgrader's is a later submission all the same: its
        student looks for feedback under that secret.
        """
        beside = beside or {}
        target = self.classroom.submission(entry.student, entry.assignment)
        refused_before = _text(target / NOTE) if (target / NOTE).is_file() else ""
        present = None if refused_before else _notebook_in(target, notebook)
        if entry.refused:
            return self._put_refused(entry, content, target, present, refused_before, beside)
        secret, before = secret_in(beside.get(SECRET, b"")), Receipt.of(target).secret
        if present and present.read_bytes() == content and (not before or secret == before):
            self._know(entry)
            if entry.when is not None and not (target / TIMESTAMP).exists():
                write_bytes(target / TIMESTAMP, _stamp(entry.when))  # a table has told it since
            if secret and not before:
                write_bytes(target / SECRET, beside[SECRET])
            return FileOutcome.UNCHANGED, ""
        if present and not entry.is_later_than(self._present(entry, present)):
            return FileOutcome.KEPT, (
                "what lies in submitted/ differs and is not older: it stays. "
                f"To take this file, move {target} away first"
            )
        if kept := self._write(target, entry, {**beside, notebook: content}):
            return FileOutcome.REPLACED, f"the former is in {kept}"
        return FileOutcome.COLLECTED, ""

    def _put_refused(
        self,
        entry: Entry,
        content: bytes,
        target: Path,
        present: Path | None,
        before: str,
        beside: Mapping[str, bytes],
    ) -> tuple[FileOutcome, str]:
        if present:
            return FileOutcome.KEPT, f"{entry.refused} What lies in submitted/ stays"
        name = _plain_name(entry.file)
        same = not content or (
            (target / name).is_file() and (target / name).read_bytes() == content
        )
        same = same and Receipt.of(target).secret == secret_in(beside.get(SECRET, b""))
        if before != entry.refused or not same:
            files = {name: content} if content else {}
            self._write(target, entry, {**files, **beside, NOTE: f"{entry.refused}\n".encode()})
        self._know(entry)
        return FileOutcome.REFUSED, entry.refused

    def _know(self, entry: Entry) -> None:
        """Record a version that lies there already, if it was not: its run was killed, say."""
        known = self.entries.get((entry.student, entry.assignment))
        if known is None or known.sha256 != entry.sha256:
            self.entries[entry.student, entry.assignment] = entry
        elif entry.team:
            self.entries[entry.student, entry.assignment] = replace(known, team=entry.team)

    def save(self) -> None:
        """Write the record, whole or not at all."""
        entries = [asdict(self.entries[key]) for key in sorted(self.entries)]
        write_json(self.file, {"version": 1, "entries": entries}, PRIVATE)

    def _present(self, entry: Entry, file: Path) -> Entry:
        """Return the version that lies in submitted/: as recorded, if it is still that one."""
        known = self.entries.get((entry.student, entry.assignment))
        if known and known.sha256 == hashlib.sha256(file.read_bytes()).hexdigest():
            return known
        stamp = file.parent / TIMESTAMP
        when = read_time(stamp.read_text(errors="replace")) if stamp.is_file() else None
        return Entry(
            entry.student,
            entry.assignment,
            when=when.timestamp() if when else None,
            seen=file.stat().st_mtime,
        )

    def _write(self, target: Path, entry: Entry, files: dict[str, bytes]) -> Path | None:
        """Write a submission into its folder; return where the former one is now, if there was one.

        The former one stays where it was until all of the new one is on the disk.
        """
        kept = self._place_for_former(entry) if target.exists() else None
        part = self.classroom.root / "replaced" / f".new-{entry.assignment}-{entry.student}"
        if entry.when is not None:  # nbgrader reads it for late penalties
            files[TIMESTAMP] = _stamp(entry.when)

        def make_way() -> None:
            if kept:
                with telling(target):
                    target.rename(kept)

        write_folder(target, files, part, make_way)
        self.entries[entry.student, entry.assignment] = entry
        return kept

    def _place_for_former(self, entry: Entry) -> Path:
        """Return a path for a version that is replaced, in the history of its student's work."""
        history = self.classroom.root / "replaced" / entry.student / entry.assignment
        make_folder(history)
        now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        number = 0
        while (kept := history / (f"{now}-{number}" if number else now)).exists():
            number += 1
        return kept


def may_lie_beside(name: str) -> bool:
    """Return whether a file of this name is kept beside a student's notebook."""
    parts = name.split("/")
    return (
        not name.lower().endswith(".ipynb")
        and name not in (NOTE, TIMESTAMP, SECRET)
        and is_text(name)
        and not any(part.startswith(".") or len(part.encode()) > 255 for part in parts)
        and "__pycache__" not in parts
    )


def _stamp(when: float) -> bytes:
    return written_time(datetime.fromtimestamp(when, UTC)).encode()


def _notebook_in(folder: Path, name: str) -> Path | None:
    """Return the notebook that lies in a submission, under its own name if there is one."""
    if (folder / name).is_file():
        return folder / name
    others = sorted(folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    return others[-1] if others else None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace").strip()


def _plain_name(file: str) -> str:
    """Return a name on disk for a file as a stranger called it."""
    name = re.sub(r'[\x00-\x1f<>:"/\\\\|?*]', "-", file.rsplit("/", 1)[-1]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{(stem if dot else ending)[:60]}{dot}{ending[:20] if dot else ''}" or "file"


def names_of(classroom: Classroom, anonymous: bool = False) -> Names:
    """Return what the students of a classroom are called; `anonymous` leaves names and ids out.

    Whom the roster does not know has the name that a platform gave.
    """
    people = people_of(classroom)
    known = {person.id for person in people}
    told = {e.student: e.name for e in read_record(classroom) if " " in e.name}
    people += [person_of(id=id, name=name) for id, name in told.items() if id not in known]
    return Names(people, classroom.students, anonymous)


def teams_of(classroom: Classroom) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who shares a submission, by student and assignment.

    They are those for whom one file came, or of one team the same. Whoever has handed in something
    else since is not among them.
    """
    shared: dict[tuple[str, str, str, str], list[str]] = {}
    for entry in read_record(classroom):
        if not entry.refused:
            key = entry.platform, entry.assignment, entry.team or entry.file, entry.sha256
            shared.setdefault(key, []).append(entry.student)
    return {
        (student, assignment): tuple(sorted(members))
        for (_, assignment, _, _), members in shared.items()
        for student in members
        if len(members) > 1
    }


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

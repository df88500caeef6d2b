"""A download to the classroom: who handed in what, what cannot be graded, what was not taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import cmp_to_key
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.people import Names, StudentIndex
from autograder.errors import MaterialError, PlaceError, UsageError
from autograder.gradebook.late import DueDates
from autograder.gradebook.roster import people_of
from autograder.platforms.archives import Found, Skipped, opened
from autograder.platforms.identity import Identity, kept_apart
from autograder.platforms.late_ones import LateOnes
from autograder.platforms.platform import Hints, Origin, Platform, Told, Whose
from autograder.platforms.recognise import plain_stem
from autograder.platforms.record import Entry, FileOutcome, Record, teams_of
from autograder.platforms.registry import PLATFORMS, SOURCES
from autograder.platforms.registry import source as platform_named
from autograder.platforms.sorting import FileRow, Sorting, row_of
from autograder.tables import Table, csv_table

_MANY = 5  # different notebooks of one assignment that nobody hands in at once
_NEARLY_ALL = 0.8  # of a download; one student alone must not be able to stop a class


@dataclass(frozen=True)
class Collected:
    """What a download brought."""

    rows: tuple[FileRow, ...]
    unmatched: tuple[str, ...] = ()  # students whom the roster does not know
    missing: tuple[tuple[str, str], ...] = ()  # student of the roster, assignment not handed in
    notes: tuple[str, ...] = ()
    names: Names = field(default_factory=lambda: Names(()))

    def _name(self, student: str) -> str:
        return self.names.person(student).name

    def count(self, *outcomes: FileOutcome) -> int:
        """Return how many files ended so."""
        return sum(row.outcome in outcomes for row in self.rows)

    def as_csv(self) -> str:
        """Return all rows as CSV."""
        rows = [
            (r.who, self._name(r.who), r.what, str(r.outcome), r.file, r.note, r.look)
            for r in self.rows
        ]
        headers = ("student", "name", "assignment", "outcome", "file", "note", "needs a look")
        return csv_table(headers, rows)


def collect(
    course: Course,
    classroom: Classroom,
    download: Path,
    source: str,
    assignment: str | None = None,
    drop_late: bool = False,
    times: Path | None = None,
    teams: bool = False,
    any_owner: bool = False,
) -> Collected:
    """Put the notebooks of a platform's download into `submitted/`, each student's latest.

    Parameters
    ----------
    download : Path
        The zip or folder that the platform gave (or one notebook).
    source : str
        The platform, one of `SOURCES`.
    assignment : str, optional
        Take only this one; without it each notebook goes to the assignment that its cells name.
    drop_late : bool
        Skip what the platform marks as late, or what came after the due date; otherwise late
        submissions are like others, and the latest counts.
    times : Path, optional
        A table of the platform that tells when each was handed in, and by what address whose it
        is, if its downloads do not.
    teams : bool
        The groups of the roster hand in together: the same file of several is one submission.
    any_owner : bool
        Take a submission in an exchange as its student's whoever owns it on this machine.

    Notes
    -----
    Nothing is overwritten: see `Record.put`. A student who handed in only what cannot be graded
    is in the classroom too, with the reason. `timestamp.txt` is written where the platform tells
    the time of handing in, for a guessed time would cost points.

    Raises
    ------
    UsageError
        If the files are not named as the platform names them, or many students' notebooks would
        become one student's.
    """
    platform = platform_named(source)
    wanted = course.select([assignment])[0].name if assignment else None
    index = StudentIndex(people_of(classroom))
    record = Record(classroom)
    due_dates = DueDates.of_course(classroom, course)
    with opened(download) as (found, skipped):
        files = {file.name: file for file in found} | {
            one.name: _unread(one) for one in skipped if one.handed_in
        }
        hints = _hints(course, index, due_dates.deadlines.zone)
        whose = _whose(platform, files, hints)
        if times:
            told = platform.told(Table(times.read_bytes(), str(times)), hints.zone)
            whose = {
                name: tuple(_with(origin, told.get(origin.key)) for origin in origins)
                for name, origins in whose.items()
            }
        identity = Identity(platform, index, record, whose)
        sorting = Sorting(course, wanted, identity, whose, found, any_owner)
        for one in skipped:
            if not one.handed_in:
                sorting.rows.append(FileRow("", "", FileOutcome.SKIPPED, one.name, one.reason))
        for file in [*found, *(files[one.name] for one in skipped if one.handed_in)]:
            sorting.sort(file)
        entries = kept_apart(sorting.entries())
        if teams:
            entries = [replace(e, team=index.group_of(e.student, e.name)) for e in entries]
        _refuse_one_owner_of_all(entries, files, hints, platform)
        assignments = course.assignments
        late_ones = LateOnes(classroom, assignments, due_dates, platform, drop_late)
        late_ones.note_changed(entries, sorting.changed)
        entries, dropped = late_ones.sort_out(entries)
        rows = [
            *sorting.rows,
            *(row_of(e, FileOutcome.SKIPPED, "late", look=True) for e in dropped),
        ]
        notebooks = {one.name: one.notebook.name for one in assignments}
        try:
            for entry, others in latest(entries):
                rows += _put(record, entry, others, files, sorting.beside(entry), notebooks)
        finally:
            record.save()
    shared = len(set(teams_of(classroom).values())) if teams else 0
    said = [f"Teams that hand in together, each graded once: {shared}."] if shared else []
    if sorting.foreign:
        said.append(
            "Are students called otherwise on this machine? --any-owner takes all of these."
        )
    return _collected(rows, index, classroom, wanted, [*late_ones.notes, *said])


def latest(entries: Iterable[Entry]) -> list[tuple[Entry, list[Entry]]]:
    """Return each student's latest for each assignment, with those that it is later than."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.student, entry.assignment), []).append(entry)

    def order(one: Entry, other: Entry) -> int:
        by_name = (one.file > other.file) - (one.file < other.file)  # the same order each time
        return one.is_later_than(other) - other.is_later_than(one) or by_name

    result = []
    for key in sorted(groups):
        *earlier, last = sorted(groups[key], key=cmp_to_key(order))
        result.append((last, earlier))
    return result


def _put(
    record: Record,
    entry: Entry,
    others: list[Entry],
    files: dict[str, Found],
    beside: dict[str, bytes],
    notebooks: dict[str, str],
) -> list[FileRow]:
    try:
        content = files[entry.file].read()
    except MaterialError:
        content = b""  # of one that is refused: there is nothing to keep but the reason
    ours = notebooks[entry.assignment]
    try:
        outcome, note = record.put(entry, content, ours, beside)
    except PlaceError:
        raise
    except Exception as error:  # one student's files must not stop the others
        reason = getattr(error, "strerror", None) or f"{error!r:.100}"
        return [row_of(entry, FileOutcome.SKIPPED, f"cannot be written: {reason}", look=True)]
    many = len({one.sha256 for one in [entry, *others]}) > _MANY
    alike = entry.refused or plain_stem(entry.file) == plain_stem(ours)
    notes = (
        note.removesuffix("."),
        f"one of {len(others) + 1} notebooks of this student" if many else "",
        "late" if entry.late else "",
        "" if alike else f"recognised as {ours}",
    )
    look = many or outcome in (FileOutcome.REFUSED, FileOutcome.KEPT)
    rows = [row_of(entry, outcome, "; ".join(note for note in notes if note), look)]
    return rows + [row_of(one, FileOutcome.SKIPPED, f"{entry.file} is later") for one in others]


def _with(origin: Origin, told: Told | None) -> Origin:
    if told is None:
        return origin
    return replace(origin, when=told.when or origin.when, ids=(*origin.ids, *told.ids))


def _unread(skipped: Skipped) -> Found:
    """Return a file that cannot be read, as one whose student is to be found all the same."""

    def read() -> bytes:
        name = skipped.name.rsplit("/", 1)[-1]
        raise MaterialError(f"{name} could not be opened ({skipped.reason}). Hand it in again.")

    return Found(skipped.name, 0.0, read)


def _hints(course: Course, index: StudentIndex, zone: tzinfo | None) -> Hints:
    words = {word for one in index.people for word in (one.id, one.platform) if word}
    names = {word.casefold() for a in course.assignments for word in (a.name, a.stem)}
    return Hints(frozenset(words | {word.casefold() for word in words}), frozenset(names), zone)


def _whose(platform: Platform, files: dict[str, Found], hints: Hints) -> Whose:
    whose = platform.origins(files, hints)
    if files and not any(whose.values()):
        others = [
            name
            for name in SOURCES
            if name != platform.name and any(PLATFORMS[name].origins(files, hints).values())
        ]
        hint = f" Try --from {others[0]}." if others else ""
        first = next(iter(files))
        raise UsageError(
            f"no file is named as {platform.name} names them, such as {first!r}.{hint}"
        )
    return whose


def _refuse_one_owner_of_all(
    entries: list[Entry], files: dict[str, Found], hints: Hints, platform: Platform
) -> None:
    """Stop before many students' notebooks become versions of one student's.

    They would if the folder around a download is taken for a student, or the download is of
    another platform.
    """
    groups: dict[tuple[str, str, float | None, int], list[Entry]] = {}
    for entry in entries:
        key = entry.student, entry.assignment, entry.when, entry.serial
        groups.setdefault(key, []).append(entry)
    for (student, assignment, *_), same in groups.items():
        if len({entry.sha256 for entry in same}) < 2 or len(same) < _NEARLY_ALL * len(entries):
            continue
        mine = {entry.file: files[entry.file] for entry in same}
        for other in PLATFORMS.values():
            if other is platform:
                continue
            read = other.origins(mine, hints)
            keys = {origin.key for origins in read.values() for origin in origins}
            if other.name != "folder" and all(read.values()) and len(keys) == len(same):
                raise UsageError(
                    f"{len(same)} notebooks of {assignment} would all be of one student, "
                    f"{student!r}. They are named as {other.name} names them: "
                    f"try --from {other.name}."
                )
        if len({entry.sha256 for entry in same}) > _MANY:
            raise UsageError(
                f"{len(same)} different notebooks of {assignment} would all be of one student, "
                f"{student!r}, such as {same[0].file!r} and {same[1].file!r}. If that is a folder "
                "around the work of many, give the folder itself; nothing was collected."
            )


def _collected(
    rows: list[FileRow],
    index: StudentIndex,
    classroom: Classroom,
    wanted: str | None,
    notes: list[str],
) -> Collected:
    students = {row.who for row in rows if row.who and row.what}
    unknown = sorted(s for s in students if index.people and s not in index)
    concerned = {wanted} if wanted else {row.what for row in rows if row.what}
    missing = [
        (person.id, name)
        for name in sorted(concerned)
        for person in index.people
        if not classroom.submission(person.id, name).is_dir()
    ]
    rows = sorted(rows, key=lambda row: (row.who, row.what, row.outcome == FileOutcome.SKIPPED))
    names = Names(index.people)
    return Collected(tuple(rows), tuple(unknown), tuple(missing), tuple(notes), names)

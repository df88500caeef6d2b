"""A download to the classroom: who handed in what, and what was not taken and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.people import Directory
from autograder.errors import MaterialError, UsageError
from autograder.gradebook.roster import people_of
from autograder.platforms.archives import Found, Limits, opened
from autograder.platforms.downloads import SOURCES, Origin, origins
from autograder.platforms.identity import Naming
from autograder.platforms.late import Deadlines
from autograder.platforms.latest import apart, latest, receipts, times
from autograder.platforms.recognise import Recogniser, is_candidate, plain_stem
from autograder.platforms.record import Entry, Outcome, Record


@dataclass(frozen=True)
class Row:
    """One line of the table: who handed in what, and what became of it."""

    who: str
    what: str  # the assignment, if it was recognised
    outcome: Outcome
    file: str
    note: str = ""


@dataclass(frozen=True)
class Collected:
    """What a download brought."""

    rows: tuple[Row, ...]
    unmatched: tuple[str, ...] = ()  # students whom the roster does not know
    missing: tuple[tuple[str, str], ...] = ()  # student of the roster, assignment not handed in
    notes: tuple[str, ...] = ()

    def count(self, *outcomes: Outcome) -> int:
        """Return how many files ended so."""
        return sum(row.outcome in outcomes for row in self.rows)


def collect(
    course: Course,
    classroom: Classroom,
    download: Path,
    source: str,
    assignment: str | None = None,
    late: str = "keep",
    limits: Limits | None = None,
) -> Collected:
    """Put the notebooks of a platform's download into `submitted/`, each student's latest.

    Parameters
    ----------
    download : Path
        The zip or folder that the platform gave (or one notebook).
    source : str
        "canvas", "moodle", "blackboard", "folder" (one folder or file a student) or "nbgrader"
        (`submitted/` of another classroom, or an exchange's inbound folder).
    assignment : str, optional
        Take only this one; without it each notebook goes to the assignment that its cells name.
    late : str
        "keep": late submissions are like others, the latest counts. "drop": what the platform
        marks as late, or what came after nbgrader's due date, is skipped.

    Notes
    -----
    Nothing is overwritten: see `Record.put`. `timestamp.txt` is written where the platform
    tells the time of handing in (Blackboard, nbgrader), for a guessed time would cost points.
    """
    if source not in SOURCES:
        raise UsageError(f"--from {source}: unknown. There are: {', '.join(SOURCES)}.")
    wanted = course.select([assignment])[0].name if assignment else None
    directory = Directory(people_of(classroom))
    record = Record(classroom)
    recogniser = Recogniser(course.assignments)
    notebooks = {a.name: a.notebook.name for a in course.assignments}
    rows: list[Row] = []
    candidates: list[tuple[Entry, Found]] = []
    with opened(download, limits) as (found, left_out):
        rows += [Row("", "", Outcome.SKIPPED, one.name, one.reason) for one in left_out]
        whose = _whose(source, found, directory, course)
        naming = Naming(source, directory, record, receipts(found, whose))
        stamps = times(found)
        for file in found:
            origin = whose[file.name]
            who = naming.student(origin)[0] if origin else ""
            try:
                told = _reason_to_skip(source, file, origin)
                content = file.read()
                known = recogniser.recognise(content, told.file)
                if wanted and known.assignment != wanted:
                    raise MaterialError(f"it is {known.assignment}, not {wanted}")
            except MaterialError as error:
                if file.name.rsplit("/", 1)[-1] != "timestamp.txt":
                    rows.append(Row(who, "", Outcome.SKIPPED, file.name, str(error)))
                continue
            when = told.when or stamps.get(file.name.rpartition("/")[0])
            entry = Entry(
                student=who,
                assignment=known.assignment,
                platform=source,
                key=told.key,
                name=naming.name(told),
                file=file.name,
                sha256=hashlib.sha256(content).hexdigest(),
                when=when.timestamp() if when else None,
                serial=told.serial,
                seen=file.modified,
                late=told.late,
                how=naming.student(told)[1],
            )
            candidates.append((entry, file))
        candidates = apart(candidates, naming)
        deadlines = Deadlines(classroom, late, source)
        candidates, dropped = deadlines.sort_out(candidates)
        rows += [Row(e.student, e.assignment, Outcome.SKIPPED, e.file, "late") for e in dropped]
        try:
            for entry, file, others in latest(candidates):
                outcome, note = record.put(entry, file.read(), notebooks[entry.assignment])
                said = [note, "late" if entry.late else "", _unlike(entry, notebooks)]
                what = entry.student, entry.assignment
                rows.append(Row(*what, outcome, entry.file, _joined(said)))
                later = f"{entry.file} is later"
                rows += [Row(*what, Outcome.SKIPPED, e.file, later) for e in others]
        finally:
            record.save()
    return _collected(rows, candidates, directory, classroom, wanted, deadlines.notes)


def _whose(
    source: str, found: list[Found], directory: Directory, course: Course
) -> dict[str, Origin | None]:
    names = [file.name for file in found]
    folders = [word for a in course.assignments for word in (a.name, a.stem)]
    ids = [person.id for person in directory.people]
    whose = origins(source, names, ids, folders)
    if names and not any(whose.values()):
        others = [
            s for s in SOURCES if s != source and any(origins(s, names, ids, folders).values())
        ]
        hint = f" Try --from {others[0]}." if others else ""
        raise UsageError(f"no file is named as {source} names them, such as {names[0]!r}.{hint}")
    return whose


def _reason_to_skip(source: str, file: Found, origin: Origin | None) -> Origin:
    if origin is None:
        raise MaterialError(f"not named as {source} names what students hand in")
    if not origin.file:
        raise MaterialError("the platform's receipt")
    if not is_candidate(origin.file):
        raise MaterialError("not a notebook")
    return origin


def _unlike(entry: Entry, notebooks: dict[str, str]) -> str:
    ours = notebooks[entry.assignment]
    return "" if plain_stem(entry.file) == plain_stem(ours) else f"recognised as {ours}"


def _joined(notes: list[str]) -> str:
    return "; ".join(note for note in notes if note)


def _collected(
    rows: list[Row],
    candidates: list[tuple[Entry, Found]],
    directory: Directory,
    classroom: Classroom,
    wanted: str | None,
    notes: list[str],
) -> Collected:
    students = {entry.student for entry, _ in candidates}
    unknown = sorted(s for s in students if directory.people and s not in directory)
    concerned = {wanted} if wanted else {entry.assignment for entry, _ in candidates}
    missing = [
        (person.id, name)
        for name in sorted(concerned)
        for person in directory.people
        if not classroom.submission(person.id, name).is_dir()
    ]
    rows = sorted(rows, key=lambda row: (row.who, row.what, row.outcome == Outcome.SKIPPED))
    return Collected(tuple(rows), tuple(unknown), tuple(missing), tuple(notes))

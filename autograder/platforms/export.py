"""Marks out of the classroom, in the form that a platform takes, and read back."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.people import Names, Person, StudentIndex
from autograder.errors import MaterialError, UsageError
from autograder.files import PRIVATE, write_bytes
from autograder.platforms import canvas, gradescope
from autograder.platforms.comments import comments_in
from autograder.platforms.marks import Marks, State, marks, plain_number
from autograder.platforms.platform import Column, Line, Platform
from autograder.platforms.record import names_of, read_record
from autograder.platforms.registry import PLATFORMS, TARGETS
from autograder.tables import Table, csv_table, number_in


@dataclass(frozen=True)
class Exported:
    """The files that were written, and what the teacher should know about them."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def export(
    course: Course,
    classroom: Classroom,
    to: str,
    *,
    output: Path | None = None,
    template: Path | None = None,
    per_claim: bool = False,
    assignments: Sequence[str] = (),
    scale: bool = False,
    column: str = "",
    anonymous: bool = False,
) -> Exported:
    """Write the marks of a class for a platform.

    Parameters
    ----------
    to : str
        "csv" or a platform that takes marks, one of `TARGETS`.
    output : Path, optional
        The file to write (for Gradescope a folder); it must not exist. By default a new file in
        `<classroom>/export/` with today's date in its name.
    template : Path, optional
        The file that the teacher downloaded from the platform. Cells are filled in, all else stays
        byte for byte.
    per_claim : bool
        For csv: a column for each graded cell.
    assignments : sequence of str
        Only these; by default all for which something was graded.
    scale : bool
        Convert the points if the platform's maximum differs from the course's.
    column : str
        The title of the column for the one assignment that was named, if it is called otherwise.
    anonymous : bool
        For csv: leave out who the students are.

    Raises
    ------
    UsageError
        If the platform needs another option, or `output` exists.
    MaterialError
        If the template is not what the platform gives out, no mark could be filled in, or what was
        written does not read back as it should.
    """
    if to not in TARGETS:
        raise UsageError(f"--to {to}: unknown. There are: {', '.join(TARGETS)}.")
    takes = PLATFORMS[to].marks if to in PLATFORMS else ""
    if per_claim and to != "csv":
        raise UsageError(f"--per-claim: {to} takes one number an assignment. Use --to csv.")
    if anonymous and to != "csv":
        raise UsageError(f"--anonymous: {to} has to know whose marks they are. Use --to csv.")
    if template and takes not in ("template", "either"):
        raise UsageError(f"--template: {to} needs none. Leave it out.")
    if not template and takes == "template":
        raise UsageError(
            f"--to {to} fills in the file that {to} lets you download: give it as --template FILE."
        )
    if column and (not template or len(assignments) != 1):
        raise UsageError("--column names the column of one assignment in a --template: name both.")
    table = _of_what_was_graded(marks(course, classroom, assignments), assignments)
    if takes == "files":
        return _for_gradescope(course, classroom, table, output)
    notes = _notes(table)
    if template:
        filled = _filled(PLATFORMS[to], template, table, classroom, scale, column)
        content = filled.content
        notes = [*filled.notes(), *notes]
    elif to == "canvas":
        content = _as_canvas(table, classroom)
        notes.append(
            "Canvas makes a new assignment of each title that it does not have: compare the "
            "titles first, or give Canvas's own export as --template."
        )
    else:
        content = _as_csv(table, Names(table.people.values(), anonymous=anonymous), per_claim)
    name = "marks" if to == "csv" else to
    if template and PLATFORMS[to].one_assignment:
        name = f"{to}-{table.assignments[0].name}"
    file = _place(output, classroom, name + (template.suffix if template else ".csv"))
    write_bytes(file, content, PRIVATE)
    return Exported((file,), tuple(notes))


@dataclass
class _Filling:
    """A platform's file with the marks in it, and what is to be said about it."""

    values: dict[tuple[int, int], str] = field(default_factory=dict)
    placed: set[tuple[str, str]] = field(default_factory=set)  # student and assignment
    unknown: list[str] = field(default_factory=list)  # lines of nobody in this classroom
    kept: list[str] = field(default_factory=list)  # what a person wrote there
    lost: list[str] = field(default_factory=list)  # students with a mark who stand in no line
    comments: int = 0  # of the cells, how many say something to a student
    content: bytes = b""

    def notes(self) -> list[str]:
        """Return what to tell the teacher."""
        count = len(self.values) - self.comments
        also = f" and {self.comments} comment{'s' * (self.comments != 1)}" if self.comments else ""
        found = [f"{count} cell{'s' * (count != 1)}{also} filled in, and read back."]
        if self.kept:
            found.append(f"Left as somebody wrote it: {'; '.join(self.kept)}.")
        if self.lost:
            found.append(f"In no line of the file: {', '.join(self.lost)}.")
        if self.unknown:
            number, who = len(self.unknown), "; ".join(self.unknown)
            found.append(f"{number} line{'s' * (number != 1)} of nobody in this classroom: {who}.")
        return found


def _filled(
    platform: Platform, template: Path, table: Marks, classroom: Classroom, scale: bool, column: str
) -> _Filling:
    if platform.one_assignment and len(table.assignments) != 1:
        raise UsageError(
            f"a worksheet of {platform.name} is of one assignment: name it, "
            f"as in `autograder export --to {platform.name} --template FILE softmax`."
        )
    try:
        sheet = Table(template.read_bytes(), str(template))
    except OSError as error:
        raise UsageError(f"--template {template}: cannot be read: {error.strerror}.") from error
    grades = platform.grades(sheet)
    finder = _LineFinder(classroom, table, platform)
    students = {line: finder.student(line) for line in grades.lines}
    filling, names = _Filling(), names_of(classroom)
    for assignment in table.assignments:
        alone = platform.one_assignment and not column
        place = grades.columns[0] if alone else _column(grades.columns, assignment, sheet, column)
        factor = _factor(place.possible, assignment, sheet.where, scale)
        for line, student in students.items():
            mark = table.table.get((student or "", assignment.name))
            there = sheet.row(line.row)[place.at]
            if mark is None:
                if line.label not in filling.unknown:
                    filling.unknown.append(line.label)
                continue
            filling.placed.add((mark.student, assignment.name))
            decided = there and number_in(there) is None
            if decided and there.casefold() not in platform.not_a_mark:
                filling.kept.append(f"{there!r} for {names.full(mark.student)} in {place.title}")
            elif mark.points is not None:
                value = plain_number(mark.points * factor)
                filling.values[line.row, place.at] = (
                    value.replace(".", ",") if grades.comma else value
                )
    known = {key for key, mark in table.table.items() if mark.points is not None}
    lost = {student for student, _ in known - filling.placed}
    filling.lost = [names.full(student) for student in sorted(lost)]
    if not filling.values and not filling.kept:
        why = [*filling.notes()[1:], *_notes(table)] if known else ["No mark is known yet."]
        why = why if grades.lines else ["There is no line of a student in it."]
        raise MaterialError(f"{sheet.where}: no cell could be filled in. {' '.join(why)}")
    if grades.comments is not None and len(table.assignments) == 1:
        comments = comments_in(sheet, grades.comments, students, table, classroom)
        filling.values |= comments
        filling.comments = len(comments)
    filling.content = sheet.filled(filling.values)
    _read_back(sheet, filling)
    return filling


def _read_back(sheet: Table, filling: _Filling) -> None:
    """Compare the file with what it should be, as another program reads it.

    Raises
    ------
    MaterialError
        If a mark does not stand under its header, or anything else has changed.
    """
    written = Table(filling.content, sheet.where)
    problem = "" if written.headers == sheet.headers else "its headers changed"
    text = filling.content.decode(written.encoding).lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter))
    rows = [row for row in rows if len(row) > 1 or any(cell.strip() for cell in row)]
    rows = rows[rows.index(next(row for row in rows if len(row) > 1)) + 1 :]
    if not problem and len(rows) != len(sheet):
        problem = f"it has {len(rows)} lines, not {len(sheet)}"
    for number, row in enumerate(rows if not problem else ()):
        before = sheet.row(number)
        for at, header in enumerate(sheet.headers):
            cell = row[at].strip() if at < len(row) else ""
            expected = filling.values.get((number, at), before[at])
            if cell != expected:
                problem = f"{header!r} in line {number + 2} reads {cell!r}, not {expected!r}"
    if problem:
        raise MaterialError(
            f"{sheet.where}: the marks do not read back as they were filled in: {problem}. "
            "Nothing was written. Download the file again, and leave it as it is."
        )


class _LineFinder:
    """Finds the student of a line: the platform's number first, then id and address, then name."""

    def __init__(self, classroom: Classroom, table: Marks, platform: Platform) -> None:
        self.index = StudentIndex(table.people.values())
        self.recorded: dict[str, str] = {}
        names = {assignment.name for assignment in table.assignments}
        for entry in read_record(classroom):
            # Moodle's numbers differ from assignment to assignment
            mine = not platform.one_assignment or entry.assignment in names
            if entry.platform == platform.name and mine and entry.how != "team":
                self.recorded[entry.key.casefold()] = entry.student

    def student(self, line: Line) -> str | None:
        """Return the one student of a line; None if nobody fits, or two cells mean two people."""
        number = line.number.casefold()
        if number and (found := self.recorded.get(number) or self.index.with_platform_id(number)):
            return found
        by_id = self.index.with_id(*line.ids)
        by_name = next((s for s in map(self.index.with_name, line.names) if s), None)
        return None if by_id and by_name and by_id != by_name else by_id or by_name


def _column(columns: Sequence[Column], assignment: Assignment, sheet: Table, named: str) -> Column:
    """Return the column that means an assignment.

    The title that was named, else one that is the folder's name, the stem or the notebook's title,
    alone or among other words.

    Raises
    ------
    MaterialError
        If no column, or more than one, means it.
    """
    ours = [assignment.name, assignment.stem, assignment.title]
    ours = [_words(title) for title in ([named] if named else ours)]
    ways: list[Callable[[str], bool]] = [lambda words: words in ours]
    if not named:
        ways.append(lambda words: any(f" {word} " in f" {words} " for word in ours if word))
    found: list[Column] = []
    for means in ways:
        found = [column for column in columns if means(_words(column.title))]
        if named and not found:
            found = [column for column in columns if sheet.headers[column.at] == named.strip()]
        if len(found) == 1:
            return found[0]
        if found:
            break
    what = "more than one column is" if found else "no column is"
    called = repr(named) if named else f"{assignment.stem!r} or {assignment.name!r}"
    shown = ", ".join(repr(sheet.headers[column.at]) for column in columns) or "none"
    raise MaterialError(
        f"{sheet.where}: {what} called {called}; columns: {shown}. Name the right one with "
        f'--column TITLE, as in `--column "Homework 9" {assignment.stem}`.'
    )


def _words(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title.casefold()).strip()


def _factor(most: float | None, assignment: Assignment, where: str, scale: bool) -> float:
    if most is None or most == assignment.points or not assignment.points:
        return 1.0
    if not scale:
        raise UsageError(
            f"{where}: {assignment.stem} is worth {plain_number(most)} there and "
            f"{plain_number(assignment.points)} in the course. Change it on the platform, "
            "or give --scale to convert the marks."
        )
    return most / assignment.points


def _as_csv(table: Marks, names: Names, per_claim: bool = False) -> bytes:
    """Return one line for each student and assignment; Excel and pandas read it.

    `points` is empty for what is not known. With `per_claim` there is a column for each graded
    cell.
    """
    claims = sorted({claim for mark in table.table.values() for claim in mark.claims})
    claims = claims if per_claim else []
    headers = ["student", "name", "e-mail", "section", "assignment", "points", "possible"]
    headers += ["state", "not run", "late penalty", "to mark by hand", "reason", *claims]
    headers += ["why late", "group"]  # new, so last: who counts columns finds the others
    rows = []
    for assignment in table.assignments:
        of_all = table.of(assignment.name)
        if names.anonymous:  # the order would tell
            of_all = sorted(of_all, key=lambda mark: names.order(mark.student))
        for mark in of_all:
            person = table.people[mark.student]
            if names.anonymous:
                person = Person(names.name(mark.student), section=person.section)
            points = [mark.claims.get(claim) for claim in claims]
            row = [person.id, person.name, person.email, person.section, mark.assignment]
            row += [mark.earned, plain_number(mark.possible), mark.state, " ".join(mark.not_run)]
            row += [plain_number(mark.penalty), str(mark.by_hand), names.hidden(mark.reason)]
            row += ["" if value is None else plain_number(value) for value in points]
            rows.append([*row, mark.why_late, person.group])
    return csv_table(headers, rows).encode("utf-8-sig")


def _as_canvas(table: Marks, classroom: Classroom) -> bytes:
    """Return what Canvas's gradebook imports; a title that it does not know becomes an assignment.

    Unknown points are empty cells, which Canvas leaves as they are.
    """
    numbers = {e.student: e for e in read_record(classroom) if e.platform == "canvas"}
    titles = [assignment.title for assignment in table.assignments]
    rows = [
        ["    Points Possible", *[""] * 4, *(plain_number(a.points) for a in table.assignments)]
    ]
    for person in table.people.values():
        known = numbers.get(person.id)
        number = person.platform or (known.key if known and known.how != "team" else "")
        number = "" if number.startswith("anon-") else number
        ours = known and known.how in ("derived", "split")  # an id that we invented
        login = "" if ours else person.id
        row = [_canvas_name(person, known.name if known else ""), number, "", login, person.section]
        rows.append(row + [table.table[person.id, a.name].earned for a in table.assignments])
    return csv_table([*canvas.HEADERS, *titles], rows).encode()


def _canvas_name(person: Person, recorded: str = "") -> str:
    """Return `Last, First`, as Canvas sorts its students."""
    if person.last and person.first:
        return f"{person.last}, {person.first}"
    return person.name or recorded or person.id


def _of_what_was_graded(table: Marks, asked: Sequence[str]) -> Marks:
    """Leave out assignments that nobody was graded in, unless they were asked for."""
    done = (State.GRADED, State.PARTLY)
    kept = [a for a in table.assignments if asked or any(m.state in done for m in table.of(a.name))]
    if not kept:
        raise UsageError("nothing was graded yet. Run `autograder grade` first.")
    names = {assignment.name for assignment in kept}
    cells = {key: mark for key, mark in table.table.items() if key[1] in names}
    return Marks(table.people, tuple(kept), cells)


def _notes(table: Marks) -> list[str]:
    """Say what an empty cell stands for, and how often."""
    notes = []
    for state, what in (
        (State.PARTLY, "could not be graded (see `reason` and `not run` in --to csv)"),
        (State.WAITING, "not graded yet"),
        (State.MISSING, "not handed in"),
    ):
        if number := table.count(state):
            notes.append(f"{number} empty, never 0: {what}.")
    if waiting := sum(mark.by_hand > 0 for mark in table.table.values()):
        notes.append(f"{waiting} still to be marked by hand: their points so far were exported.")
    return notes


def _place(output: Path | None, classroom: Classroom, name: str) -> Path:
    """Return where to write: what was named, else a file of today that does not exist yet."""
    if output is not None and output.exists():
        raise UsageError(f"--output {output}: exists. Name another file, or move it away.")
    if output is not None:
        return output
    stem, dot, ending = name.partition(".")
    dated = f"{stem}-{date.today().isoformat()}"
    places = (
        classroom.root / "export" / f"{dated}{f'-{number}' if number > 1 else ''}{dot}{ending}"
        for number in itertools.count(1)
    )
    return next(place for place in places if not place.exists())


def _for_gradescope(
    course: Course, classroom: Classroom, table: Marks, output: Path | None
) -> Exported:
    """Write an autograder zip for each assignment, and a `results.json` for each student."""
    folder = _place(output, classroom, "gradescope")
    files = []

    def write(file: Path, content: bytes) -> None:
        write_bytes(file, content, PRIVATE)
        files.append(file)

    for assignment in table.assignments:
        zipped = gradescope.autograder_zip(course, assignment)
        write(folder / f"{assignment.name}-autograder.zip", zipped)
        for mark in table.of(assignment.name):
            if (content := gradescope.results_of(classroom, mark)) is not None:
                write(folder / assignment.name / mark.student / "results.json", content)
    return Exported(tuple(files), tuple(_notes(table)))

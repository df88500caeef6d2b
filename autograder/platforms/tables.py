"""Marks filled into the file that the teacher downloaded from the platform."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError, UsageError
from autograder.platforms.csv_template import Sheet
from autograder.platforms.lines import Lines, column_of
from autograder.platforms.marks import Mark, Marks, plain_number

# "Grade" in Moodle's language packs; a worksheet of another language is read by its shape
_WORDS = """
    grade bewertung note nota calificación calificacion cijfer beoordeling valutazione voto
    qualificació qualificação ocena hodnocení známka оценка оцінка karakter karakterer betyg
    arvosana hinne értékelés notă not puan βαθμός 评分 成绩 評定 評点 성적 الدرجة ציון điểm nilai
"""
_GRADE = frozenset(_WORDS.split())


@dataclass(frozen=True)
class Filled:
    """A platform's file with the marks in it, and what is to be said about it."""

    content: bytes
    filled: int
    unknown_lines: tuple[str, ...]  # lines of students whom this classroom does not know
    unplaced: tuple[str, ...]  # students with a mark who stand in no line


def fill_moodle(
    content: bytes, where: str, marks: Marks, classroom: Classroom, scale: bool = False
) -> Filled:
    """Fill in one assignment's grading worksheet, in whatever language Moodle wrote it."""
    if len(marks.assignments) != 1:
        raise UsageError(
            "a Moodle worksheet is of one assignment: name it, "
            "as in `autograder export --to moodle --template FILE softmax`."
        )
    assignment = marks.assignments[0]
    sheet = Sheet(content, where)
    identifier = _identifier(sheet, where)
    grade, maximum = _moodle_columns(sheet, where)
    comma = any(re.fullmatch(r"\d+,\d+", value) for value in _column(sheet, maximum or grade))
    most = _number(_column(sheet, maximum)[0]) if maximum is not None else None
    factor = _factor(most, assignment, where, scale)
    lines = Lines(classroom, marks.people.values(), "moodle", assignment.name)
    values: dict[tuple[int, int], str] = {}
    unknown, placed = [], set()
    for row in range(1, len(sheet.rows)):
        cells = sheet.values(row)
        number = re.search(r"\d+$", cells[identifier])
        others = [c for at, c in enumerate(cells) if at not in (identifier, grade, maximum)]
        ids = [cell for cell in others if not re.fullmatch(r"[\d.,]*", cell) or len(cell) > 3]
        student = lines.student(number[0] if number else "", ids, *others[:1])
        _enter(values, unknown, placed, (row, grade), student, cells, marks, assignment, factor)
    if comma:
        values = {place: value.replace(".", ",") for place, value in values.items()}
    return _result(sheet, values, unknown, placed, marks)


def fill_grade_center(
    content: bytes, where: str, marks: Marks, classroom: Classroom, platform: str, scale: bool
) -> Filled:
    """Fill in Blackboard's or Canvas's exported gradebook, a column for each assignment."""
    sheet = Sheet(content, where)
    first = 5 if platform == "canvas" else 2
    lines = Lines(classroom, marks.people.values(), platform)
    values: dict[tuple[int, int], str] = {}
    unknown: list[str] = []
    placed: set[str] = set()
    for assignment in marks.assignments:
        column = column_of(sheet, assignment, range(first, len(sheet.headers)), where)
        factor = _factor(_possible(sheet, column, platform), assignment, where, scale)
        for row in range(1, len(sheet.rows)):
            cells = sheet.values(row)
            if platform == "canvas":
                number, ids, names = cells[1], cells[2:4], [cells[0]]
                if not number or cells[0].casefold() in ("student, test", "test student"):
                    continue  # Points Possible, the posting policy, Canvas's test student
            else:
                # Last Name, First Name, Username, Student ID
                number, ids = cells[2], cells[2:4]
                names = [f"{cells[0]} {cells[1]}"]
            student = lines.student(number, ids, *names)
            place = row, column
            _enter(values, unknown, placed, place, student, cells, marks, assignment, factor)
    return _result(sheet, values, unknown, placed, marks)


def _enter(
    values: dict[tuple[int, int], str],
    unknown: list[str],
    placed: set[str],
    place: tuple[int, int],
    student: str | None,
    cells: list[str],
    marks: Marks,
    assignment: Assignment,
    factor: float,
) -> None:
    """Write one mark; a cell stays as it is if the mark is not known."""
    mark: Mark | None = marks.table.get((student or "", assignment.name))
    if mark is None:
        label = ", ".join(cell for cell in cells[:3] if cell)
        if label not in unknown:
            unknown.append(label)
        return
    placed.add(mark.student)
    if mark.points is not None:
        values[place] = plain_number(mark.points * factor)


def _result(
    sheet: Sheet,
    values: dict[tuple[int, int], str],
    unknown: list[str],
    placed: set[str],
    marks: Marks,
) -> Filled:
    unplaced = {m.student for m in marks.table.values() if m.points is not None} - placed
    content = sheet.filled(values)
    return Filled(content, len(values), tuple(unknown), tuple(sorted(unplaced)))


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


def _possible(sheet: Sheet, column: int, platform: str) -> float | None:
    if platform == "blackboard":
        match = re.search(r"\[[^\]]*?(\d+(?:[.,]\d+)?)", sheet.headers[column])
        return _number(match[1]) if match else None
    for row in range(1, min(4, len(sheet.rows))):
        cells = sheet.values(row)
        if not cells[1] and (most := _number(cells[column])) is not None:
            return most
    return None


def _identifier(sheet: Sheet, where: str) -> int:
    """Return the column of `Participant 123`, in whatever language."""
    for at in range(len(sheet.headers)):
        if all(re.fullmatch(r"[^\d]+\d+", value) for value in _column(sheet, at)):
            return at
    raise MaterialError(
        f"{where}: no column of identifiers such as 'Participant 123'. "
        "Give the grading worksheet that Moodle let you download for this assignment."
    )


def _moodle_columns(sheet: Sheet, where: str) -> tuple[int, int | None]:
    """Return the columns of the grade and of the maximum, which stands right of it."""
    headers = [header.casefold() for header in sheet.headers]
    numbers = [[_number(value) for value in _column(sheet, at)] for at in range(len(headers))]
    maxima = [
        at
        for at, column in enumerate(numbers)
        if at and column and None not in column and len(set(column)) == 1 and column[0]
    ]
    named = [at for at, header in enumerate(headers) if header in _GRADE]
    if len(named) == 1:
        return named[0], named[0] + 1 if named[0] + 1 in maxima else None
    shaped = [
        at
        for at in maxima
        if all(
            n is not None or not v
            for n, v in zip(numbers[at - 1], _column(sheet, at - 1), strict=True)
        )
    ]
    if shaped:
        return shaped[0] - 1, shaped[0]
    raise MaterialError(
        f"{where}: no column of grades among {', '.join(map(repr, sheet.headers))}. "
        "Give Moodle's own grading worksheet, with numbers as grades."
    )


def _column(sheet: Sheet, at: int) -> list[str]:
    return [sheet.values(row)[at] for row in range(1, len(sheet.rows))]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None

"""Moodle: "Download all submissions", the participants, the grading worksheet in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from autograder.course.people import safe_id
from autograder.errors import MaterialError
from autograder.platforms.archives import Found
from autograder.platforms.platform import (
    Column,
    Grades,
    Hints,
    Line,
    Origin,
    Platform,
    StudentList,
    Told,
    Whose,
    beside,
    outermost,
    wrong_table,
)
from autograder.tables import Table, number_in

_FILE = re.compile(
    r"(?P<name>.*?)_(?P<key>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)"
)
_COMMENTS = (
    *("feedback comments", "feedback als kommentar", "comentarios de retroalimentación"),
    *("comentarios de la retroalimentación", "feedback par commentaires", "commentaires"),
    *("commenti di feedback", "feedbackcommentaren", "feedback opmerkingen"),
)
_WHEN = ("last modified (submission)", "zuletzt geändert (abgabe)")
# "Grade" in Moodle's language packs; a worksheet of another language is read by its shape
_WORDS = """
    grade bewertung note nota calificación calificacion cijfer beoordeling valutazione voto
    qualificació qualificação ocena hodnocení známka оценка оцінка karakter karakterer betyg
    arvosana hinne értékelés notă not puan βαθμός 评分 成绩 評定 評点 성적 الدرجة ציון điểm nilai
"""
_GRADE = frozenset(_WORDS.split())


class Moodle(Platform):
    """A folder for each student; a worksheet for each assignment."""

    name = "moodle"
    marks = "template"
    takes_feedback = True
    one_assignment = True
    tells_late = False
    team_before_name = True
    key_is_school_id = key_is_platform_id = False  # participants' numbers change each time
    not_a_mark = frozenset("-")
    students = tuple(
        StudentList(
            needs,
            {
                "id": ("id number", "username", "email address"),
                "first": ("first name",),
                "last": ("surname", "last name"),
                "name": ("full name",),
                "email": ("email address",),
                "group": ("groups", "group"),
            },
        )
        for needs in (
            ("first name", "surname", "email address"),
            ("first name", "last name", "email address", "groups"),
            ("first name", "last name", "email address", "id number"),
            ("identifier", "full name", "email address"),
        )
    )

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        return {name: outermost(name, _origin) for name in files}

    def id_for(self, origin: Origin) -> str:
        return safe_id(origin.name if " " in origin.name else f"{origin.name}-{origin.key}")

    def grades(self, table: Table) -> Grades:
        identifier = _identifier(table)
        grade, maximum = _columns(table)
        comma = table.decimal_comma([grade if maximum is None else maximum])
        lines = []
        for row in range(len(table)):
            cells = table.row(row)
            number = re.search(r"\d+$", cells[identifier])
            about = _about(cells[:grade], identifier)
            lines.append(Line(row, number[0] if number else "", tuple(about[1:]), tuple(about[:1])))
        most = number_in(table.row(0)[maximum]) if maximum is not None and len(table) else None
        columns = (Column(grade, table.headers[grade], most),)
        return Grades(tuple(lines), columns, comma, table.find(*_COMMENTS))

    def told(self, table: Table, zone: tzinfo | None) -> dict[str, Told]:
        identifier, when = _identifier(table), table.find(*_WHEN)
        if when is None:
            raise wrong_table(table, f"no column {_WHEN[0]!r}, in small letters or large")
        found = {}
        for row in range(len(table)):
            cells = table.row(row)
            if number := re.search(r"\d+$", cells[identifier]):
                # what stands first is the name, which students may choose
                ids = tuple(cell for cell in _about(cells[:when], identifier)[1:] if "@" in cell)
                found[number[0]] = Told(_moment(table, row, cells[when], zone), ids)
        return found

    def feedback_name(self, file: str, page: str) -> str:
        return beside(file, _FILE, page)


def _origin(part: str, inner: str) -> Origin | None:
    match = _FILE.fullmatch(part)
    if not match:
        return None
    typed = "text.html" if match["kind"] == "onlinetext" else ""
    return Origin(match["key"], match["name"].strip(), file=inner or match["file"] or typed)


def _identifier(table: Table) -> int:
    """Return the column of `Participant 123`, in whatever language."""
    for at in range(len(table.headers)):
        if len(table) and all(re.fullmatch(r"[^\d]+\d+", value) for value in table.column(at)):
            return at
    raise wrong_table(
        table,
        "no column of identifiers such as 'Participant 123'. Give the grading worksheet that "
        "Moodle let you download for this assignment",
    )


def _about(cells: list[str], identifier: int) -> list[str]:
    """Return what a line says of a student, the name first."""
    return [cell for at, cell in enumerate(cells) if at != identifier]


def _moment(table: Table, row: int, told: str, zone: tzinfo | None) -> datetime | None:
    import dateutil.parser

    if told in ("", "-"):
        return None
    try:
        read: datetime = dateutil.parser.parse(told)
    except (ValueError, OverflowError) as error:
        raise MaterialError(
            f"{table.where}, line {table.line(row)}: {told!r} is no time that can be read. "
            "Set Moodle to English and download the worksheet again."
        ) from error
    return read.replace(tzinfo=read.tzinfo or zone).astimezone(UTC)


def _columns(table: Table) -> tuple[int, int | None]:
    """Return the columns of the grade and of the maximum, which stands right of it."""
    headers = [header.casefold() for header in table.headers]
    numbers = [[number_in(value) for value in table.column(at)] for at in range(len(headers))]
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
            number is not None or value in ("", "-")
            for number, value in zip(numbers[at - 1], table.column(at - 1), strict=True)
        )
    ]
    if shaped:
        return shaped[0] - 1, shaped[0]
    raise wrong_table(
        table, "no column of grades. Give Moodle's own grading worksheet, with numbers as grades"
    )


MOODLE = Moodle()

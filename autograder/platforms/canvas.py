"""Canvas: "Download Submissions", the gradebook's export and import."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.course.people import safe_id
from autograder.platforms.archives import Found
from autograder.platforms.platform import (
    Grades,
    Hints,
    Line,
    Origin,
    Platform,
    StudentList,
    Whose,
    graded_columns,
    names_in,
    outermost,
    wrong_table,
)
from autograder.tables import Table, number_in

# <sortable name>[_LATE]_<user id>_<attachment id>_<file>; the first pair of numbers is Canvas's
_FILE = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<key>\d+)_(?P<serial>\d+)_(?P<file>.+)")
_ANONYMOUS = re.compile(
    r"(?P<name>anon)_(?P<key>[^\W_]+)(?P<late>_LATE)?_(?P<serial>\d+)_(?P<file>.+)"
)
_TYPED = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<key>\d+)_text\.html")  # into Canvas itself
_AGAIN = re.compile(r"-(\d{1,3})(?=\.[^.]+$)")  # softmax-1.ipynb
_ID = re.compile(r"\s*\(\d+\)\s*$")  # after an assignment's title
_ABOUT = (
    *("student", "first name", "firstname", "last name", "lastname", "id", "sis user id"),
    *("sis login id", "integration id", "root account", "section", "notes"),
)
HEADERS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


class Canvas(Platform):
    """Files in one folder, the student in each name; a gradebook of all assignments."""

    name = "canvas"
    marks = "either"
    takes_feedback = True
    key_is_school_id = False  # its numbers may be somebody else's number at the school
    students = tuple(
        StudentList(
            (*who, "id", "section"),
            {
                "id": ("sis user id", "sis login id", "id"),
                "name": ("student",),
                "first": ("firstname", "first name"),
                "last": ("lastname", "last name"),
                "email": ("email", "sis login id"),
                "section": ("section",),
                "platform": ("id",),
            },
        )
        for who in (("student",), ("lastname", "firstname"), ("last name", "first name"))
    )

    def is_student(self, table: Table, cells: list[str]) -> bool:
        return _student(table, cells)

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        return {name: outermost(name, _origin) for name in files}

    def id_for(self, origin: Origin) -> str:
        return safe_id(f"{origin.name}-{origin.key}" if origin.name else origin.key)

    def grades(self, table: Table) -> Grades:
        number = table.find("id")
        if number is None or table.find("section") is None:
            raise wrong_table(
                table, "not Canvas's gradebook, which has the columns Student, ID and Section"
            )
        heads = [row for row in range(len(table)) if not _student(table, table.row(row))]

        def possible(at: int) -> float | None:
            cells = (number_in(table.row(row)[at]) for row in heads if not table.row(row)[number])
            return next((most for most in cells if most is not None), None)

        lines = []
        for row in range(len(table)):
            cells = table.row(row)
            if _student(table, cells):
                lines.append(Line(row, cells[number], _ids(table, cells), names_in(table, cells)))
        columns = graded_columns(table, _ABOUT, _ID, possible)
        comma = table.decimal_comma(column.at for column in columns)
        return Grades(tuple(lines), columns, comma)

    def feedback_name(self, file: str, page: str) -> str:
        fits = next((part for part in file.split("/") if _origin(part, "")), "")
        ending = page.rpartition(".")[2]
        return f"{fits.rpartition('.')[0] or fits}.{ending}" if fits else ""


def _origin(part: str, inner: str) -> Origin | None:
    if match := _TYPED.fullmatch(part):
        return Origin(match["key"], match["name"], file="text.html", late=bool(match["late"]))
    match = _ANONYMOUS.fullmatch(part) or _FILE.fullmatch(part)
    if not match:
        return None
    anonymous = match["name"] == "anon"
    return Origin(
        key=f"anon-{match['key']}" if anonymous else match["key"],
        name="" if anonymous else match["name"],
        file=inner or _AGAIN.sub("", match["file"]),
        late=bool(match["late"]),
        serial=int(match["serial"]),
    )


def _ids(table: Table, cells: list[str]) -> tuple[str, ...]:
    found = map(table.find, ("sis user id", "sis login id", "integration id"))
    return tuple(cells[at] for at in found if at is not None and cells[at])


def _student(table: Table, cells: list[str]) -> bool:
    """True for a line of somebody: not Points Possible, the posting policy, the test student."""
    number = table.find("id")
    known = bool(number is not None and cells[number]) or bool(_ids(table, cells))
    return known and not {name.casefold() for name in names_in(table, cells)} & {
        "student, test",
        "test student",
        "student test",
    }


CANVAS = Canvas()

"""Brightspace (D2L): the downloads of an assignment's folder, the gradebook's export and import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from functools import partial

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
    beside,
    graded_columns,
    local_time,
    names_in,
    outermost,
    wrong_table,
)
from autograder.tables import Table, number_in

# <id>-<id> - First Last - Mar 3, 2026 1045 AM
_FOLDER = re.compile(
    r"(?P<key>\d+)-\d+ - (?P<name>.+?) - (?P<when>\w+ \d{1,2}, \d{4} \d{3,4} [AP]M)$"
)
_GRADE = re.compile(r"\s*Points Grade\s*(<[^>]*>)?\s*$")
_ABOUT = (
    *("orgdefinedid", "username", "last name", "first name", "email", "section membership"),
    *("end of line indicator", "calculated final grade numerator"),
    *("calculated final grade denominator", "adjusted final grade numerator"),
    "adjusted final grade denominator",
)


class Brightspace(Platform):
    """A folder for each submission; a gradebook in which ids begin with `#`."""

    name = "brightspace"
    marks = "template"
    takes_feedback = True
    key_is_school_id = False
    own_files = frozenset(("index.html",))  # lists what was handed in
    students = (
        StudentList(
            ("orgdefinedid", "end of line indicator"),
            {
                "id": ("username", "orgdefinedid"),
                "first": ("first name",),
                "last": ("last name",),
                "email": ("email",),
                "section": ("section membership",),
            },
        ),
    )

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        read = partial(_origin, zone=hints.zone)
        return {name: outermost(name, read) for name in files}

    def id_for(self, origin: Origin) -> str:
        return safe_id(f"{origin.name}-{origin.key}")

    def grades(self, table: Table) -> Grades:
        ids = [
            at for at in map(table.find, ("username", "orgdefinedid", "email")) if at is not None
        ]
        if not ids or table.find("end of line indicator") is None:
            raise wrong_table(
                table,
                "not Brightspace's gradebook, which ends in the column End-of-Line Indicator and "
                "has OrgDefinedId or Username",
            )
        lines = []
        for row in range(len(table)):
            cells = table.row(row)
            words = tuple(cells[at].lstrip("#") for at in ids if cells[at].lstrip("#"))
            if words:
                lines.append(Line(row, "", words, names_in(table, cells)))

        def possible(at: int) -> float | None:
            match = re.search(r"MaxPoints:(\d+(?:[.,]\d+)?)", table.headers[at])
            return number_in(match[1]) if match else None

        columns = graded_columns(table, _ABOUT, _GRADE, possible)
        return Grades(tuple(lines), columns, table.decimal_comma(c.at for c in columns))

    def feedback_name(self, file: str, page: str) -> str:
        return beside(file, _FOLDER, page)


def _origin(part: str, inner: str, zone: tzinfo | None) -> Origin | None:
    match = _FOLDER.fullmatch(part)
    if not match or not inner:
        return None
    date, time, half = match["when"].rsplit(" ", 2)
    when = local_time(f"{date} {time.zfill(4)} {half}", "%b %d, %Y %I%M %p", zone)
    return Origin(match["key"], match["name"].strip(), file=inner, when=when)


BRIGHTSPACE = Brightspace()

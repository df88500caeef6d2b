"""Marks as our own CSV, and as the CSV that Canvas imports."""

from __future__ import annotations

import csv
import io

from autograder.course.classroom import Classroom
from autograder.course.people import Person
from autograder.platforms.marks import Marks, plain_number
from autograder.platforms.record import read_record

_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def as_csv(marks: Marks, per_claim: bool = False) -> bytes:
    """Return one line for each student and assignment; Excel and pandas read it.

    `points` is empty for what is not known. With `per_claim` there is a column for each graded
    cell. A name that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    claims = sorted({claim for mark in marks.table.values() for claim in mark.claims})
    headers = ["student", "name", "e-mail", "section", "assignment", "points", "possible"]
    headers += ["state", "not run", "late penalty", "to mark by hand"]
    rows = [headers + (claims if per_claim else [])]
    for assignment in marks.assignments:
        for mark in marks.of(assignment.name):
            person = marks.people[mark.student]
            row = [person.id, person.name, person.email, person.section, mark.assignment]
            row += [mark.earned, plain_number(mark.possible), mark.state, " ".join(mark.not_run)]
            row += [plain_number(mark.penalty), str(mark.by_hand)]
            if per_claim:
                points = [mark.claims.get(claim) for claim in claims]
                row += ["" if value is None else plain_number(value) for value in points]
            rows.append(row)
    return _written([[harmless(cell) for cell in row] for row in rows], "utf-8-sig")


def as_canvas(marks: Marks, classroom: Classroom) -> bytes:
    """Return what Canvas's gradebook imports; a title that it does not know becomes an assignment.

    Unknown points are empty cells, which Canvas leaves as they are.
    """
    numbers = {e.student: e for e in read_record(classroom) if e.platform == "canvas"}
    rows = [[*_CANVAS, *(a.title for a in marks.assignments)]]
    rows.append(["    Points Possible", *[""] * 4])
    rows[1] += [plain_number(assignment.points) for assignment in marks.assignments]
    for person in marks.people.values():
        known = numbers.get(person.id)
        number = person.platform or (known.key if known else "")
        number = "" if number.startswith("anon-") else number
        login = (
            "" if known and known.how in ("derived", "split") else person.id
        )  # our own invention
        row = [canvas_name(person, known.name if known else ""), number, "", login, person.section]
        rows.append(row + [marks.table[person.id, a.name].earned for a in marks.assignments])
    return _written(rows, "utf-8")


def canvas_name(person: Person, recorded: str = "") -> str:
    """Return `Last, First`, as Canvas sorts its students."""
    if person.last and person.first:
        return f"{person.last}, {person.first}"
    return person.name or recorded or person.id


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _written(rows: list[list[str]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)

"""The people of a class: from the teacher's list into the gradebook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.people import Person, safe_id
from autograder.errors import MaterialError
from autograder.files import write_text
from autograder.gradebook.opening import existing_gradebook_of

_HEADERS = {  # what columns are called in lists that people have
    "id": {"id", "student id", "studentid", "username", "user name", "login", "sis user id"},
    "name": {"name", "student", "full name", "student name"},
    "first": {"first", "first name", "firstname", "given name"},
    "last": {"last", "last name", "lastname", "surname", "family name"},
    "email": {"email", "e-mail", "email address", "e-mail address", "mail"},
    "section": {"section", "group", "class"},
    "platform": {"platform", "lms", "lms id", "lms user id", "canvas id", "canvas user id"},
}


def read_roster(file: Path) -> list[Person]:
    """Return the students of a CSV with the columns id, name, e-mail, section.

    Only id is required. `first` and `last` may stand in place of name; a name with a comma is
    "last, first", else its last word is the last name. `platform`, if there, is the learning
    platform's own user id. Comma, semicolon and tab all separate.

    Raises
    ------
    MaterialError
        If a line has no id, an id that cannot name a folder, or one that stood before.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MaterialError(f"{file}: cannot be read: {error}. Save it as CSV, UTF-8.") from error
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    columns = _columns(rows[0] if rows else [])
    if "id" not in columns:
        raise MaterialError(
            f"{file}, line 1: no column `id`. Begin the file with a line `id,name,e-mail,section`."
        )
    people: list[Person] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        person = _person({key: row[at].strip() for key, at in columns.items() if at < len(row)})
        if person.id != safe_id(person.id, lower=False):
            raise MaterialError(
                f"{file}, line {number}: {person.id!r} cannot be an id: it names a folder. "
                f"Use letters, digits and . _ - @, such as {safe_id(person.id, lower=False)!r}."
            )
        if person.id.casefold() in seen:
            raise MaterialError(
                f"{file}, line {number}: the id {person.id} stands in line "
                f"{seen[person.id.casefold()]} already. Give each student an id of their own."
            )
        seen[person.id.casefold()] = number
        people.append(person)
    return people


def enrol(classroom: Classroom, file: Path) -> list[Person]:
    """Put the students of a CSV into the gradebook; return them.

    Names and addresses are updated, nobody is removed, marks stay. The list is also kept as
    `roster.csv` in the classroom, for what the gradebook has no place for (sections).
    """
    people = read_roster(file)
    add_people(classroom, people)
    kept = {person.id: person for person in _kept(classroom)} | {p.id: p for p in people}
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, [field.name for field in fields(Person)])
    writer.writeheader()
    writer.writerows(asdict(person) for person in kept.values())
    write_text(classroom.root / "roster.csv", table.getvalue())
    return people


def add_people(classroom: Classroom, people: Iterable[Person]) -> None:
    """Put people into the gradebook; names and addresses of those who are there are updated."""
    with existing_gradebook_of(classroom) as gradebook:
        for person in people:
            gradebook.update_or_create_student(
                person.id,
                first_name=person.first or None,
                last_name=person.last or None,
                email=person.email or None,
                **({"lms_user_id": person.platform} if person.platform else {}),
            )


def people_of(classroom: Classroom) -> list[Person]:
    """Return the students of a classroom: of its roster, else those that the gradebook names."""
    people = _kept(classroom)
    if people or not classroom.gradebook.is_file():
        return people
    with existing_gradebook_of(classroom) as gradebook:
        return [
            Person(
                s.id, s.first_name or "", s.last_name or "", s.email or "", "", s.lms_user_id or ""
            )
            for s in gradebook.students
        ]


def _kept(classroom: Classroom) -> list[Person]:
    file = classroom.root / "roster.csv"
    return read_roster(file) if file.is_file() else []


def _columns(header: list[str]) -> dict[str, int]:
    words = [re.sub(r"\s+", " ", cell.strip().casefold().replace("_", " ")) for cell in header]
    return {
        key: next(at for at, word in enumerate(words) if word in called)
        for key, called in _HEADERS.items()
        if called & set(words)
    }


def _person(cells: dict[str, str]) -> Person:
    first, last = cells.get("first", ""), cells.get("last", "")
    if not (first or last) and (name := cells.get("name", "")):
        if "," in name:
            last, first = (part.strip() for part in name.split(",", 1))
        else:
            first, _, last = name.rpartition(" ")
    return Person(
        id=cells["id"],
        first=first,
        last=last,
        email=cells.get("email", ""),
        section=cells.get("section", ""),
        platform=cells.get("platform", ""),
    )

"""The people of a class: kept in the classroom and in the gradebook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, fields

from autograder.course.classroom import Classroom
from autograder.course.people import Person, printable, safe_id, without_markup
from autograder.database.address import Database
from autograder.database.connection import reading
from autograder.errors import MaterialError
from autograder.files import PRIVATE, write_text
from autograder.gradebook.opening import existing_gradebook_of
from autograder.tables import Table

# what columns are called in lists that people make, and by Moodle in some languages
_HEADERS = {
    "id": (
        *("id", "student id", "studentid", "username", "user name", "login", "sis user id"),
        *("id number", "id nummer", "matrikelnummer", "numéro d'identification", "número de id"),
        *("codice identificativo", "numero id", "id nummer", "número de identificação"),
    ),
    "name": ("name", "student", "full name", "student name", "vollständiger name"),
    "first": (
        *("first", "first name", "firstname", "given name", "vorname", "prénom", "nombre"),
        *("nome", "voornaam"),
    ),
    "last": (
        *("last", "last name", "lastname", "surname", "family name", "nachname", "nom"),
        *("nom de famille", "apellido(s)", "apellidos", "cognome", "achternaam", "sobrenome"),
    ),
    "email": (
        *("email", "e mail", "email address", "e mail address", "mail", "e mail adresse"),
        *("adresse de courriel", "dirección de correo", "correo electrónico"),
        *("indirizzo email", "e mailadres", "endereço de email"),
    ),
    "section": ("section", "class", "sections"),
    "group": (
        *("group", "groups", "team", "gruppe", "gruppen", "groupe", "groupes", "grupo", "grupos"),
        *("gruppo", "gruppi", "groep", "groepen"),
    ),
    "platform": ("platform", "lms", "lms id", "lms user id", "canvas id", "canvas user id"),
}

_STUDENT = ("id", "first_name", "last_name", "email", "lms_user_id")


def read_people(table: Table) -> list[Person]:
    """Return the students of a table with the columns id, name, e-mail, section.

    Only id is required, or e-mail in its place. `first` and `last` may stand in place of name; a
    name with a comma is "last, first", else its last word is the last name. `platform`, if there,
    is the learning platform's own user id. Empty lines are nobody.

    Raises
    ------
    MaterialError
        If a line has no id, an id that cannot name a folder, or one that stood before.
    """
    columns = {key: table.find(*names) for key, names in _HEADERS.items()}
    if columns["section"] is None:  # what many schools call a section
        columns["section"] = columns["group"]
    if columns["id"] is None:  # an address is an id, too
        columns["id"] = columns["email"]
    if columns["id"] is None:
        raise MaterialError(
            f"{table.where}, line 1: no column `id`. "
            "Begin the file with a line `id,name,e-mail,section`."
        )
    lines = []
    for number in range(len(table)):
        cells = table.row(number)
        told = {key: cells[at] for key, at in columns.items() if at is not None}
        if any(cells):
            lines.append((table.line(number), person_of(**told)))
    return checked(table.where, lines)


def person_of(name: str = "", **told: str) -> Person:
    """Return a person of what a list tells; a name is taken apart if need be."""
    if name and not (told.get("first") or told.get("last")):
        if "," in name:
            told["last"], told["first"] = (part.strip() for part in name.rsplit(",", 1))
        else:
            told["first"], _, told["last"] = name.rpartition(" ")
    return Person(**{key: printable(value) for key, value in told.items()})


def checked(where: str, lines: Iterable[tuple[int, Person]]) -> list[Person]:
    """Return the people of a list, given with their lines, if each id can name a folder of its own.

    Raises
    ------
    MaterialError
        If one cannot, or stands there twice.
    """
    seen: dict[str, int] = {}
    people = []
    for line, person in lines:
        if person.id != safe_id(person.id, lower=False):
            raise MaterialError(
                f"{where}, line {line}: {person.id!r} cannot be an id: it names a folder. "
                f"Use letters, digits and . _ - @, such as {safe_id(person.id, lower=False)!r}."
            )
        if person.id.casefold() in seen:
            raise MaterialError(
                f"{where}, line {line}: the id {person.id} stands in line "
                f"{seen[person.id.casefold()]} already. Give each student an id of their own."
            )
        seen[person.id.casefold()] = line
        people.append(person)
    return people


def enrol(classroom: Classroom, people: Iterable[Person]) -> None:
    """Put students into the gradebook, and into `roster.csv` of the classroom.

    Names and addresses are updated, nobody is removed, marks stay. The file holds what the
    gradebook has no place for: sections and groups.
    """
    people = list(people)
    add_people(classroom, people)
    kept = {person.id: person for person in roster_of(classroom)} | {p.id: p for p in people}
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(field.name for field in fields(Person))
    writer.writerows(astuple(person) for person in kept.values())
    write_text(classroom.root / "roster.csv", table.getvalue(), PRIVATE)


def add_people(classroom: Classroom, people: Iterable[Person]) -> None:
    """Put people into the gradebook; names and addresses of those who are there are updated."""
    with existing_gradebook_of(classroom) as gradebook:
        for person in people:
            # formgrader shows "None" for what is missing, and "" as nothing
            gradebook.update_or_create_student(
                person.id,
                first_name=without_markup(person.first),
                last_name=without_markup(person.last or ("" if person.first else person.id)),
                email=without_markup(person.email),
                **({"lms_user_id": person.platform} if person.platform else {}),
            )


def people_of(classroom: Classroom) -> list[Person]:
    """Return the students of a classroom: of its roster, else those that the gradebook names."""
    return roster_of(classroom) or people_in(classroom.gradebook)


def people_in(gradebook: Database) -> list[Person]:
    """Return the students that a gradebook names; nobody if there is none yet."""
    with reading(gradebook) as connection:
        rows = connection.rows("SELECT * FROM student") if connection else []
    people = []
    for row in sorted(rows, key=lambda row: str(row["id"])):
        id, first, last, email, platform = (row[name] or "" for name in _STUDENT)
        last = "" if last == id and not first else last
        people.append(Person(id, first, last, email, "", platform))
    return people


def roster_of(classroom: Classroom) -> list[Person]:
    """Return the people of `roster.csv`; nobody if there is none."""
    file = classroom.root / "roster.csv"
    if not file.is_file():
        return []
    table = Table(file.read_bytes(), str(file))
    return read_people(table) if table.headers else []

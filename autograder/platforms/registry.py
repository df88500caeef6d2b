"""Which platforms there are, and which of them wrote a list of students."""

from __future__ import annotations

from autograder.course.people import Person, safe_id
from autograder.errors import UsageError
from autograder.gradebook.roster import checked, person_of, read_people
from autograder.platforms.blackboard import BLACKBOARD
from autograder.platforms.brightspace import BRIGHTSPACE
from autograder.platforms.canvas import CANVAS
from autograder.platforms.folder import FOLDER
from autograder.platforms.github_classroom import GITHUB_CLASSROOM
from autograder.platforms.gradescope import GRADESCOPE
from autograder.platforms.moodle import MOODLE
from autograder.platforms.nbgrader import NBGRADER
from autograder.platforms.platform import Platform, StudentList
from autograder.tables import Table, plain_header

PLATFORMS: dict[str, Platform] = {
    platform.name: platform
    for platform in (
        *(CANVAS, MOODLE, BLACKBOARD, BRIGHTSPACE, GRADESCOPE, GITHUB_CLASSROOM),
        *(NBGRADER, FOLDER),
    )
}
SOURCES = tuple(PLATFORMS)
FEEDBACK = tuple(name for name, platform in PLATFORMS.items() if platform.takes_feedback)
TARGETS = ("csv", *(name for name, platform in PLATFORMS.items() if platform.marks))


def source(name: str) -> Platform:
    """Return the platform that a download comes from."""
    if name not in SOURCES:
        raise UsageError(f"--from {name}: unknown. There are: {', '.join(SOURCES)}.")
    return PLATFORMS[name]


def read_students(content: bytes, where: str) -> list[Person]:
    """Return the students of a list: a platform's own export or list of participants, or ours.

    Empty lines, `Points Possible` and the platform's test students are nobody.

    Raises
    ------
    MaterialError
        If it is no list of students, or a line has no id that can name a folder of its own.
    """
    table = Table(content, where)
    headers = {plain_header(header) for header in table.headers}
    for platform in PLATFORMS.values():
        for listed in platform.students:
            if headers.issuperset(listed.needs):
                return _students(table, platform, listed)
    return read_people(table)


def _students(table: Table, platform: Platform, listed: StudentList) -> list[Person]:
    rows = [row for row in range(len(table)) if platform.is_student(table, table.row(row))]
    columns = {
        field: [at for at in map(table.find, names) if at is not None]
        for field, names in listed.columns.items()
    }

    def usable(at: int) -> bool:
        words = [table.row(row)[at].lstrip("#") for row in rows]
        return all(word and safe_id(word, lower=False) == word for word in words)

    # the first column that names everybody: ids of two kinds would mix people up
    ids = [at for at in columns["id"] if usable(at)] or columns["id"]
    columns["id"] = ids[:1]
    lines = []
    for row in rows:
        cells = table.row(row)
        told = {field: cells[at[0]] for field, at in columns.items() if at}
        told["id"] = told.get("id", "").lstrip("#")
        told["email"] = told.get("email", "") if "@" in told.get("email", "") else ""
        lines.append((table.line(row), person_of(**told)))
    return checked(table.where, lines)

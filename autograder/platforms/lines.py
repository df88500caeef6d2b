"""Which line of a platform's file is which student, and which column which assignment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.course.people import Directory, Person
from autograder.errors import MaterialError
from autograder.platforms.csv_template import Sheet
from autograder.platforms.record import read_record


class Lines:
    """Finds the student of a line: the platform's number first, then id and address, then name."""

    def __init__(
        self, classroom: Classroom, people: Iterable[Person], platform: str, assignment: str = ""
    ) -> None:
        self.directory = Directory(people)
        self.recorded: dict[str, str] = {}
        for entry in read_record(classroom):
            if entry.platform == platform and assignment in ("", entry.assignment):
                self.recorded[entry.key.casefold()] = entry.student

    def student(self, number: str, ids: Iterable[str], *names: str) -> str | None:
        """Return the one student of a line.

        Parameters
        ----------
        number : str
            The platform's own number of the student; empty if the line has none.
        ids : iterable of str
            Cells that may hold the student's id or e-mail address.
        *names : str
            The full name, in whatever order.
        """
        number = number.strip().casefold()
        if number and number in self.recorded:
            return self.recorded[number]
        if number and number in self.directory.by_platform:
            return self.directory.by_platform[number]
        if found := self.directory.with_id(*[word for word in ids if word.strip()]):
            return found
        return next((s for s in map(self.directory.with_name, names) if s), None)


def column_of(sheet: Sheet, assignment: Assignment, candidates: Iterable[int], where: str) -> int:
    """Return the column whose header means an assignment.

    Its folder's name, its stem or the notebook's title, alone or among other words; what the
    platform adds in brackets does not count.

    Raises
    ------
    MaterialError
        If no header, or more than one, means it.
    """
    headers = {at: plain_title(sheet.headers[at]) for at in candidates}
    ours = [plain_title(word) for word in (assignment.name, assignment.stem, assignment.title)]
    ours = [word for word in ours if word]
    for means in (
        lambda header: header in ours,
        lambda header: any(f" {word} " in f" {header} " for word in ours),
    ):
        found = [at for at, header in headers.items() if means(header)]
        if len(found) == 1:
            return found[0]
        if found:
            break
    what = "more than one column is" if found else "no column is"
    shown = ", ".join(repr(sheet.headers[at]) for at in headers) or "none"
    raise MaterialError(
        f"{where}: {what} called {assignment.stem!r} or {assignment.name!r}; columns: {shown}. "
        "Give the assignment one of these names on the platform, and download the file again."
    )


def plain_title(header: str) -> str:
    """Return a title in small letters, without what a platform adds: `(123)`, `[Total Pts: 5]`."""
    plain = re.sub(r"\s*(\(\d+\)|\[[^\]]*\]( \|\d+)?|\|\d+)\s*$", "", header).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()

"""What the commands ask of a learning platform; each platform answers in a file of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import ClassVar, Literal, NamedTuple

from autograder.course.people import safe_id
from autograder.errors import MaterialError, UsageError
from autograder.gradebook.timestamp import plausible
from autograder.platforms.archives import Found
from autograder.tables import Table, plain_header


@dataclass(frozen=True)
class Origin:
    """Whose a file of a download is, and what else its name tells."""

    key: str  # the platform's own word for the student
    name: str = ""  # the student's name, as far as the platform tells it
    ids: tuple[str, ...] = ()  # the school's id or the address, if the platform tells them
    file: str = ""  # what the student called the file; empty for the platform's receipt
    late: bool = False
    serial: int = 0  # grows with each upload, if the platform counts
    when: datetime | None = None  # when it was handed in, if the platform tells
    assignment: str = ""


class Told(NamedTuple):
    """What a table of the platform tells of a student who is in a download."""

    when: datetime | None  # when it was handed in
    ids: tuple[str, ...]  # as in Origin


@dataclass(frozen=True)
class Hints:
    """What this course and class know that helps to read names."""

    ids: frozenset[str] = frozenset()  # of the roster, and the platform's user ids in it
    assignments: frozenset[str] = frozenset()  # names and stems, in small letters
    zone: tzinfo | None = None  # of times that name none; None: this machine's


Whose = dict[str, tuple[Origin, ...]]  # by file; several for a team, none if the name does not fit


@dataclass(frozen=True)
class StudentList:
    """How a platform's list of students is recognised, and which column is what."""

    needs: tuple[str, ...]  # headers, as `plain_header` returns them, that no other list has
    columns: Mapping[str, tuple[str, ...]]  # fields of Person (and `name`), the best header first


@dataclass(frozen=True)
class Line:
    """One student's line in a table of grades."""

    row: int
    number: str = ""  # the platform's own number of the student
    ids: tuple[str, ...] = ()  # cells that may hold the school's id or the e-mail address
    names: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What to call the student of this line in a message."""
        words = (*self.names[:1], self.number, *self.ids)
        return ", ".join(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True)
class Column:
    """One column that takes marks."""

    at: int
    title: str  # without what the platform adds
    possible: float | None = None  # the most points, if the table tells


@dataclass(frozen=True)
class Grades:
    """A platform's table of grades, understood."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    comma: bool = False  # numbers have a decimal comma
    comments: int | None = None  # the column of comments to the student, if there is one


class Platform:
    """A learning platform: how it names downloads, lists students, and takes marks back.

    Attributes
    ----------
    name : str
        What `--from` and `--to` call it.
    marks : str
        Whether marks go back into the file that it gave ("template"), into that one or one of our
        own ("either"), into files of its own kind ("files"), or not at all ("").
    takes_feedback : bool
        Whether pages go back in a zip, under the names of the download.
    feedback_note : str
        What to say to whoever has such a zip.
    one_assignment : bool
        Whether its table of grades is of one assignment, so that the title need not be there.
    tells_late : bool
        Whether its downloads tell what was late, by a mark or a time.
    timestamps : bool
        Whether a timestamp.txt in a student's folder is the platform's, not the student's.
    whole_folders : bool
        Whether what lies beside a notebook was handed in with it and is kept beside it.
    team_before_name : bool
        Whether a team's name may stand before the student's, with a dash.
    own_files : frozenset of str
        What it puts into a download beside the students' folders.
    not_a_mark : frozenset of str
        What stands in a cell where there is no mark yet, in small letters.
    students : tuple of StudentList
        Its lists of students.
    """

    name: ClassVar[str]
    marks: ClassVar[Literal["template", "either", "files", ""]] = ""
    takes_feedback: ClassVar[bool] = False
    feedback_note: ClassVar[str] = ""
    one_assignment: ClassVar[bool] = False
    tells_late: ClassVar[bool] = True
    key_is_platform_id: ClassVar[bool] = True  # the one that `platform` of the roster may hold
    key_is_school_id: ClassVar[bool] = True
    timestamps: ClassVar[bool] = False
    whole_folders: ClassVar[bool] = False
    team_before_name: ClassVar[bool] = False
    own_files: ClassVar[frozenset[str]] = frozenset()
    not_a_mark: ClassVar[frozenset[str]] = frozenset()
    students: ClassVar[tuple[StudentList, ...]] = ()

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        """Return for each file of a download whose it is.

        Only the outermost part of a name that fits counts: what a student writes into a file's
        name or a zip cannot make it another's.
        """
        raise NotImplementedError

    def is_its_own(self, file: str) -> bool:
        """Return whether a file of a download is the platform's, nobody's work."""
        return file.rsplit("/", 1)[-1] in self.own_files

    def not_theirs(self, file: Found, origin: Origin) -> str:
        """Return why a file is not taken as its student's; empty if nothing speaks against it."""
        return ""

    def is_student(self, table: Table, cells: list[str]) -> bool:
        """True if a line of a list or a table is about a student."""
        return any(cells)

    def id_for(self, origin: Origin) -> str:
        """Return an id for somebody whom the roster does not know."""
        return safe_id(origin.key, lower=False)

    def grades(self, table: Table) -> Grades:
        """Return what a table of grades holds; MaterialError if it is not the platform's."""
        raise NotImplementedError

    def told(self, table: Table, zone: tzinfo | None) -> dict[str, Told]:
        """Return what a table of the platform tells of students, by its own word for them.

        Raises
        ------
        UsageError
            If the platform has no such table: its downloads tell, or nothing does.
        """
        raise UsageError(f"--times: {self.name} has no table that tells when. Leave it out.")

    def feedback_name(self, file: str, page: str) -> str:
        """Return the name under which the platform takes a page back, or nothing.

        Parameters
        ----------
        file : str
            The name of the student's file in the platform's download.
        page : str
            What the page is called.
        """
        return ""


def outermost(name: str, read: Callable[[str, str], Origin | None]) -> tuple[Origin, ...]:
    """Return the origin that the outermost fitting part of a name tells.

    `read` gets each part and the name of the file that lies somewhere below it, if one does.
    """
    parts = name.split("/")
    for depth, part in enumerate(parts):
        if origin := read(part, parts[-1] if depth < len(parts) - 1 else ""):
            return (origin,)
    return ()


def beside(file: str, fits: re.Pattern[str], page: str) -> str:
    """Return the place of a page in the folder of a download whose name fits."""
    for parent in PurePosixPath(file).parents:
        if fits.match(parent.name):
            return f"{parent.name}/{page}"
    return ""


def local_time(text: str, form: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the moment of a platform's local time; None if it is none.

    The zone is that of `deadlines.toml`, else this machine's.
    """
    try:
        return plausible(datetime.strptime(text, form).replace(tzinfo=zone).astimezone(UTC))
    except (ValueError, OverflowError, OSError):
        return None


def graded_columns(
    table: Table,
    known: Iterable[str],
    marked: re.Pattern[str],
    possible: Callable[[int], float | None],
) -> tuple[Column, ...]:
    """Return the columns of a table that take marks.

    Parameters
    ----------
    table : Table
        The table of grades.
    known : iterable of str
        Headers of columns about the student.
    marked : re.Pattern
        Finds what the platform adds to the titles of its own assignments; if one has it, only
        those that have it count.
    possible : function
        Gives the most points of a column, or None.
    """
    about = set(known)
    others = [at for at, h in enumerate(table.headers) if h and plain_header(h) not in about]
    own = [at for at in others if marked.search(table.headers[at])]
    return tuple(
        Column(at, marked.sub("", table.headers[at]).strip(), possible(at)) for at in own or others
    )


def names_in(table: Table, row: list[str]) -> tuple[str, ...]:
    """Return the names of a line whose table has a first and a last name, or one for both."""
    first, last = table.find("first name", "firstname"), table.find("last name", "lastname")
    whole = table.find("student", "name", "full name")
    names = [row[whole]] if whole is not None else []
    if first is not None and last is not None:
        names.append(f"{row[first]} {row[last]}".strip())
    return tuple(name for name in names if name)


def wrong_table(table: Table, what: str) -> MaterialError:
    """Return the error for a table that is not the platform's."""
    headers = ", ".join(map(repr, table.headers)) or "none"
    return MaterialError(f"{table.where}: {what}; columns: {headers}.")

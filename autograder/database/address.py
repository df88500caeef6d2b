"""Where the gradebook of a class is: nbgrader's `CourseDirectory.db_url`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from autograder.database.configuration import NAMES, files_for, merged, read_files
from autograder.errors import UsageError

SETTING = "c.CourseDirectory.db_url"
_SHOWN = ("host", "port")  # of what may follow a `?`: passwords may, too


@dataclass(frozen=True)
class Database:
    """Where the gradebook of a class is; as text it is shown without any password.

    Attributes
    ----------
    url : str
        nbgrader's `db_url`; of a file its absolute path stands in it.
    told_by : Path or None
        The file of nbgrader's configuration that names it; None if it is where it usually is.
    """

    url: str = field(repr=False)
    told_by: Path | None = None

    @classmethod
    def of_file(cls, path: Path, told_by: Path | None = None) -> Database:
        """Return the database that is a file of SQLite.

        Raises
        ------
        UsageError
            If nbgrader would take its path for another one.
        """
        if "?" in str(path) or unquote(str(path)) != str(path):
            raise UsageError(
                f"{path}: nbgrader cannot open a gradebook here, because ? and % mean something "
                "else in the address of a database. Rename the folder, or name another file in "
                f"{SETTING}."
            )
        return cls(f"sqlite:///{path}", told_by)

    @classmethod
    def of_url(cls, url: str, folder: Path, told_by: Path | None = None) -> Database:
        """Return the database at an address, as nbgrader understands it when started in a folder.

        Raises
        ------
        UsageError
            If there is no sense in the address.
        """
        if _kind(url) != "sqlite":
            return cls(url, told_by)
        name = url.partition("://")[2].removeprefix("/").partition("?")[0]
        if not name or name.startswith((":memory:", "file:")):
            raise UsageError(
                f"{told_by or 'nbgrader'}: {SETTING} names no file. Write sqlite:/// and the path "
                "of one behind it."
            )
        return cls.of_file(Path(folder, name).resolve(), told_by)

    @cached_property
    def file(self) -> Path | None:
        """The file of SQLite; None if it is a server's database."""
        kind, _, path = self.url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @cached_property
    def shown(self) -> str:
        """The address of a server's database, without any password."""
        import sqlalchemy

        try:
            parsed = sqlalchemy.make_url(self.url)
            query = {key: value for key, value in parsed.query.items() if key in _SHOWN}
            if "@" in f"{parsed.host}{parsed.database}":
                raise ValueError
            return parsed.set(query=query).render_as_string(hide_password=True)
        except (sqlalchemy.exc.ArgumentError, ValueError):  # what they say has the password in it
            pass
        raise UsageError(
            f"{self.told_by or SETTING}: the address of the database cannot be read. Write "
            "postgresql://USER:PASSWORD@HOST/NAME; in a password, %40 stands for @, %2F for /, "
            "%3A for :, %23 for #."
        )

    def __str__(self) -> str:
        return str(self.file) if self.file else self.shown


def database_of(classroom: Path, course: Path | None = None) -> Database:
    """Return where the gradebook of a classroom is: where nbgrader has it.

    What nbgrader is told in the classroom counts, and what it is told in the course, if it is
    told to work on this classroom there. Otherwise it is `gradebook.db` in the classroom.

    Parameters
    ----------
    classroom : Path
        The class's directory.
    course : Path, optional
        Where nbgrader is started, to work on the class.

    Raises
    ------
    ConfigurationError
        If nbgrader's configuration cannot be read.
    UsageError
        If it names a database of another kind.
    """
    everywhere: Database | None = None
    for folder in dict.fromkeys(place for place in (course, classroom) if place):
        if folder == classroom and not any((folder / name).is_file() for name in NAMES):
            continue  # nobody starts nbgrader there
        found = _told_in(folder, classroom)
        if found and found.told_by and found.told_by.parent == folder:
            return found
        everywhere = everywhere or found
    return everywhere or Database.of_file(classroom / "gradebook.db")


def _told_in(folder: Path, classroom: Path) -> Database | None:
    """Return the database that nbgrader, started in a folder, uses for this classroom, if told."""
    each = read_files(files_for(folder))
    config = _section(merged(each))
    submitted = Path(folder, config.get("root", ""), config.get("submitted_directory", "submitted"))
    if submitted.resolve() != (classroom / "submitted").resolve():
        return None  # it works on another one
    told = (file for file, one in reversed(each) if "db_url" in _section(one))
    file = next(told, None)
    if file is None:
        return None
    url = str(config["db_url"])
    if _kind(url) not in ("sqlite", "postgresql"):
        raise UsageError(
            f"{file}: {SETTING} names a database of another kind ({_kind(url) or 'none'}). "
            "Begin it with sqlite:/// or postgresql://."
        )
    return Database.of_url(url, folder, file)


def _kind(url: str) -> str:
    return url.partition(":")[0].partition("+")[0]


def _section(config: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is configured of the course's directory; in old files, of nbgrader."""
    return {**config.get("NbGrader", {}), **config.get("CourseDirectory", {})}

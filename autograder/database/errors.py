"""What goes wrong with the gradebook's database, in a sentence each."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator

from autograder.database.address import SETTING, Database
from autograder.errors import MaterialError, PlaceError
from autograder.files import sentence

DRIVERS = {"psycopg": "psycopg[binary]", "psycopg2": "psycopg2-binary"}  # and what pip calls them

# what PostgreSQL calls it when two transactions stood in each other's way
_CONFLICTS = {"40001", "40P01", "23505", "23503"}
_SAID = {
    "42501": "may not be written to by this user ({said}). Have its owner GRANT the right to it",
    "25006": "cannot be written to ({said}). Name a server in {setting} that is no copy",
    "42P01": "is not nbgrader's, or of another version ({said}). Name a database of its own in "
    "{setting}, or install the nbgrader that made it; nothing was changed",
    "55P03": "is locked by another program. Close formgrader or the other grading, then run the "
    "command again: what is graded already is kept",
    "53100": "cannot grow ({said}). Make room on the server's disk and run it again",
}
_SAID["42703"] = _SAID["42P01"]


class GradebookError(MaterialError):
    """The gradebook cannot be read or written; nothing in it was changed."""


class FullError(GradebookError, PlaceError):
    """There is no room for the gradebook on its disk."""

    exit_code = PlaceError.exit_code


class UnreachableError(GradebookError):
    """The server with the gradebook cannot be reached, or was lost."""

    exit_code = PlaceError.exit_code


@contextlib.contextmanager
def saying(database: Database) -> Iterator[None]:
    """Turn what the database says into one sentence, a GradebookError."""
    try:
        yield
    except (MaterialError, PlaceError):
        raise
    except Exception as error:
        if said := in_words(database, error):
            raise said from error
        raise


def in_words(database: Database, error: BaseException) -> MaterialError | None:
    """Return the sentence for an error; None if it is not the database's."""
    cause = _cause(error)
    if database.file and isinstance(cause, (sqlite3.Error, OSError)):
        said = str(cause)
        if "is full" in said:
            return FullError(sentence(OSError(errno.ENOSPC, said), database.file))
        return GradebookError(f"{database}: {_of_file(said)}")
    if not database.file and _module(cause) in DRIVERS:
        return _of_server(database, cause)
    return None


def _cause(error: BaseException) -> BaseException:
    """Return what the driver raised; nbgrader makes a new one of SQLAlchemy's."""
    seen: BaseException | None = error
    while seen is not None:
        if orig := getattr(seen, "orig", None):
            return orig if isinstance(orig, BaseException) else error
        seen = seen.__cause__ or seen.__context__
    return error


def is_conflict(error: BaseException) -> bool:
    """Return whether two transactions on a server stood in each other's way."""
    return _state(getattr(error, "orig", None)) in _CONFLICTS


def _module(error: BaseException) -> str:
    return type(error).__module__.partition(".")[0]


def _state(error: object) -> str:
    """Return PostgreSQL's number of what went wrong; empty if it could not say so."""
    return str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")


def _of_server(database: Database, error: BaseException) -> MaterialError:
    import sqlalchemy

    said = " ".join(str(error).split()).partition(" Is the server running")[0].rstrip(".")[:300]
    if password := sqlalchemy.make_url(database.url).password:
        said = said.replace(str(password), "***")
    state = _state(error)
    if state in _SAID:
        where = f"{SETTING} ({database.told_by})"
        return GradebookError(
            f"{database}: the gradebook {_SAID[state].format(said=said, setting=where)}."
        )
    if state.startswith("22") or type(error).__name__ == "DataError":
        return MaterialError(f"{database}: the gradebook does not take it: {said}.")
    if state and state[:2] not in ("08", "28", "3D", "53", "57"):
        return GradebookError(
            f"{database}: the gradebook could not be used ({state}: {said}). Run it again; what "
            "is graded already is kept."
        )
    return UnreachableError(
        f"{database}: the gradebook's database cannot be reached: {said}. Start its server, or "
        f"correct {SETTING} in {database.told_by}; then run the command again."
    )


def _of_file(said: str) -> str:
    if "locked" in said or "busy" in said:
        return (
            "the gradebook is locked by another program. Close formgrader or the other grading, "
            "then run the command again: what is graded already is kept."
        )
    if "no such table" in said or "no such column" in said:
        return (
            f"the gradebook is not nbgrader's, or of another version ({said}). "
            "Install the nbgrader that made it, or move the file away; nothing was changed."
        )
    if "readonly" in said:
        return f"the gradebook cannot be written to ({said}). Give write permission to it."
    if "unable to open" in said or "ermission" in said:
        return f"the gradebook cannot be opened ({said}). Give the right to read and write it."
    return (
        f"the gradebook is damaged ({said}). Put back a copy, or move the file away: automatic "
        "points are then written again from each results.json."
    )

"""Which nbgrader made a gradebook, and whether it can be written to."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from autograder.database.address import Database
from autograder.database.connection import WAIT, Connection, in_transaction, reading
from autograder.database.errors import GradebookError
from autograder.files import check_writable

_NAME = re.compile(r"""^revision = ['"](\w+)['"]""", re.MULTILINE)
_BELOW = re.compile(r"""^down_revision = ['"]?(\w+)['"]?""", re.MULTILINE)


def check_gradebook(database: Database, wait: float = WAIT) -> None:
    """Raise an error if nothing can be written to the gradebook; a missing one can be made.

    Raises
    ------
    PlaceError
        If this user may not write there.
    GradebookError
        If it is damaged, locked, of another version of nbgrader than the one installed, or cannot
        be reached.
    """
    if database.file:
        check_writable(database.file)
    with reading(database, wait) as connection:
        if connection is not None:
            found = in_transaction(connection, lambda: _version(connection))
            _check_version(database, found)


def _version(connection: Connection) -> str:
    """Return the version of a gradebook; an error if it cannot be written to."""
    found = connection.rows("SELECT version_num FROM alembic_version")
    if connection.locking:  # in a file the transaction has begun by asking to write
        connection.write("UPDATE grade SET auto_score = auto_score WHERE 1 = 0", {})
        connection.write("DELETE FROM comment WHERE 1 = 0", {})
    return str(found[0]["version_num"]) if found else "unknown"


def _check_version(database: Database, found: str) -> None:
    """Refuse a database of another nbgrader before anything is written to it."""
    known = _versions()
    if found == known[-1]:
        return
    if found in known:
        upgrade = "`nbgrader db upgrade` where your nbgrader_config.py lies"
        if database.file:
            upgrade = f"`nbgrader db upgrade --db {database.url}`"
        copy = "Keep a copy of the file" if database.file else "Keep a copy (`pg_dump`)"
        raise GradebookError(
            f"{database}: the gradebook was made by an older nbgrader (version {found}). {copy}, "
            f"then run {upgrade}."
        )
    raise GradebookError(
        f"{database}: the gradebook was made by a newer nbgrader (version {found}) than the one "
        "installed here. Run `pip install --upgrade nbgrader`. Nothing in it was changed."
    )


def _versions() -> list[str]:
    """The versions of the database that the installed nbgrader knows, its own last.

    Read from its files: importing it takes seconds, and so does asking its own command.
    """
    spec = importlib.util.find_spec("nbgrader")
    if spec is None or not spec.submodule_search_locations:
        raise GradebookError("nbgrader is not installed: run `pip install nbgrader`.")
    folder = Path(spec.submodule_search_locations[0]) / "alembic" / "versions"
    texts = [file.read_text(encoding="utf-8") for file in folder.glob("*.py")]
    found = {
        name[1]: below[1]
        for text in texts
        if (name := _NAME.search(text)) and (below := _BELOW.search(text))
    }
    heads = set(found) - set(found.values())
    return [*sorted(set(found) - heads), *heads]

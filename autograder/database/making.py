"""nbgrader makes its gradebook: whole, by one program at a time, and what is wrong is said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.database.address import Database
from autograder.database.connection import (
    Connection,
    OnServer,
    connected,
    has_content,
    in_transaction,
)
from autograder.database.errors import saying
from autograder.files import make_file

_OURS = 7_276_041  # by this number our programs ask a server to wait for each other


@contextmanager
def as_a_library() -> Iterator[None]:
    """Have nbgrader read from its own files which version a database has that it makes.

    It would ask another program, `alembic`: that takes two seconds, and fails in an environment
    that is not activated. What it raises it does not log as well: without a log, that is a
    traceback on the terminal.
    """
    import nbgrader.api  # two seconds: only where it is needed
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(nbgrader.api.__file__).parent / "alembic"))
    asks, log = nbgrader.api.get_alembic_version, nbgrader.api.app_log
    nbgrader.api.get_alembic_version = scripts.get_current_head
    silent, log.disabled = log.disabled, True
    try:
        yield
    finally:
        nbgrader.api.get_alembic_version = asks
        log.disabled = silent


def make_tables(database: Database) -> None:
    """Have nbgrader make its tables in a database, unless they are there.

    Raises
    ------
    PlaceError
        If it is a file and this user may not write into it.
    GradebookError
        If that cannot be.
    """
    if database.file:
        make_file(database.file)
        if not has_content(database.file):
            _make_in_file(database)
        return
    with saying(database), connected(database) as connection:
        assert isinstance(connection, OnServer)
        if not connection.tables:
            _make(database, connection)
        if "course" in connection.tables:
            in_transaction(connection, lambda: _enter_nameless(connection))


def _make_in_file(database: Database) -> None:
    """Have nbgrader make its tables in memory, and write them in one transaction.

    It makes one after the other. Whoever looked meanwhile, or after it was killed, would find a
    database that is not nbgrader's.
    """
    from nbgrader.api import Gradebook

    with as_a_library():
        made = Gradebook.__new__(Gradebook)
        try:
            made.__init__("sqlite://")
            with made.engine.connect() as memory:
                statements = list(memory.connection.driver_connection.iterdump())
        finally:  # also if it could not be made
            made.close()
    with saying(database), connected(database) as connection:
        in_transaction(connection, lambda: _write_tables(connection, statements))


def _write_tables(connection: Connection, statements: Sequence[str]) -> None:
    if connection.rows("SELECT name FROM sqlite_master"):
        return  # another program was faster
    for statement in statements:
        if statement not in ("BEGIN TRANSACTION;", "COMMIT;"):  # that is done already
            connection.rows(statement)


def _make(database: Database, connection: OnServer) -> None:
    from nbgrader.api import Gradebook

    if database.url.startswith("postgresql"):
        connection.rows(f"SELECT pg_advisory_lock({_OURS})")
    connection.commit()  # the lock is the session's
    if not connection.tables:
        with as_a_library():
            Gradebook(database.url).close()


def _enter_nameless(connection: Connection) -> None:
    """Enter the course "", under which some of nbgrader's commands enter assignments.

    They rely on a database that does not mind that there is no such course, as SQLite does not.
    """
    if not connection.rows("SELECT id FROM course WHERE id = ''"):
        connection.write("INSERT INTO course (id) VALUES ('')", {})

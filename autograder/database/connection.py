"""Connections to the gradebook's database: one kind of query for files and for servers."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from autograder.database.address import SETTING, Database
from autograder.database.errors import DRIVERS, UnreachableError, is_conflict, saying

if TYPE_CHECKING:
    import sqlalchemy

Value = str | float | bool | datetime | timedelta | None

WAIT = 15.0  # seconds for another program to let go of what it writes
_REACH = 5  # seconds to reach a server
_SILENT = 20_000  # milliseconds after which a server that does not answer is lost
_IDLE = 20  # seconds after which a server that has not answered is asked whether it is there
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds before a transaction is tried again

_kept: dict[Database, Connection] = {}

_T = TypeVar("_T")


class Row(Protocol):
    """What a query finds; a file has times as text in it."""

    def __getitem__(self, name: str, /) -> Any:
        """Return a column's value."""


@contextlib.contextmanager
def reading(database: Database, wait: float = WAIT) -> Iterator[Connection | None]:
    """Give a connection to read from; None if the gradebook was not made yet.

    Raises
    ------
    GradebookError
        If it is damaged, locked, of another version, or cannot be reached.
    """
    if database.file and not has_content(database.file):
        yield None
        return
    if database in _kept:
        with saying(database):
            try:
                yield _kept[database]
            finally:
                _kept[database].rollback()
        return
    with saying(database), connected(database, wait) as connection:
        yield None if isinstance(connection, OnServer) and not connection.tables else connection


@contextlib.contextmanager
def keeping(database: Database) -> Iterator[None]:
    """Have all who read from a server meanwhile share one connection: to make one takes long.

    Raises
    ------
    GradebookError
        If the server cannot be reached, say.
    """
    if database.file:
        yield
        return
    with reading(database) as connection:
        if connection is not None:
            _kept[database] = connection
        try:
            yield
        finally:
            _kept.pop(database, None)


@contextlib.contextmanager
def connected(database: Database, wait: float = WAIT) -> Iterator[Connection]:
    """Give a connection to a database that is there; errors are the driver's own."""
    if database.file:
        place = f"{database.file.resolve().as_uri()}?mode=rw"
        # transactions begin where this program says so
        file = sqlite3.connect(place, timeout=wait, isolation_level=None, uri=True)
        with contextlib.closing(file):
            yield InFile(file)
        return
    engine = _engine(database)
    try:
        with engine.connect() as server:
            if engine.dialect.name == "postgresql":
                server.exec_driver_sql(f"SET lock_timeout = {round(1000 * wait)}")
                server.commit()
            yield OnServer(server)
    finally:
        engine.dispose()


class Connection(Protocol):
    """A connection to a gradebook. Queries are such as SQLite and PostgreSQL understand alike.

    Attributes
    ----------
    locking : str
        What a query ends in whose rows nobody else shall change until the transaction ends.
    """

    locking: str

    def rows(self, query: str, **values: Value) -> list[Row]:
        """Return what a query finds; `:name` in it stands for a value."""

    def write(self, query: str, *rows: Mapping[str, Value]) -> None:
        """Change the database, once for each of these rows of values."""

    def begin(self) -> None:
        """Begin a transaction in which something will be written."""

    def commit(self) -> None:
        """End the transaction; all of it counts."""

    def rollback(self) -> None:
        """End the transaction; nothing of it counts."""


class InFile:
    """A connection to a file of SQLite: by Python's own module, which is there already."""

    locking = ""  # whoever writes is alone

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        file.row_factory = sqlite3.Row

    def rows(self, query: str, **values: Value) -> list[Row]:
        return self.file.execute(query, values).fetchall()

    def write(self, query: str, *rows: Mapping[str, Value]) -> None:
        self.file.executemany(query, rows)

    def begin(self) -> None:
        self.file.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.file.commit()

    def rollback(self) -> None:
        self.file.rollback()


class OnServer:
    """A connection to a server's database: by SQLAlchemy, as nbgrader's own."""

    locking = " FOR UPDATE"

    def __init__(self, server: sqlalchemy.Connection) -> None:
        import sqlalchemy

        self.server = server
        self._text = sqlalchemy.text

    def rows(self, query: str, **values: Value) -> list[Row]:
        return list(self.server.execute(self._text(query), values).mappings())

    def write(self, query: str, *rows: Mapping[str, Value]) -> None:
        self.server.execute(self._text(query), [dict(row) for row in rows])

    def begin(self) -> None:
        self.server.rollback()  # what was read before is read anew

    def commit(self) -> None:
        self.server.commit()

    def rollback(self) -> None:
        self.server.rollback()

    @property
    def tables(self) -> list[str]:
        """The names of the tables that are there."""
        import sqlalchemy

        return sqlalchemy.inspect(self.server).get_table_names()


def _engine(database: Database) -> sqlalchemy.Engine:
    import sqlalchemy

    shown = str(database)  # or an address without sense is told
    url = sqlalchemy.make_url(database.url)
    usual = {
        "connect_timeout": _REACH,
        "tcp_user_timeout": _SILENT,
        "application_name": "autograder",
        "keepalives_idle": _IDLE,
    }
    given = {key: value for key, value in usual.items() if key not in url.query}
    try:
        return sqlalchemy.create_engine(
            url,
            poolclass=sqlalchemy.NullPool,
            hide_parameters=True,
            connect_args=given if url.get_driver_name() in DRIVERS else {},
        )
    except ImportError as error:
        driver = url.get_driver_name()
        raise UnreachableError(
            f"{shown}: PostgreSQL's driver {driver} is not installed here ({error}). Run "
            f"`pip install '{DRIVERS.get(driver, driver)}'`."
        ) from error
    except sqlalchemy.exc.ArgumentError as error:  # a driver that SQLAlchemy does not know
        raise UnreachableError(
            f"{shown}: {error}. Begin {SETTING} with postgresql:// alone."
        ) from error


def in_transaction(connection: Connection, work: Callable[[], _T]) -> _T:
    """Do something within a transaction of its own; again, if another one stood in its way."""
    for pause in (*_PAUSES, None):
        try:
            connection.begin()
            done = work()
            connection.commit()
            return done
        except BaseException as error:
            connection.rollback()
            if pause is None or not is_conflict(error):
                raise
        time.sleep(pause)
    raise AssertionError


def has_content(file: Path) -> bool:
    """Return whether a file is there and not empty, as one is in which no table was made yet."""
    return file.is_file() and file.stat().st_size > 0

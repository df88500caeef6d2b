"""Writes the marks of a class into gradebooks of several kinds, again and again, and times that."""

from __future__ import annotations

import random
import statistics
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.database.address import Database
from autograder.database.connection import OnServer
from autograder.gradebook.rows import Rows
from autograder.gradebook.writing import Gradebook, automatic_points
from autograder.verdicts import Graded, Outcome, Verdict
from tests.postgres import programs, server

WRITTEN = "2026-01-02 03:04:05 UTC"


class BySQLAlchemy(Gradebook):
    """The same file, asked in the way that a server is: what one path for both would cost."""

    def __init__(self, classroom: Classroom) -> None:
        super().__init__(classroom)
        self._engine = sqlalchemy.create_engine(
            self.database.url, connect_args={"isolation_level": None, "timeout": 15}
        )
        self._other = self._engine.connect()
        self._other.exec_driver_sql("PRAGMA journal_mode = PERSIST")
        connection = _Immediate(self._other)
        connection.locking = ""
        self._connection, self._rows = connection, Rows(connection)

    def close(self) -> None:
        """Let go of both connections."""
        self._other.close()
        self._engine.dispose()
        super().close()


class _Immediate(OnServer):
    def begin(self) -> None:
        super().begin()
        self.server.exec_driver_sql("BEGIN IMMEDIATE")


KINDS: dict[str, type[Gradebook]] = {
    "SQLite": Gradebook,
    "SQLite, by SQLAlchemy": BySQLAlchemy,
    "PostgreSQL, its socket": Gradebook,
}


def times(assignment: Assignment, size: int, rounds: int) -> dict[str, tuple[float, float, float]]:
    """Return the seconds of a submission by the kind of database: new, changed, unchanged.

    Each is the median of all submissions but the first; the kinds take turns, a class each time.
    """
    found: dict[str, tuple[list[float], list[float], list[float]]] = {}
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="benchmark-")))
        kinds = [kind for kind in KINDS if not kind.startswith("PostgreSQL") or programs()]
        running = opened.enter_context(server(quick=False)) if len(kinds) == len(KINDS) else None
        for number in range(rounds):
            for kind in kinds:
                root = folder / f"{number}-{kind}"
                root.mkdir()
                told = None
                if running and kind.startswith("PostgreSQL"):
                    told = Database(running.new_database())
                room = Classroom(root, told=told)
                taken = found.setdefault(kind, ([], [], []))
                with KINDS[kind](room) as gradebook:
                    for run, seed in zip(taken, (1, 2, 2), strict=True):
                        run += _class(gradebook, assignment, size, seed)
                assert len(automatic_points(room.gradebook)) == size, kind
    return {
        kind: (statistics.median(new), statistics.median(changed), statistics.median(same))
        for kind, (new, changed, same) in found.items()
    }


def _class(gradebook: Gradebook, assignment: Assignment, size: int, seed: int) -> list[float]:
    """Write a class with points by chance; return the seconds of each submission but the first."""
    chance = random.Random(seed)
    seconds = []
    for number in range(size):
        verdicts = tuple(
            Verdict(
                claim.id,
                claim.title,
                Outcome.PASSED if (earned := chance.random() < 0.7) else Outcome.FAILED,
                claim.points * earned,
                claim.points,
            )
            for claim in assignment.claims
        )
        graded = Graded(assignment.name, f"student-{number:04}", verdicts, {})
        start = time.perf_counter()
        gradebook.write(graded, assignment, WRITTEN)
        seconds.append(time.perf_counter() - start)
    return seconds[1:]

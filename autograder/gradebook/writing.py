"""Writes automatic points into nbgrader's gradebook, each submission in one transaction."""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError, PlaceError
from autograder.files import check_writable, make_file
from autograder.gradebook.late import DueDates, Times
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.rows import Cells, Rows, prepare
from autograder.gradebook.timestamp import nbgraders_time
from autograder.verdicts import Graded

WAIT = 15.0  # seconds for another program to let go of the file
_SUMS = """
    SELECT a.name, s.student_id, TOTAL(g.auto_score), COUNT(g.auto_score)
    FROM submitted_assignment s
    JOIN assignment a ON a.id = s.assignment_id
    JOIN submitted_notebook n ON n.assignment_id = s.id
    JOIN grade g ON g.notebook_id = n.id
    GROUP BY s.id
"""

_LATE = """
    SELECT n.id, n.late_submission_penalty, s.student_id, s.timestamp, a.duedate, s.extension,
           TOTAL(COALESCE(g.manual_score, g.auto_score, 0) + CASE
               WHEN g.manual_score IS NULL AND g.auto_score IS NULL THEN 0
               ELSE COALESCE(g.extra_credit, 0) END) AS earned,
           TOTAL(COALESCE(gc.max_score, tc.max_score, 0)) AS possible
    FROM assignment a
    JOIN submitted_assignment s ON s.assignment_id = a.id
    JOIN submitted_notebook n ON n.assignment_id = s.id
    LEFT JOIN grade g ON g.notebook_id = n.id
    LEFT JOIN grade_cells gc ON gc.id = g.cell_id
    LEFT JOIN task_cells tc ON tc.id = g.cell_id
    WHERE a.name = ?
    GROUP BY n.id
"""

_NAME = re.compile(r"""^revision = ['"](\w+)['"]""", re.MULTILINE)
_BELOW = re.compile(r"""^down_revision = ['"]?(\w+)['"]?""", re.MULTILINE)


class GradebookError(MaterialError):
    """The gradebook cannot be read or written; nothing in it was changed."""


def check_gradebook(path: Path, wait: float = WAIT) -> None:
    """Raise an error if marks cannot be written to this file; a missing one can be made.

    Raises
    ------
    PlaceError
        If this user may not write there.
    GradebookError
        If it is damaged, locked, or of another version of nbgrader than the one installed.
    """
    check_writable(path)
    with _saying(path):
        if path.exists() and path.stat().st_size:
            _check_version(path, wait)


def automatic_points(path: Path) -> dict[tuple[str, str], tuple[float, int]]:
    """Return the sum of the automatic points, and how many cells have some, of each submission.

    By assignment and student. nbgrader is not asked: it takes seconds to import. A gradebook that
    does not exist has nothing.
    """
    if not path.exists() or not path.stat().st_size:
        return {}
    with _saying(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT)
        with contextlib.closing(connection):
            return {(name, who): (total, n) for name, who, total, n in connection.execute(_SUMS)}


class Gradebook:
    """The gradebook of a classroom, open for writing; it is made if there is none.

    Raises
    ------
    PlaceError
        If this user may not write there.
    GradebookError
        If it is damaged, locked, or of another version of nbgrader than the one installed.
    """

    def __init__(self, classroom: Classroom, wait: float = WAIT) -> None:
        self.path = classroom.gradebook
        self._cells: dict[str, Cells] = {}
        with _saying(self.path):
            if not self.path.exists() or not self.path.stat().st_size:
                with gradebook_of(classroom):
                    pass
            make_file(self.path)
            check_gradebook(self.path, wait)
            self._connection = sqlite3.connect(self.path, timeout=wait, isolation_level=None)
            with contextlib.ExitStack() as opened:
                opened.callback(self._connection.close)
                self._keep_journal(True)
                opened.pop_all()
            self._rows = Rows(self._connection)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self._keep_journal(False)
        self._connection.close()

    def _keep_journal(self, keep: bool) -> None:
        """Use one journal for all transactions: to make one and remove it waits for the disk."""
        self._connection.execute(f"PRAGMA journal_mode = {'PERSIST' if keep else 'DELETE'}")

    def write(self, graded: Graded, assignment: Assignment, timestamp: str = "") -> None:
        """Write all points of one submission, or none.

        Marks, comments and extra credit given by hand stay. A claim that was not run has no points
        and waits for a person. What lateness costs is written by `take_penalties`.

        Parameters
        ----------
        graded : Graded
            The verdicts.
        assignment : Assignment
            Where they belong; its rows are made from the source notebook if they are missing.
        timestamp : str
            When it was handed in, as in nbgrader's `timestamp.txt`.
        """
        with _saying(self.path), self._transaction():
            cells = self._cells.get(assignment.name) or prepare(self._rows, assignment)
            when = nbgraders_time(timestamp)
            moment = when.replace(tzinfo=None).isoformat(" ", "microseconds") if when else None
            notebook = self._submission(graded.student, cells, moment)
            self._write_grades(graded, notebook, cells)
            self._write_comments(graded, notebook, cells)
        self._cells[assignment.name] = cells

    def take_penalties(self, assignment: Assignment, due_dates: DueDates) -> None:
        """Write what lateness costs everybody now, so that formgrader shows it as well."""
        with _saying(self.path), self._transaction():
            for row in self._connection.execute(_LATE, (assignment.name,)).fetchall():
                times = Times.from_row(row["timestamp"], row["duedate"], row["extension"])
                late = due_dates.late(row["student_id"], assignment, times)
                taken = late.taken(row["earned"], row["possible"])
                if taken != (row["late_submission_penalty"] or 0.0):
                    values = {"late_submission_penalty": taken or None}
                    self._rows.update("submitted_notebook", row["id"], **values)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield

    def _submission(self, student: str, cells: Cells, timestamp: str | None) -> str:
        """The id of the submitted notebook, with whatever rows it needs above it."""
        rows = self._rows
        if rows.one("student", id=student) is None:
            # formgrader shows the last name, and "None" for one that is missing
            rows.insert("student", id=student, first_name="", last_name=student, email="")
        keys = {"assignment_id": cells.assignment, "student_id": student}
        found = rows.one("submitted_assignment", **keys)
        if found is None:
            submission = rows.insert("submitted_assignment", **keys, timestamp=timestamp)
        else:
            submission = found["id"]
            if found["timestamp"] != timestamp:
                rows.update("submitted_assignment", submission, timestamp=timestamp)
        keys = {"assignment_id": submission, "notebook_id": cells.notebook}
        found = rows.one("submitted_notebook", **keys)
        return found["id"] if found else rows.insert("submitted_notebook", flagged=False, **keys)

    def _write_grades(self, graded: Graded, notebook: str, cells: Cells) -> None:
        points: dict[str, float | None] = dict.fromkeys(cells.graded)
        points |= {verdict.claim: verdict.points for verdict in graded.verdicts}
        points |= {name: 0.0 for name in graded.blank if name in cells.by_hand}
        old = self._rows.of_cells("grade", notebook, cells.graded.values())
        new = []
        for name, cell in cells.graded.items():
            auto, row = points[name], old.get(cell)
            # a mark given by hand is looked at again if the reason for it may have changed
            waits = auto is None or (row is not None and row["manual_score"] is not None)
            values = {"auto_score": auto, "needs_manual_grade": waits}
            if row is None:
                new.append({"cell_id": cell, "notebook_id": notebook, **values})
            elif row["auto_score"] != auto or (
                row["manual_score"] is None and row["needs_manual_grade"] != waits
            ):
                self._rows.update("grade", row["id"], **values)
        self._rows.insert_all("grade", new)

    def _write_comments(self, graded: Graded, notebook: str, cells: Cells) -> None:
        old = self._rows.of_cells("comment", notebook, cells.answers.values())
        new = []
        for name, cell in cells.answers.items():
            said = "No response." if name in graded.blank else None
            row = old.get(cell)
            if row is None:
                new.append({"cell_id": cell, "notebook_id": notebook, "auto_comment": said})
            elif row["auto_comment"] != said:
                self._rows.update("comment", row["id"], auto_comment=said)
        self._rows.insert_all("comment", new)


def _check_version(path: Path, wait: float) -> None:
    """Refuse a database of another nbgrader before anything is written to it."""
    with contextlib.closing(sqlite3.connect(path, timeout=wait)) as connection:
        connection.execute("BEGIN IMMEDIATE")  # can it be written to at all?
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.rollback()
    found = row[0] if row else "unknown"
    known = _versions()
    if found == known[-1]:
        return
    if found in known:
        raise GradebookError(
            f"{path}: the gradebook was made by an older nbgrader (version {found}). Keep a copy "
            f"of the file, then run `nbgrader db upgrade --db sqlite:///{path}`."
        )
    raise GradebookError(
        f"{path}: the gradebook was made by a newer nbgrader (version {found}) than the one "
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


@contextlib.contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Turn what the database says into one sentence."""
    try:
        yield
    except (GradebookError, PlaceError):
        raise
    except Exception as error:
        cause = getattr(error, "orig", None) or error  # nbgrader makes a new one by SQLAlchemy
        if not isinstance(cause, (sqlite3.Error, OSError)):
            raise
        raise GradebookError(f"{path}: {_sentence(str(cause))}") from error


def _sentence(said: str) -> str:
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
    if "readonly" in said or "unable to open" in said or "ermission" in said:
        return f"the gradebook cannot be written to ({said}). Give write permission to it."
    if "full" in said:
        return f"the gradebook cannot grow ({said}). Make room on the disk and run it again."
    return (
        f"the gradebook is damaged ({said}). Put back a copy, or move the file away: automatic "
        "points are then written again from each results.json."
    )

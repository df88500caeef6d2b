"""Writes automatic points into nbgrader's gradebook, each submission in one transaction."""

from __future__ import annotations

import contextlib

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.database.address import Database
from autograder.database.connection import WAIT, connected, in_transaction, reading
from autograder.database.errors import saying
from autograder.database.version import check_gradebook
from autograder.gradebook.late import DueDates, Times
from autograder.gradebook.opening import make_gradebook
from autograder.gradebook.rows import Cells, Rows, prepare
from autograder.gradebook.timestamp import nbgraders_time
from autograder.verdicts import Graded

_SUMS = """
    SELECT a.name, s.student_id, COALESCE(SUM(g.auto_score), 0.0) AS total, COUNT(g.auto_score) AS n
    FROM submitted_assignment s
    JOIN assignment a ON a.id = s.assignment_id
    JOIN submitted_notebook n ON n.assignment_id = s.id
    JOIN grade g ON g.notebook_id = n.id
    GROUP BY s.id, a.id
"""

_LATE = """
    SELECT n.id, n.late_submission_penalty, s.student_id, s.timestamp, a.duedate, s.extension,
           COALESCE(SUM(COALESCE(g.manual_score, g.auto_score, 0) + CASE
               WHEN g.manual_score IS NULL AND g.auto_score IS NULL THEN 0
               ELSE COALESCE(g.extra_credit, 0) END), 0.0) AS earned,
           COALESCE(SUM(COALESCE(gc.max_score, tc.max_score, 0)), 0.0) AS possible
    FROM assignment a
    JOIN submitted_assignment s ON s.assignment_id = a.id
    JOIN submitted_notebook n ON n.assignment_id = s.id
    LEFT JOIN grade g ON g.notebook_id = n.id
    LEFT JOIN grade_cells gc ON gc.id = g.cell_id
    LEFT JOIN task_cells tc ON tc.id = g.cell_id
    WHERE a.name = :assignment
    GROUP BY n.id, s.id, a.id
"""


def automatic_points(database: Database) -> dict[tuple[str, str], tuple[float, int]]:
    """Return the sum of the automatic points, and how many cells have some, of each submission.

    By assignment and student. nbgrader is not asked: it takes seconds to import. A gradebook that
    does not exist has nothing.
    """
    with reading(database) as connection:
        found = connection.rows(_SUMS) if connection else ()
        return {(row["name"], row["student_id"]): (row["total"], row["n"]) for row in found}


class Gradebook:
    """The gradebook of a classroom, open for writing; it is made if there is none.

    Raises
    ------
    PlaceError
        If this user may not write there.
    GradebookError
        If it is damaged, locked, of another version of nbgrader than the one installed, or cannot
        be reached.
    """

    def __init__(self, classroom: Classroom, wait: float = WAIT) -> None:
        self.database = classroom.gradebook
        self._cells: dict[str, Cells] = {}
        with contextlib.ExitStack() as opened:
            opened.enter_context(saying(self.database))
            make_gradebook(classroom)
            check_gradebook(self.database, wait)
            self._connection = opened.enter_context(connected(self.database, wait))
            self._keep_journal(True)
            self._rows = Rows(self._connection)
            self._opened = opened.pop_all()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        with contextlib.suppress(Exception):  # of a server that was lost, say
            self._keep_journal(False)
        with contextlib.suppress(Exception):
            self._opened.close()

    def _keep_journal(self, keep: bool) -> None:
        """Use one journal for all transactions: to make one and remove it waits for the disk."""
        if self.database.file:
            self._connection.rows(f"PRAGMA journal_mode = {'PERSIST' if keep else 'DELETE'}")

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
        when = nbgraders_time(timestamp)
        moment = when.replace(tzinfo=None).isoformat(" ", "microseconds") if when else None

        def work() -> Cells:
            # if it is tried again, somebody else may have changed them
            cells = self._cells.pop(assignment.name, None) or prepare(self._rows, assignment)
            notebook = self._submission(graded.student, cells, moment)
            self._write_grades(graded, notebook, cells)
            self._write_comments(graded, notebook, cells)
            return cells

        with saying(self.database):
            self._cells[assignment.name] = in_transaction(self._connection, work)

    def take_penalties(self, assignment: Assignment, due_dates: DueDates) -> None:
        """Write what lateness costs everybody now, so that formgrader shows it as well."""

        def work() -> None:
            for row in self._connection.rows(_LATE, assignment=assignment.name):
                times = Times.from_row(row["timestamp"], row["duedate"], row["extension"])
                late = due_dates.late(row["student_id"], assignment, times)
                taken = late.taken(row["earned"], row["possible"])
                if taken != (row["late_submission_penalty"] or 0.0):
                    values = {"late_submission_penalty": taken or None}
                    self._rows.update("submitted_notebook", row["id"], **values)

        with saying(self.database):
            in_transaction(self._connection, work)

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
            if Times.from_row(found["timestamp"]) != Times.from_row(timestamp):
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

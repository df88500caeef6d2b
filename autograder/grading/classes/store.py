"""Writes what became of a class: graded notebooks, `results.json`, the gradebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.database.connection import reading
from autograder.database.errors import GradebookError
from autograder.errors import MaterialError, PlaceError
from autograder.files import PRIVATE, write_bytes, write_json
from autograder.gradebook.late import DueDates
from autograder.gradebook.writing import Gradebook
from autograder.grading.results import Ungraded, as_gradescope, graded_from, ours
from autograder.grading.submission.folder import Receipt
from autograder.grading.submission.reading import Refused
from autograder.verdicts import Graded, Outcome

_LACKING = "lacking"  # in a `results.json`: its marks are not in the gradebook yet


@dataclass(frozen=True)
class Summary:
    """What a command tells of one submission; of a whole class this is kept in memory."""

    assignment: str
    student: str
    points: float | None  # None: could not be graded
    possible: float
    passed: int = 0
    failed: int = 0
    not_run: int = 0
    mistakes: tuple[str, ...] = ()  # recognised ones, each once
    notes: tuple[str, ...] = ()  # for the instructor
    refused: str = ""  # why it could not be graded
    seconds: float = 0.0
    unchanged: bool = False  # graded in an earlier run

    @classmethod
    def of(cls, page: Mapping[str, Any], unchanged: bool = False) -> Summary:
        """Return the summary of a `results.json`."""
        mine, tests = ours(page), page["tests"]
        outcomes = [test["extra_data"]["outcome"] for test in tests]
        mistakes = [test["extra_data"]["mistake"] for test in tests]
        return cls(
            assignment=mine["assignment"],
            student=mine["student"],
            points=page.get("score"),
            possible=sum(test["max_score"] for test in tests),
            passed=outcomes.count(Outcome.PASSED),
            failed=outcomes.count(Outcome.FAILED),
            not_run=outcomes.count(Outcome.NOT_RUN),
            mistakes=tuple(dict.fromkeys(title for title in mistakes if title)),
            notes=tuple(
                f"{note['cell']}: {note['text']}" if note["cell"] else note["text"]
                for note in mine.get("notes", ())
            ),
            refused=mine.get("ungraded", ""),
            seconds=mine.get("seconds", 0.0),
            unchanged=unchanged,
        )


class Store:
    """Writes what becomes of submissions; the gradebook is opened when it is first needed.

    If the gradebook cannot be written to, everything else still is, `trouble` says why, and the
    next run writes the missing marks from each `results.json`.
    """

    def __init__(self, classroom: Classroom) -> None:
        self.trouble: MaterialError | None = None
        self._classroom = classroom
        self._gradebook: Gradebook | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        if self._gradebook is not None:
            self._gradebook.close()

    def keep(
        self, graded: Graded, notebook: bytes, assignment: Assignment, key: str, receipt: Receipt
    ) -> Summary:
        """Write one graded submission: its notebook, its results, its marks.

        If one of them cannot be written, the submission could not be graded; but if there is no
        right to write, or no room, that is raised as a PlaceError.
        """
        try:
            return self._keep(graded, notebook, assignment, key, receipt)
        except PlaceError:  # not this submission's fault, and the next one's would be the same
            raise
        except Exception as error:
            reason = str(Refused.because_of(error))
            return self.keep_ungraded(graded.student, reason, assignment, receipt)

    def keep_ungraded(
        self, student: str, reason: str, assignment: Assignment, receipt: Receipt, key: str = ""
    ) -> Summary:
        """Write that a submission could not be graded; its marks stay what they were.

        Without a key it is graded again by the next run.
        """
        claims = tuple(assignment.claims)
        page = as_gradescope(Ungraded(assignment.name, student, reason, claims), key)
        try:
            write_json(self._classroom.results(student, assignment.name), page, PRIVATE)
            receipt.write(self._classroom.graded(student, assignment.name))
        except PlaceError:
            raise
        except OSError:  # the reason may be that nothing can be written there
            pass
        return Summary.of(page)

    def _keep(
        self, graded: Graded, notebook: bytes, assignment: Assignment, key: str, receipt: Receipt
    ) -> Summary:
        folder = self._classroom.graded(graded.student, assignment.name)
        write_bytes(folder / f"{assignment.stem}.ipynb", notebook, PRIVATE)
        receipt.write(folder)
        self.enter(graded, assignment, receipt.timestamp)
        page = as_gradescope(graded, key)
        self._write_page(page, folder)  # last: whoever is stopped before that is graded again
        return Summary.of(page)

    def enter_again(
        self, page: Mapping[str, Any], assignment: Assignment, receipt: Receipt
    ) -> None:
        """Write the marks and the receipt of a submission that was graded before."""
        folder = self._classroom.graded(ours(page)["student"], assignment.name)
        if "score" in page:
            self.enter(graded_from(page, {}), assignment, receipt.timestamp)
            if ours(page).get(_LACKING) or self.trouble is not None:
                self._write_page(page, folder)
        receipt.write(folder)

    def _write_page(self, page: Mapping[str, Any], folder: Path) -> None:
        """Write a `results.json`; if the gradebook lacks the marks, the next run enters them."""
        mine = ours(page)
        mine.pop(_LACKING, None)
        if self.trouble is not None:
            mine[_LACKING] = True
        write_json(folder / "results.json", page, PRIVATE)

    def take_penalties(self, assignments: Sequence[Assignment], near: Path) -> None:
        """Write what lateness costs now; the gradebook is opened if there is one."""

        def take(gradebook: Gradebook) -> None:
            due_dates = DueDates.of(self._classroom, near)
            for assignment in assignments:
                gradebook.take_penalties(assignment, due_dates)

        if self._gradebook is not None or self._is_there():
            try:
                self._write(take)
            except MaterialError as trouble:  # of a plugin of the course, say
                self.trouble = trouble

    def _is_there(self) -> bool:
        """Return whether there is a gradebook, or why it is not known is in `trouble`."""
        try:
            with reading(self._classroom.gradebook) as connection:
                return connection is not None
        except GradebookError as trouble:
            self.trouble = self.trouble or trouble
            return False

    def enter(self, graded: Graded, assignment: Assignment, timestamp: str) -> None:
        """Write the marks of one submission into the gradebook."""
        self._write(lambda gradebook: gradebook.write(graded, assignment, timestamp))

    def _write(self, write: Callable[[Gradebook], None]) -> None:
        """Have something written into the gradebook, unless it could not be written to before."""
        if self.trouble is not None:
            return
        try:
            if self._gradebook is None:
                self._gradebook = Gradebook(self._classroom)
            write(self._gradebook)
        except GradebookError as trouble:
            self.trouble = trouble


def is_recorded(page: Mapping[str, Any], sums: Mapping[tuple[str, str], tuple[float, int]]) -> bool:
    """Return whether the gradebook has the automatic points of this `results.json`."""
    if "score" not in page:
        return True  # there are none
    mine = ours(page)
    if mine.get(_LACKING):
        return False  # the sum may be the same by chance
    total, count = sums.get((mine["assignment"], mine["student"]), (0.0, -1))
    scored = sum("score" in test for test in page["tests"])
    return count >= scored and bool(abs(total - page["score"]) < 1e-6)

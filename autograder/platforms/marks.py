"""The marks of a class: from `results.json`, and from nbgrader's gradebook where it knows more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.people import Person
from autograder.errors import MaterialError
from autograder.gradebook.late import DueDates, Late, Times
from autograder.gradebook.manual import grades_of
from autograder.gradebook.roster import people_of
from autograder.gradebook.timestamp import TIMESTAMP, read_time
from autograder.grading.results import ours
from autograder.platforms.record import teams_of


class State(StrEnum):
    """How far the grading of one student's assignment got."""

    GRADED = "graded"
    PARTLY = "could not be graded"  # at least one claim did not run: the sum is not known
    WAITING = "not graded yet"
    MISSING = "not handed in"


@dataclass(frozen=True)
class Mark:
    """What one student has for one assignment.

    `points` is None unless everything is known: what could not be graded is never a zero.
    """

    student: str
    assignment: str
    state: State
    points: float | None
    possible: float
    claims: dict[str, float | None] = field(default_factory=dict)  # points of each graded cell
    not_run: tuple[str, ...] = ()
    penalty: float = 0.0
    why_late: str = ""  # by which rule the penalty was taken
    by_hand: int = 0  # cells that still wait for a person
    reason: str = ""  # why it could not be graded as a whole
    late: bool | None = None  # it came after the due date; None if a time is not known

    @property
    def earned(self) -> str:
        """The points as an export writes them: empty if they are not known."""
        return "" if self.points is None else plain_number(self.points)


@dataclass(frozen=True)
class Marks:
    """The marks of a class, student by student."""

    people: dict[str, Person]
    assignments: tuple[Assignment, ...]
    table: dict[tuple[str, str], Mark]  # by student and assignment

    def of(self, assignment: str) -> list[Mark]:
        """Return one assignment's marks, in the students' order."""
        return [self.table[student, assignment] for student in self.people]

    def count(self, state: State) -> int:
        """Return for how many submissions the grading got so far."""
        return sum(mark.state == state for mark in self.table.values())


def marks(course: Course, classroom: Classroom, assignments: Iterable[str] = ()) -> Marks:
    """Return the marks of everybody in the roster or with a submission.

    Automatic points come from `results.json`. If the gradebook has the submission, its points
    count instead: with marks given by hand and extra credit. What lateness costs is computed anew.
    """
    chosen = tuple(course.select(list(assignments)))
    people = {person.id: person for person in people_of(classroom)}
    for student in classroom.students:
        people.setdefault(student, Person(student))
    graded = _in_gradebook(classroom, chosen)
    due_dates = DueDates.of_course(classroom, course)
    table = {}
    for assignment in chosen:
        for student in people:
            results, reason = _results(classroom.results(student, assignment.name))
            book = graded.get((student, assignment.name))
            if results is not None or book:
                times = book.times if book else _stamped(classroom, student, assignment)
                late = due_dates.late(student, assignment, times)
                mark = _mark(student, assignment, results, book, reason, late)
            else:
                here = classroom.submission(student, assignment.name).is_dir()
                state = State.WAITING if here else State.MISSING
                mark = Mark(student, assignment.name, state, None, assignment.points)
            table[student, assignment.name] = mark
    return Marks(people, chosen, table)


def plain_number(value: float) -> str:
    """Return 7.5 as `7.5` and 7.0 as `7`: what every platform reads."""
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class _Score:
    points: float | None
    possible: float
    by_hand: bool = False  # waits for a person


@dataclass(frozen=True)
class _Booked:
    """What the gradebook knows of one submission."""

    cells: dict[str, _Score]
    given: frozenset[str]  # cells for which a person gave points
    times: Times


def _mark(
    student: str,
    assignment: Assignment,
    results: dict[str, _Score] | None,
    book: _Booked | None,
    reason: str,
    late: Late,
) -> Mark:
    cells = {**(results or {}), **(book.cells if book else {})}
    for name, cell in (results or {}).items():
        if cell.points is None and not (book and name in book.given):
            cells[name] = cell  # the gradebook's word is no knowledge
    if book:
        waiting = sum(cell.by_hand for cell in cells.values())
        possible = sum(cell.possible for cell in cells.values())
    else:
        waiting = sum(cell.by_hand for cell in assignment.cells)
        possible = assignment.points
    not_run = tuple(n for n, c in cells.items() if c.points is None and not c.by_hand)
    refused = results == {}  # the notebook as a whole, whatever an earlier one was worth
    earned = sum(cell.points or 0.0 for cell in cells.values())
    penalty = late.taken(earned, possible)
    unknown = bool(not_run) or refused
    return Mark(
        student,
        assignment.name,
        State.PARTLY if unknown else State.GRADED,
        None if unknown else max(0.0, earned - penalty),
        possible,
        {} if refused else {name: cell.points for name, cell in cells.items()},
        tuple(claim.id for claim in assignment.claims) if refused else not_run,
        penalty,
        late.why if penalty else "",
        waiting,
        reason if unknown else "",
        late.is_late if late.handed_in and late.due else None,
    )


def _stamped(classroom: Classroom, student: str, assignment: Assignment) -> Times:
    """Return when it was handed in, where the gradebook does not have it."""
    file = classroom.graded(student, assignment.name) / TIMESTAMP
    return Times(read_time(file.read_text("utf-8", "replace")) if file.is_file() else None)


def _results(file: Path) -> tuple[dict[str, _Score] | None, str]:
    """Return the claims of a `results.json`, and why it could not be graded, if it could not.

    A claim without a score was not run.
    """
    if not file.is_file():
        return None, ""
    try:
        page = json.loads(file.read_bytes())
        cells = {
            test.get("name") or str(number): _Score(
                None if test.get("score") is None else float(test["score"]),
                float(test.get("max_score") or 0),
            )
            for number, test in enumerate(page["tests"])
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MaterialError(
            f"{file}: not as the grader wrote it: {error}. Grade this submission again."
        ) from error
    return cells, str(ours(page).get("ungraded", ""))


def _in_gradebook(
    classroom: Classroom, assignments: Iterable[Assignment]
) -> dict[tuple[str, str], _Booked]:
    """Return what the gradebook knows of each submission, by student and assignment.

    What a person gave one of a team is each member's; a mark of the member's own goes before it.
    """
    teams = teams_of(classroom)
    found = {}
    for name in (assignment.name for assignment in assignments):
        of_all = grades_of(classroom, name)
        for student, (times, cells) in of_all.items():
            for member in teams.get((student, name), ()):
                for cell in of_all[member][1].values() if member in of_all else ():
                    mine = cells.get(cell.name)
                    if mine and cell.by_person and not mine.by_person:
                        cells[cell.name] = mine.with_marks_of(cell)
            found[student, name] = _Booked(
                {
                    cell.name: _Score(
                        cell.score, cell.possible, bool(cell.waits) or cell.score is None
                    )
                    for cell in cells.values()
                },
                frozenset(c.name for c in cells.values() if c.manual_score is not None),
                times,
            )
    return found

"""What a person gave, took or wrote in formgrader, read from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.checking.code import definitions
from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.database.address import Database
from autograder.database.connection import Connection, Row, reading
from autograder.gradebook.late import DueDates, Late, Times
from autograder.notebook.exercises import sections_of

_NOTEBOOK = """
    SELECT sn.id, s.timestamp, a.duedate, s.extension
    FROM submitted_notebook sn
    JOIN submitted_assignment s ON s.id = sn.assignment_id
    JOIN assignment a ON a.id = s.assignment_id
    JOIN notebook n ON n.id = sn.notebook_id
    WHERE a.name = :assignment AND n.name = :notebook AND s.student_id = :student
"""
_GRADES = """
    SELECT c.name, g.auto_score, g.manual_score, g.extra_credit,
           COALESCE(gc.max_score, tc.max_score, 0.0) AS possible, g.needs_manual_grade
    FROM grade g
    JOIN base_cell c ON c.id = g.cell_id
    LEFT JOIN grade_cells gc ON gc.id = c.id
    LEFT JOIN task_cells tc ON tc.id = c.id
    WHERE g.notebook_id = :id
"""
_OF_ALL = """
    SELECT s.student_id, s.timestamp, a.duedate, s.extension,
           c.name, g.auto_score, g.manual_score, g.extra_credit,
           COALESCE(gc.max_score, tc.max_score, 0.0) AS possible, g.needs_manual_grade
    FROM assignment a
    JOIN submitted_assignment s ON s.assignment_id = a.id
    JOIN submitted_notebook n ON n.assignment_id = s.id
    JOIN grade g ON g.notebook_id = n.id
    JOIN base_cell c ON c.id = g.cell_id
    LEFT JOIN grade_cells gc ON gc.id = c.id
    LEFT JOIN task_cells tc ON tc.id = c.id
    WHERE a.name = :assignment
"""
_COMMENTS = """
    SELECT c.name, m.manual_comment FROM comment m
    JOIN base_cell c ON c.id = m.cell_id
    WHERE m.notebook_id = :id AND m.manual_comment <> ''
"""


@dataclass(frozen=True)
class Remark:
    """What a person gave for one cell, or wrote about it."""

    title: str
    points: float | None  # None: nothing was given, it is a comment only
    possible: float
    extra: float
    comment: str


@dataclass(frozen=True)
class Marked:
    """What a person did to the marks of one notebook, and what they come to.

    Attributes
    ----------
    remarks : tuple of Remark
        In the order of the notebook.
    settled : frozenset of str
        Cells whose points a person gave: the grader's word no longer counts for them.
    earned, possible : float
        Points of the whole notebook, the grader's and the person's, before the penalty.
    penalty : float
        Points that were taken because it came late.
    why_late : str
        A sentence that says how late, and by which rule they are taken.
    waiting : int
        Cells that a person has not looked at yet.
    """

    remarks: tuple[Remark, ...]
    settled: frozenset[str]
    earned: float
    possible: float
    penalty: float
    waiting: int
    why_late: str = ""

    @property
    def total(self) -> float:
        """What is left when the penalty is taken: never less than nothing, as in nbgrader."""
        return max(0.0, self.earned - self.penalty)

    @property
    def counts(self) -> bool:
        """True if the points are not the grader's alone."""
        return bool(self.penalty or self.settled or any(one.extra for one in self.remarks))


@dataclass(frozen=True)
class CellGrade:
    """One cell's row in the gradebook."""

    name: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    possible: float
    waits: bool = False  # for a person

    @classmethod
    def from_row(cls, row: Row) -> CellGrade:
        """Return the grade of a row of the database."""
        return cls(
            row["name"],
            row["auto_score"],
            row["manual_score"],
            row["extra_credit"],
            row["possible"],
            bool(row["needs_manual_grade"]),
        )

    @property
    def score(self) -> float | None:
        """The points with extra credit, as nbgrader adds them up; None if there are none yet."""
        given = self.auto_score if self.manual_score is None else self.manual_score
        return None if given is None else given + (self.extra_credit or 0.0)

    @property
    def by_person(self) -> bool:
        """True if a person gave something."""
        return self.manual_score is not None or bool(self.extra_credit)

    def with_marks_of(self, other: CellGrade) -> CellGrade:
        """Return the same with what a person gave another submission."""
        return replace(
            self,
            manual_score=other.manual_score,
            extra_credit=other.extra_credit,
            waits=other.waits,
        )


def grades_of(
    classroom: Classroom, assignment: str
) -> dict[str, tuple[Times, dict[str, CellGrade]]]:
    """Return the times and grades that the gradebook has of one assignment, by student and cell.

    Submissions that were entered and never graded are left out.
    """
    found: dict[str, tuple[Times, dict[str, CellGrade]]] = {}
    with reading(classroom.gradebook) as connection:
        for row in connection.rows(_OF_ALL, assignment=assignment) if connection else ():
            times = Times.from_row(row["timestamp"], row["duedate"], row["extension"])
            grade = CellGrade.from_row(row)
            found.setdefault(row["student_id"], (times, {}))[1][grade.name] = grade
    return {
        student: (times, cells)
        for student, (times, cells) in found.items()
        if any(c.auto_score is not None or c.manual_score is not None for c in cells.values())
    }


def marked_by_hand(
    classroom: Classroom,
    assignment: Assignment,
    student: str,
    auto: Mapping[str, float | None],
    team: Sequence[str] = (),
) -> Marked | None:
    """Return what a person did to one submission's marks in a classroom; None if nothing.

    Parameters
    ----------
    auto : mapping of str to float or None
        The grader's points by claim, None for a claim that was not run. They come from
        `results.json`: the gradebook may have those of an earlier version.
    team : sequence of str
        Who shares the submission: what a person gave or wrote one of them is for each.
    """
    due_dates = DueDates.of(classroom, assignment.folder)
    return marked_in(classroom.gradebook, assignment, student, auto, due_dates, team)


def marked_in(
    gradebook: Database,
    assignment: Assignment,
    student: str,
    auto: Mapping[str, float | None],
    due_dates: DueDates,
    team: Sequence[str] = (),
) -> Marked | None:
    """Return the same from any gradebook; None too if it was not made yet."""
    named = {"assignment": assignment.name, "notebook": assignment.stem, "student": student}
    others = [member for member in team if member != student]
    cells: dict[str, CellGrade] = {}
    comments: dict[str, str] = {}
    with reading(gradebook) as connection:
        if connection is None:
            return None
        found = _notebook(connection, **named)
        if found is None:
            return None
        for member in (student, *others):
            one = _notebook(connection, **{**named, "student": member})
            if one is None:
                continue
            for row in connection.rows(_GRADES, id=one["id"]):
                theirs = CellGrade.from_row(row)
                mine = cells.setdefault(theirs.name, theirs)
                if not mine.by_person:
                    cells[theirs.name] = mine.with_marks_of(theirs)
            for row in connection.rows(_COMMENTS, id=one["id"]):
                comments.setdefault(row["name"], row["manual_comment"])
    times = Times.from_row(found["timestamp"], found["duedate"], found["extension"])
    late = due_dates.late(student, assignment, times)
    return _marked(assignment, list(cells.values()), comments, late, auto)


def _notebook(connection: Connection, **named: str) -> Row | None:
    return next(iter(connection.rows(_NOTEBOOK, **named)), None)


def _marked(
    assignment: Assignment,
    grades: Sequence[CellGrade],
    comments: dict[str, str],
    late: Late,
    auto: Mapping[str, float | None],
) -> Marked | None:
    given = {row.name: row for row in grades}
    points = {name: _points(row, auto) for name, row in given.items()}
    earned = sum(value or 0.0 for value in points.values())
    earned += sum(row.extra_credit or 0.0 for row in grades)
    possible = sum(row.possible for row in grades)
    penalty = late.taken(earned, possible)
    spoken = {n for n, r in given.items() if r.manual_score is not None or r.extra_credit}
    if not spoken and not comments and not penalty:
        return None
    titles = _titles(assignment)
    order = [*titles, *sorted((spoken | set(comments)) - set(titles))]  # the source may be newer
    remarks = []
    for name in (name for name in order if name in spoken or name in comments):
        row = given.get(name)
        remarks.append(
            Remark(
                titles.get(name) or name.replace("-", " "),
                row.manual_score if row else None,
                row.possible if row else 0.0,
                (row.extra_credit or 0.0) if row else 0.0,
                comments.get(name, ""),
            )
        )
    return Marked(
        tuple(remarks),
        frozenset(name for name, row in given.items() if row.manual_score is not None),
        earned,
        possible,
        penalty,
        sum(value is None and name not in auto for name, value in points.items()),
        late.why if penalty else "",
    )


def _points(row: CellGrade, auto: Mapping[str, float | None]) -> float | None:
    given: float | None = row.manual_score
    return auto.get(row.name, row.auto_score) if given is None else given


def _titles(assignment: Assignment) -> dict[str, str]:
    """What a student knows each cell as: a claim's sentence, a function's name, the section."""
    sections = sections_of(assignment.cells)
    titles = {}
    for cell in assignment.cells:
        names = ", ".join(f"`{name}`" for name in definitions(cell.source))
        answer = names or sections.get(cell.id) or cell.title
        titles[cell.id] = answer if cell.is_answer else cell.title
    return titles

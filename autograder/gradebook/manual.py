"""What a person gave, took or wrote in formgrader, read from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.checking.code import definitions
from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.gradebook.late import DueDates, Late, Times
from autograder.gradebook.opening import readable
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
           COALESCE(gc.max_score, tc.max_score, 0) AS possible
    FROM grade g
    JOIN base_cell c ON c.id = g.cell_id
    LEFT JOIN grade_cells gc ON gc.id = c.id
    LEFT JOIN task_cells tc ON tc.id = c.id
    WHERE g.notebook_id = :id
"""
_OF_ALL = """
    SELECT s.student_id, s.timestamp, a.duedate, s.extension,
           c.name, g.auto_score, g.manual_score, g.extra_credit,
           COALESCE(gc.max_score, tc.max_score, 0), g.needs_manual_grade
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
    if not classroom.gradebook.is_file():
        return {}
    found: dict[str, tuple[Times, dict[str, CellGrade]]] = {}
    with readable(str(classroom.gradebook)):
        import sqlalchemy  # half a second, where nbgrader itself takes two and more

        engine = sqlalchemy.create_engine(f"sqlite:///{classroom.gradebook}")
        try:
            with engine.connect() as connection:
                rows = connection.execute(sqlalchemy.text(_OF_ALL), {"assignment": assignment})
                for student, handed_in, due, extension, *cell in rows:
                    times = Times.from_row(handed_in, due, extension)
                    grade = CellGrade(*cell)
                    found.setdefault(student, (times, {}))[1][grade.name] = grade
        finally:
            engine.dispose()
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
    if not classroom.gradebook.is_file():
        return None
    url = f"sqlite:///{classroom.gradebook}"
    due_dates = DueDates.of(classroom, assignment.folder)
    where = str(classroom.gradebook)
    return marked_in(url, assignment, student, auto, due_dates, where, team)


def marked_in(
    url: str,
    assignment: Assignment,
    student: str,
    auto: Mapping[str, float | None],
    due_dates: DueDates,
    where: str = "the gradebook",
    team: Sequence[str] = (),
) -> Marked | None:
    """Return the same from the gradebook at a database's address; errors name it `where`."""
    named = {"assignment": assignment.name, "notebook": assignment.stem, "student": student}
    others = [member for member in team if member != student]
    cells: dict[str, CellGrade] = {}
    comments: dict[str, str] = {}
    with readable(where):
        import sqlalchemy  # half a second: only where there is a gradebook

        engine = sqlalchemy.create_engine(url)
        try:
            with engine.connect() as connection:
                found = connection.execute(sqlalchemy.text(_NOTEBOOK), named).first()
                if found is None:
                    return None
                for member in (student, *others):
                    where_from = {**named, "student": member}
                    one = connection.execute(sqlalchemy.text(_NOTEBOOK), where_from).first()
                    id = {"id": one.id if one else None}
                    for row in connection.execute(sqlalchemy.text(_GRADES), id):
                        mine = cells.setdefault(row.name, CellGrade(*row))
                        if not mine.by_person:
                            cells[row.name] = mine.with_marks_of(CellGrade(*row))
                    for row in connection.execute(sqlalchemy.text(_COMMENTS), id):
                        comments.setdefault(row.name, row.manual_comment)
        finally:
            engine.dispose()
    times = Times.from_row(found.timestamp, found.duedate, found.extension)
    late = due_dates.late(student, assignment, times)
    return _marked(assignment, list(cells.values()), comments, late, auto)


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

"""Classes of honest students, as large as wished, and the commands that grade them."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.release import release
from autograder.course.sample import sample_class
from autograder.course.stories import STORIES, STUDENTS
from benchmarks.measured import Measured, measure

COURSE = Course.find(Path(__file__).parent)
BIN = Path(sys.executable).parent
_HONEST = {s.id for s, story in zip(STUDENTS, STORIES, strict=True) if story.honest}
_SCORES = """
    select student.id, base_cell.name, grade.auto_score
    from grade
    join base_cell on base_cell.id = grade.cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join student on student.id = submitted_assignment.student_id
"""


@contextmanager
def class_of(assignment: Assignment, size: int) -> Iterator[Classroom]:
    """Give a classroom in which so many honest students have handed an assignment in."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        classroom = Classroom(Path(folder))
        release(COURSE, classroom, assignment)
        for number, content in enumerate(islice(cycle(papers(classroom, assignment)), size)):
            place = classroom.submission(f"student-{number:04}", assignment.name)
            place.mkdir(parents=True)
            (place / assignment.notebook.name).write_bytes(content)
        yield classroom


def papers(classroom: Classroom, assignment: Assignment) -> list[bytes]:
    """Return what honest students hand in: right in several styles, partly right, blank."""
    made = sample_class(COURSE, classroom, assignment)
    return [paper.content for paper in made if paper.student in _HONEST]


def grade(
    assignment: Assignment,
    classroom: Classroom,
    workers: int,
    *more: str,
    accept: Sequence[int] = (0,),
) -> Measured:
    """Grade a class with this grader."""
    command = [str(BIN / "autograder"), "grade", assignment.name, "--workers", str(workers)]
    return measure(
        [*command, "--classroom", str(classroom.root), *more], COURSE.root, accept=accept
    )


def grade_by_nbgrader(assignment: Assignment, classroom: Classroom) -> tuple[Measured, float]:
    """Grade a class with stock nbgrader; return what it took, and the seconds of one notebook.

    The seconds are those between the first notebook and the last, without nbgrader's own start.
    """
    variables = {
        "AUTOGRADER_STOCK": "1",
        "AUTOGRADER_CLASSROOM": str(classroom.root),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    command = [str(BIN / "nbgrader"), "autograde", assignment.name]
    done = measure(command, COURSE.root, variables)
    ends: dict[str, float] = {}
    for second, line in done.lines:
        if "Writing" in line and str(classroom.autograded) in line:
            ends[line.split()[-1]] = second  # each notebook is written twice
    times = sorted(ends.values())
    if len(times) < 2:
        raise RuntimeError(f"nbgrader graded {len(times)} notebooks:\n{done.text[-2000:]}")
    return done, (times[-1] - times[0]) / (len(times) - 1)


def scores(classroom: Classroom) -> dict[tuple[str, str], float | None]:
    """Return the points in a gradebook, by student and claim."""
    with closing(sqlite3.connect(classroom.root / "gradebook.db")) as database:
        return {(who, cell): points for who, cell, points in database.execute(_SCORES)}


def assert_same_marks(ours: Classroom, stock: Classroom, assignment: Assignment) -> int:
    """Return how many points were compared; an AssertionError if one differs.

    What is allowed to differ is a claim that nbgrader gives nothing because it warned.
    """
    mine, theirs = scores(ours), scores(stock)
    for (student, claim), points in theirs.items():
        if mine[student, claim] != points and not (
            points == 0 and claim in _warned(stock, assignment, student)
        ):
            raise AssertionError(
                f"{student}, {claim}: nbgrader gives {points}, we give {mine[student, claim]}"
            )
    return len(theirs)


def _warned(classroom: Classroom, assignment: Assignment, student: str) -> set[str]:
    file = classroom.graded(student, assignment.name) / assignment.notebook.name
    return {
        cell.id
        for cell in nbformat.read(file, as_version=4).cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream" and output.name == "stderr"
    }

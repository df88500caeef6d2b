"""A tiny course of one assignment, made anew for each test that grades it."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.gradebook.writing import Gradebook
from autograder.grading.classes.grade_class import ClassOutcome, grade_class
from autograder.grading.grade import Job, grade_submission
from autograder.grading.templates import close_template
from autograder.notebook.cells import cell_from
from autograder.notebook.regions import released
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from autograder.verdicts import Graded, Outcome, Verdict

NAME = "01-double"
DOUBLE = '''def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * np.asarray(x)
    ### END SOLUTION'''
HALF = '''def half(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return np.asarray(x) / 2
    ### END SOLUTION'''
DOUBLES = '''"""Doubles a number."""
assert np.allclose(double(2), 4), "2 becomes 4."
### BEGIN HIDDEN TESTS
from autograder.checks import agrees, normal


def reference(x):
    return 2 * np.asarray(x)


agrees(double, reference, on=[1.0, normal(3)])
### END HIDDEN TESTS'''
SHAPE = '''"""Keeps the shape."""
assert np.shape(double(np.zeros((2, 3)))) == (2, 3), "(2, 3) in, (2, 3) out."'''
HALVES = '''"""Halves a number."""
assert np.allclose(half(3), 1.5), "3 becomes 1.5."'''


def cell(
    kind: str,
    name: str,
    source: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
    tags: tuple[str, ...] = (),
) -> dict:
    """One cell of notebook JSON, with nbgrader's marks if it has a part in grading."""
    metadata: dict = {"tags": list(tags)} if tags else {}
    if grade or solution or locked:
        metadata["nbgrader"] = {
            "grade": grade,
            "grade_id": name,
            "locked": locked,
            "schema_version": 3,
            "solution": solution,
            "task": False,
        }
        if grade:
            metadata["nbgrader"]["points"] = points
    made = {"cell_type": kind, "id": name, "metadata": metadata, "source": source}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def claim(name: str, source: str, points: float = 1) -> dict:
    """A graded cell."""
    return cell("code", name, source, grade=True, locked=True, points=points)


def answer(name: str, source: str) -> dict:
    """A cell that students fill in."""
    return cell("code", name, source, solution=True)


def given(source: str, locked: bool = True) -> dict:
    """A cell of the course that is no answer."""
    return cell("code", "given", source, locked=locked)


def solution(source: str) -> dict:
    """A cell that students fill in, with the course's own solution."""
    return answer("work", f"### BEGIN SOLUTION\n{source}\n### END SOLUTION")


def notebook(*cells: dict) -> dict:
    """A notebook of these cells."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": copy.deepcopy(list(cells)),
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def as_bytes(value: dict) -> bytes:
    """The notebook as a file's content."""
    return json.dumps(value).encode()


SOURCE = notebook(
    cell("markdown", "title", "# Doubling"),
    cell("code", "imports", "import numpy as np", locked=True),
    answer("double", DOUBLE),
    claim("double-doubles", DOUBLES, 2),
    claim("double-keeps-the-shape", SHAPE),
    cell("markdown", "halving", "## And half"),
    answer("half", HALF),
    claim("half-halves", HALVES),
)


def handed_in(changes: dict[str, str] | None = None, source: dict = SOURCE) -> dict:
    """The released notebook with these cells filled in."""
    made = copy.deepcopy(source)
    for position, raw in enumerate(made["cells"]):
        raw["source"] = released(cell_from(raw, position))
        raw["source"] = (changes or {}).get(raw["id"], raw["source"])
    return made


RIGHT = {
    "double": "def double(x):\n    return np.asarray(x) * 2",
    "half": "def half(x):\n    return np.multiply(x, 0.5)",
}
HALF_RIGHT = {"double": RIGHT["double"]}
CLAIMS = {"double-doubles": 2.0, "double-keeps-the-shape": 1.0, "half-halves": 1.0}


@pytest.fixture(scope="session", autouse=True)
def _one_template():
    """The students' interpreter of this repository, for courses that are made in tests too."""
    with pytest.MonkeyPatch.context() as patched:
        environment = StudentEnvironment.find(Path(__file__).parents[3])
        patched.setenv(OVERRIDE, str(environment.python))
        yield
    close_template()


@pytest.fixture
def grade() -> Callable[..., Graded]:
    """Grades cells handed in against a source notebook, with the real student process."""

    def run(submitted: dict | bytes | None, source: dict = SOURCE, **settings) -> Graded:
        content = as_bytes(submitted) if isinstance(submitted, dict) else submitted
        return grade_submission(Job(NAME, "ann", as_bytes(source), content, **settings))

    return run


@pytest.fixture(scope="session")
def course_root(tmp_path_factory) -> Path:
    """Where each test's course is made: one place, so that one template serves all tests."""
    return tmp_path_factory.mktemp("course")


@pytest.fixture
def course(course_root: Path) -> Course:
    """A course with the one assignment `01-double`, made anew."""
    root = course_root
    for name in ("notebooks", "solutions"):
        shutil.rmtree(root / name, ignore_errors=True)
    folder = root / "notebooks" / NAME
    folder.mkdir(parents=True)
    (folder / "double.ipynb").write_bytes(as_bytes(SOURCE))
    (root / "solutions").mkdir()
    (root / "solutions" / "__init__.py").write_text("")
    return Course(root)


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    """An empty classroom."""
    (tmp_path / "class").mkdir()
    return Classroom(tmp_path / "class")


@pytest.fixture
def submit(classroom: Classroom) -> Callable[..., Path]:
    """Puts a notebook into the classroom as a student's submission."""

    def put(
        student: str,
        submitted: dict | bytes,
        name: str = "double.ipynb",
        assignment: str = NAME,
    ) -> Path:
        path = classroom.submission(student, assignment) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = as_bytes(submitted) if isinstance(submitted, dict) else submitted
        path.write_bytes(content)
        return path

    return put


@pytest.fixture
def grade_all(course, classroom):
    """Grades the class in this process; what was told of the progress is in `steps`."""

    def run(assignments=None, **settings):
        run.steps = []
        usual = {"workers": 0, "unconfined": True, "progress": run.steps.append}
        chosen = course.select() if assignments is None else assignments
        return grade_class(course, classroom, chosen, **(usual | settings))

    return run


def by_student(outcome: ClassOutcome) -> dict[str, float | None]:
    """The points of each student."""
    return {one.student: one.points for one in outcome.summaries}


@pytest.fixture
def assignment(course):
    """The assignment of the tiny course."""
    return course.select()[0]


@pytest.fixture
def record(classroom, assignment):
    """Records one submission."""

    def run(result: Graded, timestamp: str = "") -> None:
        with Gradebook(classroom) as gradebook:
            gradebook.write(result, assignment, timestamp)

    return run


def graded(student: str = "ann", blank: tuple[str, ...] = (), **points: float | None) -> Graded:
    """Full marks, but for the claims named (with underscores)."""
    changed = {name.replace("_", "-"): value for name, value in points.items()}
    verdicts = [
        Verdict(
            claim=name,
            title=name,
            outcome=Outcome.NOT_RUN if changed.get(name, 1) is None else Outcome.PASSED,
            points=changed.get(name, worth),
            possible=worth,
        )
        for name, worth in CLAIMS.items()
    ]
    return Graded(NAME, student, tuple(verdicts), {}, blank=blank)


def points(graded: Graded) -> dict[str, float | None]:
    """The points of each claim."""
    return {verdict.claim: verdict.points for verdict in graded.verdicts}


def messages(graded: Graded) -> dict[str, str]:
    """The message of each claim."""
    return {verdict.claim: verdict.message for verdict in graded.verdicts}

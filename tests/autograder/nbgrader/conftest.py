"""A classroom of this course, whose nbgrader grades with the drop-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.draft import Draft
from autograder.course.release import nbgrader_settings, release
from autograder.course.sample import hand_in, sample_class
from autograder.grading.templates import close_template

NAME = "04-sigmoid"


@dataclass
class Class_:
    """A class with the sample's submissions, of which each test grades the ones it needs."""

    course: Course
    classroom: Classroom
    assignment: Assignment
    papers: list

    @property
    def settings(self) -> dict:
        return nbgrader_settings(self.course.root, self.classroom)

    def blank(self) -> Draft:
        """Return the released notebook with nothing done in it."""
        import json

        file = self.classroom.released(NAME) / self.assignment.notebook.name
        paper = Draft(self.assignment, json.loads(file.read_text(encoding="utf-8")))
        for answer in paper.answers:
            paper.leave_blank(answer.id)
        return paper

    def submit(self, student: str, paper: Draft) -> Path:
        """Write a submission; return its folder."""
        folder = self.classroom.submission(student, NAME)
        folder.mkdir(parents=True)
        (folder / self.assignment.notebook.name).write_bytes(paper.content())
        return folder


@pytest.fixture(scope="module")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class_]:
    course = Course.find(Path(__file__).parent)
    (assignment,) = course.select([NAME])
    classroom = Classroom(tmp_path_factory.mktemp("classroom"))
    release(course, classroom, assignment)
    (classroom.root / "limits.toml").write_text("cell_seconds = 2\n", encoding="utf-8")
    yield Class_(course, classroom, assignment, sample_class(course, classroom, assignment))
    close_template()


@pytest.fixture
def class_(_released: Class_, tmp_path: Path) -> Class_:
    """A class of its own for each test: what was handed in and nothing graded."""
    root = tmp_path / "class"
    shutil.copytree(_released.classroom.root, root)
    here = Class_(_released.course, Classroom(root), _released.assignment, _released.papers)
    hand_in(here.classroom, here.assignment, here.papers)
    return here

"""A course and a classroom for the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.course import Assignment, Course

from . import made_up


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two assignments."""
    made_up.make_course(tmp_path, ("04-sigmoid", "09-softmax"))
    return Course(tmp_path)


@pytest.fixture
def assignment(course: Course) -> Assignment:
    """Its second assignment."""
    return course.select(["softmax"])[0]

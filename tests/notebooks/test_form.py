"""The notebooks have the course's form, agree with the references, and tell no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.check import problems_of
from autograder.course.course import Course

COURSE = Course.find(Path(__file__).parent)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda assignment: assignment.name)
def test_check_finds_no_problem(assignment):
    """`autograder check` has nothing to say about it."""
    assert problems_of(COURSE, assignment) == []

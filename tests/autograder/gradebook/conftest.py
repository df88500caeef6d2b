"""The small course and the classroom that gradings are tested with."""

from tests.autograder.grading.conftest import (
    assignment,
    classroom,
    course,
    course_root,
    grade,
    grade_all,
    record,
    submit,
)

__all__ = [
    "assignment",
    "classroom",
    "course",
    "course_root",
    "grade",
    "grade_all",
    "record",
    "submit",
]

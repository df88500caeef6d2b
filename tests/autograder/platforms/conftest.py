"""The small course that is done things to."""

from tests.autograder.course.conftest import course

__all__ = ["course"]

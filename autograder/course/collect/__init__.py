"""What comes in: a platform's download, sorted into the classroom."""

from autograder.course.collect.collect import Collected, Row, collect

__all__ = ["Collected", "Row", "collect"]

"""What workers need and what takes a second to start, begun while it is found out what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor

from autograder.course.course import Course
from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import SharedTemplate

_MANY = 8  # submissions for each worker: it is worth settling down


class Ahead:
    """The preloaded interpreter that all workers of a class share, as a context manager.

    Parameters
    ----------
    course : Course
        Whose students' environment is used.
    here : bool
        Whether this process will grade, and needs no workers.
    progress : callable
        Is given a line before something that takes seconds.
    """

    def __init__(self, course: Course, here: bool, progress: Callable[[str], None]) -> None:
        self._course = course
        self._here = here
        self._progress = progress
        self._original: SharedTemplate | None = None
        self._begun = False

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        if self._original is not None:
            self._original.close()

    def begin(self) -> None:
        """Start it, and make the environment first if it is missing; once."""
        if self._begun:
            return
        self._begun = True
        environment = StudentEnvironment.find(self._course.root, progress=self._progress)
        if not self._here and hasattr(os, "fork"):
            self._original = SharedTemplate(environment)

    def workers(self, submissions: int) -> Callable[[int], Executor]:
        """Return what makes the workers for so many submissions."""
        from autograder.grading.classes.workers import Here, processes

        if self._here:
            return Here
        twins = self._original and self._original.client

        def make(count: int) -> Executor:
            return processes(count, settled=submissions >= _MANY * count, twins=twins)

        return make

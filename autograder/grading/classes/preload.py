"""Starts the interpreter that the workers of a class share before it is known what to grade."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor

from autograder.course.course import Course
from autograder.grading.templates import student_environment
from autograder.sandbox.interpreter import SharedTemplate

_MANY = 8  # submissions for each worker: worth a processor of its own


class Preload:
    """The interpreter that all workers of a class share, as a context manager.

    It takes a second to start; meanwhile the caller finds out which submissions have changed.

    Parameters
    ----------
    course : Course
        Whose students' environment is used.
    in_this_process : bool
        Whether this process will grade, and needs no workers.
    progress : callable
        Is given a line before something that takes seconds.
    """

    def __init__(
        self, course: Course, in_this_process: bool, progress: Callable[[str], None]
    ) -> None:
        self._course = course
        self._in_this_process = in_this_process
        self._progress = progress
        self._shared: SharedTemplate | None = None
        self._started = False

    def __enter__(self) -> Preload:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shared is not None:
            self._shared.close()

    def start(self) -> None:
        """Start it, unless it runs; make the students' Python first if it is missing."""
        if self._started:
            return
        self._started = True
        environment = student_environment(self._course.root, self._progress)
        if not self._in_this_process and hasattr(os, "fork"):
            self._shared = SharedTemplate(environment)

    def workers(self, submissions: int) -> Callable[[int], Executor]:
        """Return what makes the workers for so many submissions."""
        from autograder.grading.classes.workers import Here, processes

        if self._in_this_process:
            return Here
        client = None if self._shared is None else self._shared.client

        def make(count: int) -> Executor:
            return processes(count, settled=submissions >= _MANY * count, shared=client)

        return make

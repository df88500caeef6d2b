"""Starts the interpreter that the workers of a class share before it is known what to grade."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from autograder.course.course import Course
from autograder.grading.templates import student_environment
from autograder.sandbox.interpreter import SharedTemplate
from autograder.sandbox.tiers import accepted_tier

if TYPE_CHECKING:
    from autograder.grading.classes.workers import Workers

_MANY = 8  # submissions for each worker: worth a processor of its own


class Preload:
    """Grades a class on this machine, as a context manager that holds what its workers share.

    That is the students' interpreter. It takes a second to start; meanwhile the caller finds out
    which submissions have changed.

    Parameters
    ----------
    course : Course
        Whose students' environment is used.
    workers : int, optional
        How many there will be; 0 for none, because this process grades.
    progress : callable
        Is given a line before something that takes seconds.
    """

    elsewhere = False  # how fast this machine was when it graded last says something
    refused: Mapping[str, str] = {}  # no worker of this machine's is

    def __init__(
        self, course: Course, workers: int | None, progress: Callable[[str], None]
    ) -> None:
        self._course = course
        self._workers = workers
        self._in_this_process = workers == 0
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

    def tier(self, tier: str | None, unconfined: bool) -> str:
        """Return the tier at which student code is confined; an UnfitError if it would not be."""
        return accepted_tier(tier, unconfined)

    def pool(self, submissions: int) -> Workers:
        """Return the workers for so many submissions."""
        from autograder.grading.classes.workers import Workers, cores

        # the grader's own test is graded beside them
        count = min(self._workers or cores(), submissions + 1)
        return Workers(count, self.maker(settled=submissions >= _MANY * count))

    def maker(self, settled: bool) -> Callable[[int], Executor]:
        """Return what makes so many processes, each on a processor of its own if settled."""
        from autograder.grading.classes.workers import Here, processes

        if self._in_this_process:
            return Here
        client = None if self._shared is None else self._shared.client

        def make(count: int) -> Executor:
            return processes(count, settled, client)

        return make

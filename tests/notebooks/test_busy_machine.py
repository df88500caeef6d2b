"""A right answer loses no point because other programs have the processor."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator

import pytest

from autograder.grading.grade import grade_submission, job_for
from autograder.grading.templates import close_template
from autograder.verdicts import Outcome
from tests.notebooks.handing_in import COURSE, assignment_of

COPIES = 30


def spin(until: float) -> None:
    """Keep one processor busy."""
    while time.monotonic() < until:
        pass


@pytest.fixture
def busy() -> Iterator[None]:
    """As many processes as there are processors, which do nothing but compute."""
    context = multiprocessing.get_context("spawn")
    until = time.monotonic() + 600
    others = [
        context.Process(target=spin, args=(until,), daemon=True) for _ in range(os.cpu_count() or 1)
    ]
    for other in others:
        other.start()
    yield
    for other in others:
        other.kill()
        other.join()
    close_template()


def test_copies_of_the_solution_get_full_marks_on_a_busy_machine(busy):
    """Speed is judged by ratios, again and again while the answer is not clear."""
    assignment = assignment_of("vectorization")
    content = assignment.notebook.read_bytes()

    for number in range(COPIES):
        result = grade_submission(job_for(COURSE, assignment, f"copy-{number}", content))
        lost = [v for v in result.verdicts if v.outcome is not Outcome.PASSED]
        assert [(v.claim, v.message) for v in lost] == []

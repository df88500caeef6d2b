"""Grades notebooks one after the other for a server that keeps it running.

Each line of its input is a `Task` as JSON. Each line of its output is a `contract.RequestState`:
how far the grading is, and what came of it. It ends with its input.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypedDict

from autograder.check_work.contract import Done, Failed, Grading, RequestState
from autograder.course.course import Course


class Task(TypedDict):
    """One notebook to grade."""

    content: str  # base64


def main(root: str, tier: str) -> None:
    """Serve until the input ends; the students' interpreter is ready before the first task."""
    from autograder.grading.templates import close_template, template_for

    course = Course(Path(root))
    template = template_for({}, tier, root, progress=lambda line: None)
    template.begin()
    import autograder.check_work.answer
    import autograder.grading.grade  # noqa: F401 - while the other one starts

    with _private_output() as states:

        def tell(state: RequestState) -> None:
            states.write(json.dumps(state) + "\n")
            states.flush()

        try:
            for line in sys.stdin:
                task: Task = json.loads(line)
                tell(_graded(course, tier, base64.b64decode(task["content"]), tell))
        finally:
            close_template()


def _graded(
    course: Course, tier: str, content: bytes, tell: Callable[[RequestState], None]
) -> RequestState:
    """Return the answer about a notebook, or why there is none."""
    from autograder.check_work.answer import answer_of
    from autograder.errors import AutograderError
    from autograder.grading.grade import assignment_of, grade_submission, job_for

    def progress(done: int, of: int) -> None:
        tell(Grading(state="grading", done=done, of=of))

    try:
        assignment = assignment_of(course, content)
        job = job_for(course, assignment, "", content, tier=tier)
        answer = answer_of(assignment, grade_submission(job, progress), points=True)
    except AutograderError as error:
        return Failed(state="failed", reason=str(error))
    except Exception as error:  # whatever a notebook did to the grader, it goes on with the next
        said = f"{type(error).__name__}: {error}".split("\n")[0][:300]
        return Failed(state="failed", reason=f"The grader stopped with {said}. Please report it.")
    return Done(state="done", answer=answer)


def _private_output() -> TextIO:
    """Return the standard output; what else is printed from now on goes where errors go."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return open(kept, "w", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Which claims of another course's notebook could not be graded apart from the student's code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.course.unprotected import unprotected_claims
from autograder.errors import UsageError
from autograder.grading.grade import Job
from autograder.nbgrader.trial import tried
from autograder.notebook.cells import read_cells
from autograder.sandbox.environment import OVERRIDE
from autograder.sandbox.tiers import best_tier


def unprotected_in(path: Path) -> list[str]:
    """Return a line for each claim that would run unprotected, or that its own solution fails.

    Parameters
    ----------
    path : Path
        A source notebook, `source/ps1/problem1.ipynb` say; its solution is run, confined.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}. Is the path right?") from error
    cells = read_cells(source, where=str(path))
    beside = {
        file.relative_to(path.parent).as_posix(): file.read_bytes()
        for file in path.parent.rglob("*")
        if file.is_file() and file.suffix != ".ipynb"
    }
    job = Job(
        assignment=path.parent.name,
        student="",
        source=source,
        submission=None,
        files=beside,
        tier=best_tier(),
        python=os.environ.get(OVERRIDE) or sys.executable,
        unprotected=unprotected_claims(source, beside),
    )
    claims = sum(cell.is_claim for cell in cells)
    problems = tried(job).problems
    apart = claims - len(problems)
    found = [f"{path}, cell {claim}: {problem}." for claim, problem in problems]
    return [*found, f"{path}: {apart} of {claims} checks run apart from the student's code."]

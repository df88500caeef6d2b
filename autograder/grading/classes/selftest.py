"""The grader distrusts itself first: full marks for the source, none for the blank release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from autograder.course.course import Assignment, Course
from autograder.errors import UnfitError
from autograder.grading.classes.store import memory
from autograder.grading.classes.workers import Finished
from autograder.grading.grade import Job, job_for
from autograder.grading.results import write_json
from autograder.verdicts import Graded, Outcome

_SOURCE, _BLANK = "the source notebook", "the blank release"

Run = Callable[[Iterable[Job]], Iterator[tuple[Job, Finished]]]


def check_fitness(
    course: Course, hashes: dict[Assignment, str], run: Run, remembered: Path, **settings: object
) -> None:
    """Grade each assignment's source notebook and blank release; unchanged ones only once.

    Parameters
    ----------
    course : Course
        Where the assignments are.
    hashes : dict
        For each assignment, the hash of everything that its marks depend on.
    run : callable
        Grades jobs, as `Workers.run`.
    remembered : Path
        A file for the hashes of those that were fit.
    settings
        Of the jobs: tier, limits, show_expected.

    Raises
    ------
    UnfitError
        If a source notebook does not get full marks or a blank one gets any.
    """
    known = memory(remembered)
    doubtful = [item for item in hashes if known.get(item.name) != hashes[item]]
    jobs = (job for item in doubtful for job in _jobs(course, item, settings))
    for job, finished in run(jobs):
        problem = _problem(job.student, finished)
        if problem:
            raise UnfitError(
                f"{job.assignment}: nobody was graded, because the grader, not the class, is at "
                f"fault: {job.student} {problem} Correct the notebook or `solutions`, then run "
                "`autograder check`."
            )
    if doubtful:
        known |= {item.name: hashes[item] for item in doubtful}
        write_json(known, remembered)


def _jobs(course: Course, assignment: Assignment, settings: dict) -> Iterator[Job]:
    source = assignment.notebook.read_bytes()
    for student, submission in ((_SOURCE, source), (_BLANK, None)):
        yield job_for(course, assignment, student, submission, **settings)


def _problem(which: str, finished: Finished) -> str:
    """What is wrong with the result, or nothing."""
    if finished.graded is None:
        return f"could not be graded. {finished.refused}"
    return _not_full(finished.graded) if which == _SOURCE else _not_zero(finished.graded)


def _not_full(graded: Graded) -> str:
    for verdict in graded.verdicts:
        if verdict.outcome is not Outcome.PASSED:
            faults = [note.text for note in graded.notes if note.cell == verdict.claim]
            why = faults[0] if faults else verdict.message
            return f"should get full marks, but its claim {verdict.claim} {_said(verdict, why)}"
    return ""


def _not_zero(graded: Graded) -> str:
    for verdict in graded.verdicts:
        if verdict.points:
            return (
                f"should get no points, but its claim {verdict.claim} gives "
                f"{verdict.points:g}: it does not look at the student's work."
            )
        if verdict.outcome is Outcome.NOT_RUN:
            return f"could not be judged: its claim {verdict.claim} {_said(verdict, '')}"
    return ""


def _said(verdict, why: str) -> str:
    word = "was not run" if verdict.outcome is Outcome.NOT_RUN else "failed"
    text = " ".join((why or verdict.message).split())
    return f"{word}: {text[:300].rstrip('.')}."

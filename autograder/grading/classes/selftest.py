"""Can this machine grade? The source must earn full marks, the blank release none."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from autograder.course.course import Assignment, Course
from autograder.errors import UnfitError
from autograder.files import write_json
from autograder.grading.classes.patience import SOURCE, Pace, Run, measure
from autograder.grading.classes.workers import Finished, Here, Workers, cores
from autograder.grading.grade import Job, job_for
from autograder.grading.templates import close_template, template_for
from autograder.sandbox.environment import StudentEnvironment, location
from autograder.sandbox.tiers import best_tier, report
from autograder.verdicts import Graded, Outcome, Verdict

_BLANK = "the blank release"


def check_fitness(
    course: Course,
    hashes: Mapping[Assignment, str],
    run: Run,
    remembered: Path | None,
    settings: Mapping[str, Any],
    workers: int = 1,
    anew: bool = False,
) -> dict[Assignment, Pace]:
    """Grade each assignment's source notebook and blank release; unchanged ones only once.

    Returns how long the sources take, or took when they were graded last.

    Parameters
    ----------
    course : Course
        Where the assignments are.
    hashes : mapping
        For each assignment, the hash of everything that its marks depend on.
    run : callable
        Grades jobs, as `Workers.run`.
    remembered : Path or None
        A file for the hashes of those that were fit; without one all are graded.
    settings : mapping
        Of the jobs: tier, limits, show_expected.
    workers : int
        How many grade.
    anew : bool
        Whether it matters how long the sources take just now.

    Raises
    ------
    UnfitError
        If a source notebook does not get full marks or a blank one gets any.
    """
    known = _remembered(remembered) if remembered else {}
    paces = {item: _pace(known.get(item.name), hashes[item]) for item in hashes}
    doubtful = [item for item, pace in paces.items() if pace is None]
    _grade(_jobs(course, doubtful, settings), run)
    found = measure(course, hashes if anew else doubtful, run, workers, settings)
    if doubtful and remembered:
        known |= {item.name: [hashes[item], found[item].seconds] for item in doubtful}
        write_json(remembered, known)
    return {**{item: pace for item, pace in paces.items() if pace}, **found}


def distrust(course: Course, assignments: Sequence[Assignment]) -> None:
    """Let the grader grade itself: the sources must earn full marks, the blank notebooks none.

    The sources are graded in both ways that there are: as a class is, by processes that have
    imported beforehand what notebooks use, and as a single notebook is, whose process imports it
    when it is confined already.

    Raises
    ------
    UnfitError
        If they do not; the message names assignment, claim and reason.
    """
    settings = {"tier": best_tier()}
    with Workers(cores()) as pool:
        _grade(_jobs(course, assignments, settings), pool.run)
    close_template()  # one that is there already may have imported everything
    template_for({}, settings["tier"], str(course.root), for_many=False)
    try:
        with Workers(1, Here) as alone:
            _grade(_jobs(course, assignments, settings, (SOURCE,)), alone.run)
    except UnfitError as error:
        raise UnfitError(
            f"{error} It gets them in a class, whose processes have imported everything before "
            f"they are confined: so delete {location(course.root)}, which is made anew."
        ) from error
    finally:
        close_template()


def this_machine(course: Course, say: Callable[[str], None]) -> None:
    """Say what this machine offers: programs, the students' Python, and each part of confinement.

    Raises
    ------
    UsageError
        If the students' Python cannot be made.
    UnfitError
        If student code cannot run here at all.
    """
    versions = [f"{name} {metadata.version(name)}" for name in ("numpy", "nbgrader", "jupyterlab")]
    say(f"Python {platform.python_version()}, {', '.join(versions)}, {platform.system()}")
    say(f"Students' Python: {StudentEnvironment.find(course.root, progress=say).python}")
    for part in report():
        say(f"  {part}")
    tier = best_tier()
    unsafe = ": grading a class needs --unconfined" if tier == "process" else ""
    say(f"Confinement: {tier}{unsafe}")


def _grade(jobs: Iterable[Job], run: Run) -> None:
    """Grade these jobs; raise an UnfitError if a result is not what it must be.

    What is not right is graded once more when the others are done: on a busy machine a claim about
    speed may fail once.
    """
    doubtful = [job for job, finished in run(jobs) if _problem(job.student, finished)]
    for job, finished in run(doubtful):
        problem = _problem(job.student, finished)
        if problem:
            raise UnfitError(
                f"{job.assignment}: nobody was graded, because the grader, not the class, is at "
                f"fault: {job.student} {problem} Correct the notebook or `solutions`, then run "
                "`autograder check`."
            )


def _jobs(
    course: Course,
    assignments: Iterable[Assignment],
    settings: Mapping[str, Any],
    which: Sequence[str] = (SOURCE, _BLANK),
) -> Iterator[Job]:
    for assignment in assignments:
        for student in which:
            submission = assignment.notebook.read_bytes() if student == SOURCE else None
            yield job_for(course, assignment, student, submission, **settings)


def _problem(which: str, finished: Finished) -> str:
    """What is wrong with the result, or nothing."""
    if finished.graded is None:
        return f"could not be graded. {finished.refused}"
    return _not_full(finished.graded) if which == SOURCE else _not_zero(finished.graded)


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


def _said(verdict: Verdict, why: str) -> str:
    word = "was not run" if verdict.outcome is Outcome.NOT_RUN else "failed"
    text = " ".join((why or verdict.message).split())
    return f"{word}: {text[:300].rstrip('.')}."


def _pace(remembered: object, hashed: str) -> Pace | None:
    """The pace that is remembered with this very hash."""
    match remembered:
        case [str() as known, float() as seconds] if known == hashed and seconds > 0:
            return Pace(seconds)
    return None


def _remembered(path: Path) -> dict[str, Any]:
    """The hash and pace of each assignment that was fit; of none if the file cannot be read."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}

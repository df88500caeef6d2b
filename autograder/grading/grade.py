"""Grades one submission: from the bytes of a notebook to its verdicts, without any file."""

from __future__ import annotations

import functools
import json
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.checking.disagreement import ShowExpected
from autograder.course.course import Assignment, Course, find_solutions_in
from autograder.course.unprotected import (
    hosted_modules,
    repeated_claims,
    unprotected_claims,
)
from autograder.errors import MaterialError, UsageError
from autograder.grading.claims.curves import sample_curves
from autograder.grading.claims.examiner import Examiner
from autograder.grading.claims.importable import importable
from autograder.grading.claims.reading import Afresh
from autograder.grading.claims.unprotected import note_on
from autograder.grading.claims.verdict import not_run
from autograder.grading.judging import Judging, could_not
from autograder.grading.student import StudentRun
from autograder.grading.submission.files import beside, code_in, data_in, released_files
from autograder.grading.submission.reading import TooSlow, read_submission
from autograder.grading.submission.restore import restore
from autograder.grading.submission.signs import signs_of
from autograder.grading.templates import template_for
from autograder.notebook.cells import Cell, read_cells
from autograder.sandbox.limits import Limits, amount
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.replies import NotStarted
from autograder.sandbox.template import Template
from autograder.verdicts import Curve, Graded, Note, Verdict


@dataclass(frozen=True)
class Job:
    """Everything that one grading needs: bytes and settings, no paths but the course's own."""

    assignment: str
    student: str
    source: bytes  # the source notebook, with solutions and hidden tests
    submission: bytes | None  # None: the blank release
    files: dict[str, bytes] = field(default_factory=dict)  # what lies beside the notebook
    limits: dict[str, Any] = field(default_factory=dict)  # what differs from Limits()
    tier: str | None = None  # None: the best there is
    show_expected: ShowExpected = "small"
    root: str = ""  # of the course, where `solutions` is imported from
    python: str = ""  # the students' interpreter; by default the course's own
    unprotected: Mapping[str, str] = field(default_factory=dict)  # claims to run so, and why
    repeated: frozenset[str] = frozenset()  # claims that others need in the student process too
    modules: Mapping[str, bytes] = field(default_factory=dict)  # of the course, for its claims
    own_classes_wait: bool = False  # for a person, where a claim needs a plain value
    times: Mapping[str, float] = field(default_factory=dict)  # of this attempt: limits of time
    or_not: bool = False  # whether it is given up when the notebook's time is over


def grade_submission(
    job: Job, progress: Callable[[int, int], None] = lambda done, total: None
) -> Graded:
    """Return the graded notebook of one submission; the same job always gives the same marks.

    Parameters
    ----------
    job : Job
        What to grade, and how.
    progress : callable
        Is given how many claims have been judged, and of how many, after each.

    Raises
    ------
    Refused
        If the submission cannot be graded, with the reason in one sentence.
    TooSlow
        If it took longer than it may and is to be given up then.
    """
    start = time.perf_counter()
    limits = Limits(**job.limits)
    source = _source(job.source, job.assignment)
    submission = None
    if job.submission is not None:
        submission = read_submission(job.submission, limits)
    cells, notes = restore(source, submission, job.assignment, signs_of(job.root))
    if job.root:
        find_solutions_in(job.root)
    module = Assignment(Path(job.assignment)).module
    template = _template(job)
    examiner = Examiner(
        source, job.show_expected, data_in(job.files), job.modules, job.own_classes_wait
    )
    hurry = _Hurry(job, start)
    total = len(_claims(source))
    advice: tuple[str, ...] = ()
    curves: tuple[Curve, ...] = ()
    stopped: list[Note] = []
    try:
        with (
            importable(job.modules),
            template.start(data_in(job.files), hurry.times(), code_in(job.files)) as process,
            Afresh(lambda: _started(job, hurry.times())) as afresh,
        ):
            run = StudentRun(process)
            verdicts, shown = [], []
            judging = Judging(cells, run, examiner, afresh, job.unprotected, job.repeated)
            for verdict, cell in judging.verdicts():
                hurry.look()
                verdicts += verdict
                shown.append(cell)
                if verdict:
                    progress(len(verdicts), total)
            curves = sample_curves(module, _claims(source), verdicts, process)
            advice = tuple(_advice(run, verdicts))
            stopped = [*run.stopped, *examiner.stopped]
    except NotStarted as reason:
        verdicts = [not_run(claim, could_not(reason)) for claim in _claims(source)]
        shown = [cell.as_json() for cell in cells]
    hurry.look()
    notes += [
        Note(fault.split(":")[0], f"the check is at fault: {fault}") for fault in examiner.faults
    ]
    notes += stopped
    claims = {claim.id: claim for claim in _claims(source)}
    notes += [note_on(claims[name], why) for name, why in job.unprotected.items() if name in claims]
    return Graded(
        assignment=job.assignment,
        student=job.student,
        verdicts=tuple(verdicts),
        notebook=_notebook(job.source, shown),
        notes=tuple(notes),
        advice=advice,
        tier=template.tier,
        seconds=time.perf_counter() - start,
        blank=tuple(cell.cell.id for cell in cells if cell.blank),
        curves=curves,
    )


def grade_file(
    course: Course,
    path: Path,
    assignment: str | None = None,
    tier: str | None = None,
    show_expected: ShowExpected = "small",
) -> Graded:
    """Grade one notebook now.

    Parameters
    ----------
    course : Course
        Where the source notebooks are.
    path : Path
        The student's notebook; what lies beside it is not used, what is released is.
    assignment : str, optional
        Its name or stem; by default found by what is in the notebook.

    Raises
    ------
    MaterialError
        If the file cannot be read or graded.
    UsageError
        If there is no such file or assignment.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}. Is the path right?") from error
    try:
        return grade_submission(
            job_for(
                course,
                assignment_of(course, content, assignment),
                student=path.stem,
                submission=content,
                tier=tier,
                show_expected=show_expected,
            )
        )
    except MaterialError as error:
        raise type(error)(f"{path}: {error}") from error


def assignment_of(course: Course, content: bytes, name: str | None = None) -> Assignment:
    """Return the assignment that a notebook is, or the one with this name.

    Raises
    ------
    Refused
        If the bytes are no notebook.
    UsageError
        If nothing of any assignment is in it, or there is none of this name.
    """
    name = name or signs_of(str(course.root)).recognise(read_submission(content).cells)
    if not name:
        raise UsageError(
            "no exercise of this course is in the notebook. "
            f"Say which assignment it is: {', '.join(one.name for one in course.assignments)}."
        )
    return course.select([name])[0]


def job_for(
    course: Course,
    assignment: Assignment,
    student: str,
    submission: bytes | None,
    files: Mapping[str, bytes] | None = None,
    **settings: Any,
) -> Job:
    """Return the job of one student, with the released files over the student's own."""
    source, released = assignment.content, released_files(assignment)
    return Job(
        assignment=assignment.name,
        student=student,
        source=source,
        submission=submission,
        files=beside(released, files or {}),
        root=str(course.root),
        unprotected=unprotected_claims(source, released),
        repeated=repeated_claims(source, released),
        modules=hosted_modules(source, released),
        **settings,
    )


def _advice(run: StudentRun, verdicts: list[Verdict]) -> Iterable[str]:
    """What does not cost points but should be known, each once."""
    warned = dict.fromkeys(text for verdict in verdicts for text in verdict.warnings)
    yield from run.advice
    for text in list(warned)[:5]:
        yield f"Your code gives a warning: {text}. It costs no points here, but is worth a look."
    for name in dict.fromkeys(name for verdict in verdicts for name in verdict.modified):
        yield f"`{name}` modifies the argument that it is given: work on a copy."
    if any(verdict.printed for verdict in verdicts):
        yield "Your functions print while they work: return results, and print outside."


def _notebook(source: bytes, shown: list[dict[str, Any]]) -> dict[str, Any]:
    metadata = json.loads(source).get("metadata", {})
    return {"cells": shown, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@functools.lru_cache(maxsize=8)
def _source(content: bytes, name: str) -> list[Cell]:
    return read_cells(content, where=name)


class _Hurry:
    """What is left of the time that one attempt at a notebook has."""

    def __init__(self, job: Job, start: float) -> None:
        self._times = dict(job.times)
        self._end = start + self._times["notebook_seconds"] if job.or_not else math.inf

    def times(self) -> dict[str, float]:
        """Return the limits of time for a process that starts now."""
        left = self.look()
        return self._times if left == math.inf else {**self._times, "notebook_seconds": left}

    def look(self) -> float:
        """Return how many seconds are left; raise `TooSlow` if the attempt is to be given up."""
        left = self._end - time.perf_counter()
        if left <= 0:
            raise TooSlow(f"It takes longer than {amount(self._times['notebook_seconds'], 's')}")
        return left


def _started(job: Job, times: Mapping[str, float]) -> StudentProcess:
    """A process with what data there is beside the notebook, but no module of the student's."""
    return _template(job).start(data_in(job.files), times)


def _template(job: Job) -> Template:
    return template_for(job.limits, job.tier, job.root, job.python)


def _claims(source: list[Cell]) -> list[Cell]:
    return [cell for cell in source if cell.is_claim]

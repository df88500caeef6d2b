"""The source notebook is graded first: which claims can the examiner host, and which nobody?"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from autograder.grading.grade import Job, grade_submission
from autograder.grading.student import error_output
from autograder.grading.verdicts import Graded, Note, Outcome

_UNHOSTED = "does not pass the course's own solution when it runs apart from it"
_UNFIT = "This check could not be run, and that is not your fault."


@dataclass(frozen=True)
class Trial:
    """What the course's own solution shows about its claims; no student has a part in it.

    Attributes
    ----------
    unhosted : mapping
        Claims that must run in the student process, and why.
    unfit : tuple of str
        Claims that the course's own solution does not pass anywhere: nobody can lose points there.
    """

    unhosted: Mapping[str, str] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the instructor should know, by claim."""
        unprotected = [(name, f"runs unprotected: it {why}") for name, why in self.unhosted.items()]
        return unprotected + [(name, _said()) for name in self.unfit]

    def withheld(self, graded: Graded) -> Graded:
        """Return the graded submission with no verdict on claims that are at fault themselves."""
        if not self.unfit:
            return graded
        verdicts = tuple(
            replace(v, outcome=Outcome.NOT_RUN, points=None, message=_UNFIT, mistake=None)
            if v.claim in self.unfit
            else v
            for v in graded.verdicts
        )
        cells = [
            {**cell, "outputs": [error_output("NotRun", _UNFIT)]}
            if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") in self.unfit
            else cell
            for cell in graded.notebook["cells"]
        ]
        notes = graded.notes + tuple(Note(name, _said()) for name in self.unfit)
        notebook = {**graded.notebook, "cells": cells}
        return replace(graded, verdicts=verdicts, notebook=notebook, notes=notes)


def tried(job: Job) -> Trial:
    """Return what grading the source notebook itself shows; once for each source and settings."""
    own = replace(job, student="the source notebook", submission=job.source)
    return _tried(_Remembered(own))


class _Remembered:
    """A job that is equal to another if the same is graded with the same settings."""

    def __init__(self, job: Job) -> None:
        self.job = job
        chosen = (job.limits, job.tier, job.python, job.root, dict(job.unhosted), job.show_expected)
        files = tuple(sorted((name, hash(content)) for name, content in job.files.items()))
        self._key = (job.assignment, job.source, files, json.dumps(chosen, sort_keys=True))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Remembered) and self._key == other._key


@functools.lru_cache(maxsize=64)
def _tried(remembered: _Remembered) -> Trial:
    job = remembered.job
    failed = _failed(job)
    if failed:  # a busy machine can make a claim about speed fail once
        failed &= _failed(job)
    if not failed:
        return Trial(job.unhosted)
    wanting = {name: _UNHOSTED for name in failed if name not in job.unhosted}
    unhosted = {**job.unhosted, **wanting}
    unfit = _failed(replace(job, unhosted=unhosted)) & failed
    kept = {name: why for name, why in unhosted.items() if name not in unfit}
    return Trial(kept, tuple(sorted(unfit)))


def _failed(job: Job) -> set[str]:
    """The claims that give nothing; part of the points may be what the author means."""
    return {
        verdict.claim
        for verdict in grade_submission(job).verdicts
        if verdict.outcome is not Outcome.PASSED and not verdict.points
    }


def _said() -> str:
    return "the check is at fault: the course's own solution does not pass it"

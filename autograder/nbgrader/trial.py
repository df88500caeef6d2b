"""The source notebook is graded first: which claims run unprotected, and which give nothing?"""

from __future__ import annotations

import ast
import builtins
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from autograder.checking.code import names_of, names_read, statements
from autograder.course.unprotected import (
    hosted_modules,
    repeated_claims,
    unprotected_claims,
)
from autograder.errors import UnfitError, UsageError
from autograder.grading.claims.verdict import UNFIT
from autograder.grading.grade import Job, grade_submission
from autograder.grading.student import error_output
from autograder.notebook.cells import read_cells
from autograder.sandbox.environment import OVERRIDE
from autograder.sandbox.tiers import best_tier
from autograder.verdicts import Graded, Note, Outcome

_NOT_PASSED = "the check is at fault: the course's own solution does not pass it"
_ENDLESS = (
    "its check did not come to an end with the course's own solution and was stopped: mend it, or "
    "give more time in `limits.toml`"
)
_Look = Callable[[str, Iterable[str]], set[str]]  # the names in a cell, given the other cells
_GONE_ON = "leaves to a later check what it has done"
_FAILS_APART = "does not pass the course's own solution when it runs apart from it"


@dataclass(frozen=True)
class Trial:
    """What the course's own solution shows about its claims; no student has a part in it.

    Attributes
    ----------
    unprotected : mapping
        Claims that must run in the student process, and why.
    apart : mapping
        What the course's own solution was told where it runs apart from such a claim.
    unfit : mapping
        Claims that the course's own solution does not pass anywhere, and why: nobody can lose
        points there.
    """

    unprotected: Mapping[str, str] = field(default_factory=dict)
    unfit: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the instructor should know, by claim."""
        problems = [
            (name, f"runs unprotected: it {why}{self._told(name)}")
            for name, why in self.unprotected.items()
        ]
        return problems + list(self.unfit.items())

    def _told(self, claim: str) -> str:
        said = " ".join(self.apart.get(claim, "").split())
        return f', where it is told "{said.rstrip(".")}"' if said else ""

    def withheld(self, graded: Graded) -> Graded:
        """Return the graded submission with no verdict on claims that are at fault themselves."""
        if not self.unfit:
            return graded
        verdicts = tuple(
            replace(v, outcome=Outcome.NOT_RUN, points=None, message=UNFIT, mistake=None)
            if v.claim in self.unfit
            else v
            for v in graded.verdicts
        )
        cells = [
            {**cell, "outputs": [error_output("NotRun", UNFIT)]}
            if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") in self.unfit
            else cell
            for cell in graded.notebook["cells"]
        ]
        notes = graded.notes + tuple(Note(name, why) for name, why in self.unfit.items())
        notebook = {**graded.notebook, "cells": cells}
        return replace(graded, verdicts=verdicts, notebook=notebook, notes=notes)


def tried(job: Job) -> Trial:
    """Return what grading the source notebook itself shows; once for each source and settings."""
    own = replace(job, student="the source notebook", submission=job.source)
    return _tried(_Remembered(own))


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
        repeated=repeated_claims(source, beside),
        modules=hosted_modules(source, beside),
    )
    claims = sum(cell.is_claim for cell in cells)
    trial = tried(job)
    apart = claims - len(trial.unprotected)
    found = [f"{path}, cell {claim}: {problem.rstrip('.')}." for claim, problem in trial.problems]
    return [*found, f"{path}: {apart} of {claims} checks run apart from the student's code."]


class _Remembered:
    """A job that is equal to another if the same is graded with the same settings."""

    def __init__(self, job: Job) -> None:
        self.job = job
        chosen = (
            job.limits,
            job.tier,
            job.python,
            job.root,
            dict(job.unprotected),
            job.show_expected,
        )
        files = tuple(sorted((name, hash(content)) for name, content in job.files.items()))
        self._key = (job.assignment, job.source, files, json.dumps(chosen, sort_keys=True))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Remembered) and self._key == other._key


@functools.lru_cache(maxsize=64)
def _tried(remembered: _Remembered) -> Trial:
    job = remembered.job
    reasons = _failed(job)
    failed = set(reasons)
    if failed:  # a busy machine can make a claim about speed fail once
        again = _failed(job)
        failed &= set(again)
        reasons |= again
    if not failed:
        return Trial(job.unprotected)
    endless = {name for name in failed if reasons[name].fault == _ENDLESS}
    unprotected = {**dict.fromkeys(failed - endless, _FAILS_APART), **job.unprotected}
    unfit = set(endless)
    if endless:
        job = _emptied(job, endless)  # they have taken their time twice
    if failed - endless:
        unfit |= set(_failed(replace(job, unprotected=unprotected))) & failed
    before: dict[str, str] = {}
    for look in (_used, _reached):  # it may go on with what an earlier one has done
        if not unfit - endless:
            break
        tried_before = _earlier(job.source, unfit - endless, look)
        inside = {**dict.fromkeys(tried_before, _GONE_ON), **unprotected}
        still = set(_failed(replace(job, unprotected=inside))) & unfit | endless
        before |= dict.fromkeys(_earlier(job.source, unfit - still, look), _GONE_ON)
        unfit = still
        unprotected = {**before, **unprotected}
    # whoever takes protection away makes sure: apart it fails a third time
    apart = _failed(job) if failed - unfit else {}
    kept = {
        name: why
        for name, why in unprotected.items()
        if name not in unfit and (name in job.unprotected or name in apart or name in before)
    }
    told = {name: apart[name].told for name in kept if name in apart}
    return Trial(kept, {name: reasons[name].fault for name in sorted(unfit)}, told)


def _emptied(job: Job, claims: set[str]) -> Job:
    """The job with nothing to do in these claims."""
    notebook = json.loads(job.source)
    for cell in notebook["cells"]:
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") in claims:
            cell["source"] = ""
    source = json.dumps(notebook).encode()
    return replace(job, source=source, submission=source)


def _earlier(source: bytes, later: Iterable[str], look: _Look) -> list[str]:
    """The claims that use a name that a later one uses too, not counting what is imported."""
    cells = [cell for cell in read_cells(source, where="the source") if cell.kind == "code"]
    claims = [cell for cell in cells if cell.is_claim]
    others = [cell.source for cell in cells if not cell.is_claim]
    used = {claim.id: look(claim.source, others) for claim in claims}
    order = [claim.id for claim in claims]
    return [
        name
        for at, name in enumerate(order)
        if any(used[name] & used[other] for other in later if other in order[at + 1 :])
    ]


def _used(source: str, others: Iterable[str] = ()) -> set[str]:
    """The names in a cell, not counting what is imported."""
    body = statements(source)
    imported = names_of(part for part in body if isinstance(part, (ast.Import, ast.ImportFrom)))
    return {*names_read(body), *names_of(body)} - imported - set(dir(builtins))


def _reached(source: str, others: Iterable[str]) -> set[str]:
    """The names in a cell, and those in what the other cells define by these names."""
    uses: dict[str, set[str]] = {}
    for other in others:
        for part in statements(other):
            for name in names_of([part]):
                uses.setdefault(name, set()).update(names_read([part]))
    ahead, found = _used(source), set[str]()
    while ahead:
        found |= ahead
        ahead = set().union(*(uses.get(name, set()) for name in ahead)) - found
    return found - set(dir(builtins))


class _Failure(NamedTuple):
    """What is said of a claim that the course's own solution does not pass."""

    fault: str  # to its author, if it passes nowhere
    told: str  # what a student would read


def _failed(job: Job) -> dict[str, _Failure]:
    """The claims that give nothing, and why; part of the points may be what the author means.

    Raises
    ------
    UnfitError
        If the solution was not run: that says nothing about its claims.
    """
    graded = grade_submission(job)
    faulty = {note.cell: note.text for note in graded.notes if "the check is at fault" in note.text}
    failed = {}
    for verdict in graded.verdicts:
        if verdict.outcome is Outcome.PASSED or verdict.points:
            continue
        if verdict.outcome is Outcome.NOT_RUN and verdict.message != UNFIT:
            raise UnfitError(
                f"{job.assignment}: not graded, because the course's own solution did not get "
                f"through its claim {verdict.claim}: {verdict.message} Try it again when the "
                "machine is less busy, or give more time in `limits.toml`."
            )
        told = "" if verdict.message == UNFIT else verdict.message
        fault = _ENDLESS if "was stopped" in told else _NOT_PASSED
        failed[verdict.claim] = _Failure(faulty.get(verdict.claim, fault), told)
    return failed

"""Verdicts on a claim: it gives points, it failed, or it could not be run."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.notebook.cells import Cell
from autograder.verdicts import Outcome, Verdict

UNFIT = "This check could not be run, and that is not your fault."
NOT_WRITTEN = "Not written yet: the code still raises NotImplementedError."


def awarded(claim: Cell, points: float) -> Verdict:
    """Return the verdict that gives these points: passed, if they are all that there are."""
    if points == claim.points:
        return _on(claim, Outcome.PASSED, points, "")
    # how many points is told beside it, or kept from students by the course
    return _on(claim, Outcome.FAILED, points, "Partly right." if points else "Not right.")


def failed(claim: Cell, message: str) -> Verdict:
    """Return the verdict that gives nothing, with what the student reads."""
    return _on(claim, Outcome.FAILED, 0.0, message)


def not_run(claim: Cell, reason: str = UNFIT) -> Verdict:
    """Return the verdict that nobody knows what it is worth: a person has to give the points."""
    return _on(claim, Outcome.NOT_RUN, None, reason)


def not_defined(name: str, broken: Mapping[str, str]) -> str:
    """Return what the student reads of a name that no cell defines; `broken` says why, by name."""
    why = broken.get(name, "")
    if why.startswith("NotImplementedError"):
        return NOT_WRITTEN
    if why:
        return f"`{name}` is not defined, because its cell stopped with an error: {why}"
    return f"`{name}` is not defined: no cell above gives this name a value. Is it spelt so?"


def does_not_hold(line: str, hidden: bool) -> str:
    """Return what the student reads of an `assert` without words in this line of a claim."""
    if hidden:
        return "A hidden check does not hold."
    return f"This does not hold:  {line}" if line else "It does not hold."


def _on(claim: Cell, outcome: Outcome, points: float | None, message: str) -> Verdict:
    return Verdict(claim.id, claim.title, outcome, points, claim.points, message)

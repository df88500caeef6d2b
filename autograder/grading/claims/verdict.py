"""Verdicts on a claim: it gives points, it failed, or it could not be run."""

from __future__ import annotations

from autograder.notebook.cells import Cell
from autograder.verdicts import Outcome, Verdict

UNFIT = "This check could not be run, and that is not your fault."


def awarded(claim: Cell, points: float) -> Verdict:
    """Return the verdict that gives these points: passed, if they are all that there are."""
    if points == claim.points:
        return _on(claim, Outcome.PASSED, points, "")
    said = f"Partly right: {points:g} of {claim.points:g} points."
    return _on(claim, Outcome.FAILED, points, said)


def failed(claim: Cell, message: str) -> Verdict:
    """Return the verdict that gives nothing, with what the student reads."""
    return _on(claim, Outcome.FAILED, 0.0, message)


def not_run(claim: Cell, reason: str = UNFIT) -> Verdict:
    """Return the verdict that nobody knows what it is worth: a person has to give the points."""
    return _on(claim, Outcome.NOT_RUN, None, reason)


def _on(claim: Cell, outcome: Outcome, points: float | None, message: str) -> Verdict:
    return Verdict(claim.id, claim.title, outcome, points, claim.points, message)

"""What became of each claim of a submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The three things that can become of a claim."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Verdict:
    """What became of one claim.

    `points` is None exactly if the claim was not run: nobody knows what it is worth.
    """

    claim: str
    title: str
    outcome: Outcome
    points: float | None
    possible: float
    message: str = ""
    mistake: str | None = None  # the recognised mistake, such as "softmax: one sum for the table"
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    printed: str = ""
    modified: tuple[str, ...] = ()  # functions that modified an argument


@dataclass(frozen=True)
class Note:
    """Something about a submission that the instructor should know."""

    cell: str
    text: str
    stopped: bool = False  # code ran too long or ended Python; else of the notebook


@dataclass(frozen=True)
class Curve:
    """A student's function of one number beside the reference, sampled, for the feedback's plot."""

    function: str
    x: tuple[float, ...]
    student: tuple[float | None, ...]  # None where the function gave no number
    reference: tuple[float, ...]


@dataclass(frozen=True)
class Graded:
    """One submission, graded: what the gradebook, the pages and the exports are made from."""

    assignment: str
    student: str
    verdicts: tuple[Verdict, ...]
    notebook: dict[str, Any] = field(repr=False)  # restored, with the outputs of this run
    notes: tuple[Note, ...] = ()  # what was changed, missing or doubled, for the instructor
    advice: tuple[str, ...] = ()  # what the student should know but does not cost points
    tier: str = "process"
    seconds: float = 0.0
    curves: tuple[Curve, ...] = ()
    blank: tuple[str, ...] = ()  # answers that are still what was released

    @property
    def points(self) -> float:
        """The sum over the claims that ran."""
        return sum(verdict.points or 0.0 for verdict in self.verdicts)

    @property
    def tally(self) -> dict[Outcome, int]:
        """How many claims passed, failed and were not run."""
        return {outcome: sum(v.outcome is outcome for v in self.verdicts) for outcome in Outcome}

    @property
    def possible(self) -> float:
        """The sum over all claims."""
        return sum(verdict.possible for verdict in self.verdicts)

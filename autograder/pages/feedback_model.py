"""What a feedback page says, as values: exercises, findings, steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from markupsafe import Markup

from autograder.gradebook.manual import Marked
from autograder.pages.text import is_wide
from autograder.verdicts import Graded, Outcome, Verdict


class ClaimState(StrEnum):
    """What is said of one claim, or of an answer that a person marks, in a word or a few."""

    HOLDS = "holds"
    IN_PART = "in part"
    NOT_YET = "not yet"
    NOT_WRITTEN = "not written yet"
    NOT_GRADED = "could not be graded"
    WAITS = "waits for a person"

    @property
    def look(self) -> Literal["passed", "failed", "open"]:
        """As what it is drawn."""
        if self is ClaimState.HOLDS:
            return "passed"
        return "failed" if self in (ClaimState.IN_PART, ClaimState.NOT_YET) else "open"

    @property
    def to_do(self) -> bool:
        """Whether the student has something to do there."""
        return self.look == "failed" or self is ClaimState.NOT_WRITTEN


@dataclass
class Finding:
    """One thing to mend, and the claims that it costs."""

    verdicts: list[Verdict]

    @property
    def message(self) -> str:
        return self.verdicts[0].message

    @property
    def said(self) -> str:
        """The message; where there is none, that the claim does not hold."""
        return self.message or "This does not hold for your answer."

    @property
    def mistake(self) -> str | None:
        return self.verdicts[0].mistake

    @property
    def lost(self) -> float:
        return sum(v.possible - (v.points or 0.0) for v in self.verdicts)


@dataclass
class ShownPart:
    """A part of an exercise that needs work: the student's code and what was found."""

    code: str
    blank: bool
    names: list[str]
    findings: list[Finding]
    outputs: list[Markup]
    hint: str
    plots: list[Markup]

    @property
    def lost(self) -> float:
        return sum(finding.lost for finding in self.findings)

    @property
    def to_write(self) -> str:
        """What to do about a part that is blank."""
        *first, last = [f"`{name}`" for name in self.names] or ["your answer"]
        return f"Write {', '.join(first)} and {last}." if first else f"Write {last}."

    @property
    def wide(self) -> bool:
        """True if what was observed needs the whole width of the page."""
        return not self.blank and any(is_wide(finding.message) for finding in self.findings)


@dataclass
class ShownExercise:
    """One exercise with its verdicts."""

    anchor: str
    title: str
    verdicts: list[Verdict]
    parts: list[ShownPart]
    by_hand: bool = False
    settled: Collection[str] = ()  # claims that a person has marked

    @property
    def points(self) -> float:
        return sum(v.points or 0.0 for v in self.verdicts)

    @property
    def possible(self) -> float:
        return sum(v.possible for v in self.verdicts)

    @property
    def open(self) -> list[Verdict]:
        return [v for v in self.verdicts if is_open(v, self.settled)]

    @property
    def failed(self) -> list[Verdict]:
        return [v for v in self.verdicts if needs_work(v)]

    @property
    def passed(self) -> list[Verdict]:
        return [v for v in self.verdicts if not needs_work(v) and v.outcome is Outcome.PASSED]


@dataclass(frozen=True)
class Step:
    """One thing to do next."""

    anchor: str
    exercise: str
    sentence: str
    points: float
    claim: str = ""  # the first that it costs


@dataclass
class Feedback:
    """What a feedback page says."""

    title: str
    name: str  # of the student
    id: str  # if it tells more than the name
    graded: Graded
    exercises: list[ShownExercise]
    steps: list[Step]
    more: int  # further things to do, not among the steps
    advice: list[str]
    brief: bool = False  # leave out what makes the page too large for an e-mail
    marked: Marked | None = None  # what a person gave or wrote

    @property
    def counted(self) -> Marked | None:
        """The person's marks, if they change the points."""
        return self.marked if self.marked and self.marked.counts else None

    @property
    def points(self) -> float:
        return self.counted.total if self.counted else self.graded.points

    @property
    def possible(self) -> float:
        return self.counted.possible if self.counted else self.graded.possible

    @property
    def by_person(self) -> float:
        """The points that a person added to the grader's, or took from them."""
        return self.counted.earned - self.graded.points if self.counted else 0.0

    @property
    def settled(self) -> Collection[str]:
        """The claims that a person has marked."""
        return self.marked.settled if self.marked else ()

    @property
    def open(self) -> int:
        """How many claims nobody knows the points of."""
        return sum(is_open(verdict, self.settled) for verdict in self.graded.verdicts)

    @property
    def open_points(self) -> float:
        """What nobody knows yet: the points of the claims that were not run."""
        return sum(v.possible for exercise in self.exercises for v in exercise.open)

    @property
    def to_mend(self) -> list[ShownExercise]:
        return [exercise for exercise in self.exercises if exercise.parts]


def state_of(verdict: Verdict) -> ClaimState:
    """Return what became of a claim, in words."""
    if verdict.outcome is Outcome.NOT_RUN:
        return ClaimState.NOT_GRADED
    if not needs_work(verdict):
        return ClaimState.HOLDS
    return ClaimState.IN_PART if verdict.points else ClaimState.NOT_YET


def told_above(verdict: Verdict) -> str:
    """Refer to a mistake that was explained above: one cause, however many claims it costs."""
    function, _, title = (verdict.mistake or "").partition(": ")
    return f"The same as above, in `{function}`: {title}."


def is_open(verdict: Verdict, settled: Collection[str]) -> bool:
    return verdict.outcome is Outcome.NOT_RUN and verdict.claim not in settled


def needs_work(verdict: Verdict) -> bool:
    if verdict.outcome is Outcome.NOT_RUN:
        return False
    return verdict.outcome is Outcome.FAILED or (verdict.points or 0.0) < verdict.possible

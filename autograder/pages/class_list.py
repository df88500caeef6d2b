"""How each student of a class, and each section, stands: the rows of the report's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.course.course import Assignment
from autograder.course.people import Names
from autograder.pages.attention import is_open
from autograder.pages.statistics import Spread
from autograder.platforms.marks import Mark, State
from autograder.verdicts import Graded, Outcome


@dataclass(frozen=True)
class Row:
    """One student in the table of an assignment."""

    student: str
    name: str
    section: str
    state: State
    late: bool
    possible: float
    points: float | None = None
    open_points: float = 0.0
    share: float | None = None
    passed: int = 0
    failed: int = 0
    not_run: int = 0
    notes: int = 0
    seconds: float = 0.0
    tier: str = ""
    page: str = ""  # relative address of the feedback page, "" if there is none

    @property
    def graded(self) -> bool:
        """True if there are verdicts."""
        return self.tier != ""


@dataclass(frozen=True)
class Total:
    """One student's sum over the assignments that were handed in."""

    student: str
    name: str
    section: str
    points: float | None  # None if nothing was handed in, or nothing of it could be graded
    possible: float
    share: float | None


@dataclass(frozen=True)
class Section:
    """How one section, or everybody, stands."""

    name: str
    students: int
    missing: int
    late: int
    spread: Spread


@dataclass(frozen=True)
class Roll:
    """What is known of a class besides the verdicts of one assignment."""

    names: Names = field(default_factory=lambda: Names(()))
    marks: Mapping[str, Mark] = field(default_factory=dict)  # by student
    late: frozenset[str] = frozenset()
    pages: Mapping[str, str] = field(default_factory=dict)  # address of the feedback, by student


def row_of(student: str, graded: Graded | None, roll: Roll, assignment: Assignment) -> Row:
    """Return how one student stands; `graded` is None if there are no verdicts."""
    mark = roll.marks.get(student)
    person = roll.names.person(student)
    row = Row(
        student=student,
        name=person.name,
        section=person.section,
        state=mark.state if mark else State.PARTLY,
        late=student in roll.late,
        possible=mark.possible if mark else assignment.points,
        page=roll.pages.get(student, ""),
    )
    if graded is None:
        return replace(row, open_points=0.0 if row.state == State.MISSING else row.possible)
    counts = graded.tally
    waiting = [verdict for verdict in graded.verdicts if is_open(verdict, mark)]
    lost = sum(verdict.possible for verdict in waiting)
    points, possible = graded.points, graded.possible
    if mark and mark.claims:  # with what a person gave, and what lateness costs
        known = sum(value or 0.0 for value in mark.claims.values())
        points, possible = max(0.0, known - mark.penalty), mark.possible
    run = possible - lost
    return replace(
        row,
        state=mark.state if mark else State.PARTLY if waiting else State.GRADED,
        points=points if run > 1e-9 else None,
        possible=possible,
        open_points=lost,
        share=points / run if run > 1e-9 else None,
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        not_run=len(waiting),
        notes=len(graded.notes),
        seconds=graded.seconds,
        tier=graded.tier,
    )


def spread_of(rows: Sequence[Row]) -> Spread:
    """Return how the shares of these students lie."""
    full = sum(row.points is not None and row.points > row.possible - 1e-9 for row in rows)
    return Spread.of((row.share for row in rows), full=full)


def sections_of(names: Names, rows: Sequence[Row]) -> list[Section]:
    """Return how each section stands; nothing if there are not two. One may be in several."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        whole, *parts = names.person(row.student).sections or ("",)
        for name in parts or [whole]:
            groups.setdefault(name, []).append(row)
    if len(groups) < 2:
        return []
    return [
        Section(
            name or "no section",
            len(those),
            sum(row.state == State.MISSING for row in those),
            sum(row.late for row in those),
            spread_of(those),
        )
        for name, those in sorted(groups.items())
    ]


def total_of(names: Names, student: str, rows: Sequence[Row | None]) -> Total:
    """Return one student's sum over the assignments that were handed in."""
    known = [row for row in rows if row and row.state != State.MISSING]
    points = sum(row.points or 0.0 for row in known)
    possible = sum(row.possible for row in known)
    run = possible - sum(row.open_points for row in known)
    person = names.person(student)
    return Total(
        student=student,
        name=person.name,
        section=person.section,
        points=points if run > 1e-9 else None,
        possible=possible,
        share=points / run if run > 1e-9 else None,
    )

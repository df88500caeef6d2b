"""What a person should look at in a class: each thing once, with all whom it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.pages.statistics import without_numbers
from autograder.platforms.marks import Mark, State
from autograder.verdicts import Graded, Outcome, Verdict

FIRST = 3  # things of one kind that are shown at once; the rest is folded
NAMED = 12  # students who are named at once


@dataclass(frozen=True)
class Matter:
    """One thing that was seen, and whom it is about."""

    text: str
    students: tuple[str, ...]
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concern:
    """All that was seen of one kind."""

    title: str
    meaning: str
    icon: str
    matters: list[Matter]

    @property
    def students(self) -> int:
        """How many it is about."""
        return len({student for matter in self.matters for student in matter.students})


def concerns_of(
    gradeds: Sequence[Graded],
    ungraded: Sequence[tuple[str, str]],
    marks: Mapping[str, Mark],
    late: Iterable[str] = (),
) -> list[Concern]:
    """Return what needs a person's attention, the most urgent first.

    Parameters
    ----------
    gradeds, ungraded
        The submissions; those that could not be graded with the reason.
    marks : mapping of str to Mark
        What is known of the students' marks: a claim that a person gave points for is settled.
    late : iterable of str
        The students who handed it in late.
    """
    notes = [(g.student, note) for g in gradeds for note in g.notes]
    waiting = [student for student, mark in marks.items() if mark.by_hand]
    new = [student for student, mark in marks.items() if mark.state is State.WAITING]
    missing = [student for student, mark in marks.items() if mark.state is State.MISSING]
    found = [
        Concern(
            "Handed in, not graded",
            "No mark, and no zero: write to them.",
            "open",
            _together((student, reason, "") for student, reason in ungraded),
        ),
        Concern(
            "Not graded yet",
            "Run “autograder grade”, then “autograder report” again.",
            "open",
            _together((student, "", "") for student in new),
        ),
        Concern(
            "Ran too long, or ended Python",
            "An endless loop, most often; what depends on it earned nothing.",
            "open",
            _together((student, note.text, note.cell) for student, note in notes if note.stopped),
        ),
        Concern(
            "Claims that could not be run",
            "Nobody has points for them, and nobody lost any.",
            "open",
            _together(
                (g.student, v.message, v.claim)
                for g in gradeds
                for v in g.verdicts
                if is_open(v, marks.get(g.student))
            ),
        ),
        Concern(
            "Waits for a person",
            "To be marked by hand, in formgrader.",
            "open",
            _together((student, "", "") for student in waiting),
        ),
        Concern(
            "Changed, missing or doubled, and other notes",
            "What was changed was put back before grading; most such changes are accidents.",
            "note",
            _together(
                (student, note.text, note.cell) for student, note in notes if not note.stopped
            ),
        ),
        Concern("Late", "", "note", _together((student, "", "") for student in late)),
        Concern("Not handed in", "", "open", _together((student, "", "") for student in missing)),
    ]
    return [concern for concern in found if concern.matters]


def is_open(verdict: Verdict, mark: Mark | None) -> bool:
    """Return whether a claim was not run, and nobody gave points for it."""
    settled = mark is not None and verdict.claim not in mark.not_run
    return verdict.outcome is Outcome.NOT_RUN and not settled


def _together(seen: Iterable[tuple[str, str, str]]) -> list[Matter]:
    """Return student, text and cell by text, what is about most students first.

    Numbers in it do not count: in which line a file ends, or after how many seconds.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    texts: dict[str, set[str]] = {}
    for student, text, cell in seen:
        alike = without_numbers(text)
        found.setdefault(alike, []).append((student, cell))
        texts.setdefault(alike, set()).add(text)
    matters = [
        Matter(
            min(texts[alike]) if len(texts[alike]) == 1 else alike,
            tuple(dict.fromkeys(student for student, _ in same)),
            tuple(dict.fromkeys(cell for _, cell in same if cell)),
        )
        for alike, same in found.items()
    ]
    return sorted(matters, key=lambda matter: -len(matter.students))

"""A class: what changed is graded, side by side, and kept by one writer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.errors import UnfitError
from autograder.gradebook.writing import check_gradebook
from autograder.grading.classes.pending import has_a_new_one, unfinished
from autograder.grading.classes.preload import Ahead
from autograder.grading.classes.store import Keeper, Summary
from autograder.grading.fingerprints import assignment_hash, grader_hash
from autograder.sandbox.limits import Limits
from autograder.sandbox.tiers import best_tier

if TYPE_CHECKING:
    from autograder.checks.settings import ShowExpected

FIT = ".fit.json"  # in the classroom: which assignments passed the grader's own test


@dataclass(frozen=True)
class Progress:
    """How far a class is; `summary` is the submission that was just finished."""

    done: int
    total: int
    summary: Summary | None = None
    text: str = ""  # what is going on, before the first submission


@dataclass
class ClassOutcome:
    """What became of a class."""

    summaries: list[Summary] = field(default_factory=list)  # unchanged ones included
    tier: str = ""
    interrupted: bool = False  # Ctrl-C: what was finished is kept, the next run goes on
    trouble: str = ""  # why the gradebook could not be written, though everything else was
    seconds: float = 0.0

    @property
    def graded(self) -> list[Summary]:
        """Those graded in this run."""
        return [one for one in self.summaries if not one.unchanged and not one.refused]

    @property
    def skipped(self) -> int:
        """How many were unchanged since an earlier run."""
        return sum(one.unchanged for one in self.summaries)

    @property
    def refused(self) -> list[Summary]:
        """Those that could not be graded."""
        return [one for one in self.summaries if one.refused]


def grade_class(
    course: Course,
    classroom: Classroom,
    assignments: Sequence[Assignment],
    students: Sequence[str] | None = None,
    workers: int | None = None,
    force: bool = False,
    tier: str | None = None,
    unconfined: bool = False,
    progress: Callable[[Progress], None] = lambda step: None,
    limits: Limits | None = None,
    show_expected: ShowExpected = "small",
) -> ClassOutcome:
    """Grade what was handed in and has changed; one bad submission costs nobody else anything.

    Parameters
    ----------
    course, classroom, assignments
        What to grade, and where.
    students : sequence of str, optional
        Only these.
    workers : int, optional
        Processes; by default as many as there are processors. 0 grades in this process.
    force : bool
        Grade what is unchanged too.
    tier : str, optional
        A confinement tier; by default the best that works here.
    unconfined : bool
        Accept the tier that confines nothing.
    progress : callable
        Is given a `Progress` at the start and after each submission.
    limits : Limits, optional
        By default those of the classroom's `limits.toml`.
    show_expected : {"small", "always", "never"}
        Whether messages tell what a hidden input should have given.

    Raises
    ------
    UnfitError
        If the grader fails its own test, or cannot confine student code here.
    GradebookError
        If the gradebook cannot be written to; nothing was graded then.
    UsageError
        If a student that was named handed nothing in.
    """
    start = time.perf_counter()
    check_gradebook(classroom.gradebook)
    limits = limits or Limits.read(classroom.root / "limits.toml")

    def say(text: str, done: int = 0, total: int = 0) -> None:
        progress(Progress(done, total, text=text))

    with Ahead(course, workers == 0, say) as ahead, Keeper(classroom) as keeper:
        if force or has_a_new_one(classroom, assignments):
            ahead.begin()
        outcome = ClassOutcome(tier=_usable(tier, unconfined))
        settings = {
            "limits": _changed(limits),
            "tier": outcome.tier,
            "show_expected": show_expected,
        }
        grader = grader_hash(course, settings)
        hashes = {item: assignment_hash(grader, item) for item in assignments}
        selected = (classroom, hashes, students, force, limits.submission)
        waiting = list(unfinished(*selected, keeper, outcome.summaries))
        done = len(outcome.summaries)
        total = len(waiting) + done
        progress(Progress(done, total))
        if waiting:
            ahead.begin()
            from autograder.grading.classes.desk import Desk
            from autograder.grading.classes.selftest import check_fitness
            from autograder.grading.classes.workers import Workers, cores

            count = min(workers or cores(), len(waiting) + 1)
            asked = {item.assignment: hashes[item.assignment] for item in waiting}
            try:
                with Workers(count, ahead.workers(len(waiting))) as pool:
                    say("testing the grader", done, total)
                    check_fitness(course, asked, pool.run, classroom.root / FIT, settings)
                    desk = Desk(course, classroom, hashes, settings, limits, keeper)
                    for summary in desk.through(pool, waiting):
                        outcome.summaries.append(summary)
                        progress(Progress(len(outcome.summaries), total, summary))
            except KeyboardInterrupt:
                outcome.interrupted = True
    outcome.trouble = str(keeper.trouble or "")
    outcome.seconds = time.perf_counter() - start
    return outcome


def _usable(tier: str | None, unconfined: bool) -> str:
    chosen = tier or best_tier()
    if chosen == "process" and not unconfined:
        raise UnfitError(
            "Student code cannot be confined on this machine (`autograder check` says why). "
            "Grade on Linux 5.13 or later, or accept the risk with --unconfined."
        )
    return chosen


def _changed(limits: Limits) -> dict[str, Any]:
    """Only what differs: a default that changes is in the grader's own hash already."""
    usual = asdict(Limits())
    return {name: value for name, value in asdict(limits).items() if value != usual[name]}

"""A class: what changed is graded, side by side, and kept by one writer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder.checks.settings import ShowExpected
from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError, UnfitError, UsageError
from autograder.grading.ahead import Ahead
from autograder.grading.grade import Job, job_for
from autograder.grading.gradebook import check_gradebook, recorded
from autograder.grading.handed_in import HandedIn, read_folder
from autograder.grading.keep import Keeper, Summary, is_recorded
from autograder.grading.record import assignment_hash, grader_hash, submission_key
from autograder.grading.results import ours, read_page
from autograder.grading.selftest import check_fitness
from autograder.grading.submission import Refused
from autograder.grading.workers import Workers, cores
from autograder.sandbox import Limits, best_tier

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


@dataclass(frozen=True)
class _Waiting:
    """A submission that is to be graded."""

    assignment: Assignment
    student: str


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
        if force or _one_is_new(classroom, assignments):
            ahead.begin()
        outcome = ClassOutcome(tier=_usable(tier, unconfined))
        settings = {
            "limits": _changed(limits),
            "tier": outcome.tier,
            "show_expected": show_expected,
        }
        grader = grader_hash(course, settings)
        hashes = {item: assignment_hash(grader, item) for item in assignments}
        waiting = list(
            _unfinished(classroom, hashes, students, force, limits.submission, keeper, outcome)
        )
        done = len(outcome.summaries)
        total = len(waiting) + done
        progress(Progress(done, total))
        if waiting:
            ahead.begin()
            keeper.begin()
            count = min(workers or cores(), len(waiting) + 1)
            asked = {item.assignment: hashes[item.assignment] for item in waiting}
            try:
                with Workers(count, ahead.workers(len(waiting))) as pool:
                    say("testing the grader", done, total)
                    check_fitness(course, asked, pool.run, classroom.root / FIT, **settings)
                    desk = _Desk(course, classroom, hashes, settings, limits, keeper, outcome)
                    for summary in desk.through(pool, waiting):
                        outcome.summaries.append(summary)
                        progress(Progress(len(outcome.summaries), total, summary))
            except KeyboardInterrupt:
                outcome.interrupted = True
    outcome.trouble = str(keeper.trouble or "")
    outcome.seconds = time.perf_counter() - start
    return outcome


@dataclass
class _Desk:
    """Makes jobs from folders and keeps what comes back."""

    course: Course
    classroom: Classroom
    hashes: dict[Assignment, str]
    settings: dict[str, Any]
    limits: Limits
    keeper: Keeper
    outcome: ClassOutcome

    def through(self, pool: Workers, waiting: Sequence[_Waiting]) -> Iterator[Summary]:
        """Yield the summary of each submission, those that cannot be read first."""
        under_way: dict[tuple[str, str], tuple[_Waiting, str, str]] = {}
        unreadable: list[Summary] = []
        for job, finished in pool.run(self._jobs(waiting, under_way, unreadable)):
            yield from unreadable
            unreadable.clear()
            item, key, timestamp = under_way.pop((job.assignment, job.student))
            if finished.graded is not None:
                yield self.keeper.keep(
                    finished.graded, finished.notebook, item.assignment, key, timestamp
                )
            else:
                yield self.keeper.keep_ungraded(
                    item.student,
                    finished.refused,
                    item.assignment,
                    key if finished.lasting else "",
                )
        yield from unreadable

    def _jobs(
        self, waiting: Sequence[_Waiting], under_way: dict, unreadable: list[Summary]
    ) -> Iterator[Job]:
        for item in waiting:
            try:
                handed_in = _read(self.classroom, item, self.limits.submission)
            except Refused as refused:
                unreadable.append(
                    self.keeper.keep_ungraded(item.student, str(refused), item.assignment, "")
                )
                continue
            key = submission_key(self.hashes[item.assignment], handed_in.digest)
            under_way[item.assignment.name, item.student] = (item, key, handed_in.timestamp)
            yield job_for(
                self.course,
                item.assignment,
                item.student,
                handed_in.notebook,
                handed_in.files,
                **self.settings,
            )


def _one_is_new(classroom: Classroom, assignments: Sequence[Assignment]) -> bool:
    """Whether something was handed in for an assignment of which nothing was graded yet."""
    return any(
        any(classroom.submitted.glob(f"*/{item.name}"))
        and not any(classroom.autograded.glob(f"*/{item.name}"))
        for item in assignments
    )


def _unfinished(
    classroom: Classroom,
    hashes: dict[Assignment, str],
    students: Sequence[str] | None,
    force: bool,
    size: int,
    keeper: Keeper,
    outcome: ClassOutcome,
) -> Iterator[_Waiting]:
    """Yield what must be graded; what is unchanged goes to the outcome, and into the gradebook
    if it is not in there any more.
    """
    sums = recorded(classroom.gradebook)
    found = set()
    for assignment, hashed in hashes.items():
        for student in classroom.submissions(assignment.name):
            found.add(student)
            if students is not None and student not in students:
                continue
            item = _Waiting(assignment, student)
            finished = None if force else _finished(classroom, item, hashed, size)
            if finished is None:
                yield item
                continue
            page, summary = finished
            outcome.summaries.append(summary)
            if "score" in page and not is_recorded(page, sums):
                stamp = _read(classroom, item, size).timestamp
                keeper.enter_again(page, assignment, stamp)
    missing = sorted(set(students or ()) - found)
    if missing:
        raise UsageError(
            f"{missing[0]}: no submission of {', '.join(a.name for a in hashes)} in "
            f"{classroom.submitted}. Is the name right?"
        )


def _finished(
    classroom: Classroom, item: _Waiting, hashed: str, size: int
) -> tuple[dict, Summary] | None:
    """The results of an earlier run, if nothing that they depend on has changed."""
    path = classroom.results(item.student, item.assignment.name)
    try:
        page = read_page(path)
        handed_in = _read(classroom, item, size)
        if ours(page).get("key") != submission_key(hashed, handed_in.digest):
            return None
        summary = Summary.of(page, unchanged=True)
    except (MaterialError, KeyError, TypeError, AttributeError):
        return None
    kept = path.with_name(f"{item.assignment.stem}.ipynb").is_file() or "score" not in page
    return (page, summary) if kept else None


def _read(classroom: Classroom, item: _Waiting, size: int) -> HandedIn:
    folder = classroom.submission(item.student, item.assignment.name)
    return read_folder(folder, item.assignment.stem, size)


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

"""Grades a class: what has changed, several submissions at once, written by one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.database.version import check_gradebook
from autograder.gradebook.late import DueDates
from autograder.grading.classes.cluster.address import ClusterLost
from autograder.grading.classes.pending import Pending, has_a_new_one, read, unfinished
from autograder.grading.classes.preload import Preload
from autograder.grading.classes.store import Store, Summary
from autograder.grading.fingerprints import assignment_hash, grader_hash, submission_key
from autograder.grading.submission.folder import Receipt, SubmittedFolder
from autograder.grading.submission.reading import Refused
from autograder.sandbox.limits import Limits

if TYPE_CHECKING:
    from autograder.checking.disagreement import ShowExpected
    from autograder.grading.classes.cluster.cluster import Cluster
    from autograder.grading.classes.patience import Run
    from autograder.grading.classes.workers import Finished
    from autograder.grading.grade import Job

_MANY = 4  # submissions for each worker
FIT = ".fit.json"  # in the classroom: which assignments passed the grader's own test
_CHANGED = "The team's submission changed while it was graded: grade again."


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
    refused_workers: Sequence[str] = ()  # of a cluster: each with the reason, a sentence
    interrupted: bool = False  # Ctrl-C: what was finished is kept, the next run goes on
    lost: str = ""  # why the cluster could not go on: as if it was interrupted
    trouble: str = ""  # why the gradebook lacks something, though everything else was written
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
    teams: Mapping[tuple[str, str], Sequence[str]] | None = None,
    cluster: Callable[[Course, Callable[[str], None]], Cluster] | None = None,
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
    teams : mapping, optional
        Who shares a submission, by student and assignment: it is graded once, for all of them.
    cluster : callable, optional
        Returns what grades instead of this machine, given the course and what tells of progress.

    Raises
    ------
    UnfitError
        If the grader fails its own test, or cannot confine student code where it grades.
    GradebookError
        If the gradebook cannot be written to; nothing was graded then.
    PlaceError
        If the classroom may not be written to, or has no room; what was finished is kept.
    UsageError
        If a student that was named handed nothing in.
    """
    start = time.perf_counter()
    check_gradebook(classroom.gradebook)
    limits = limits or Limits.read(classroom.root / "limits.toml")
    DueDates.of_course(classroom, course)  # a fault in them is told before anybody is graded

    def say(text: str, done: int = 0, total: int = 0) -> None:
        progress(Progress(done, total, text=text))

    graders: Preload | Cluster
    graders = Preload(course, workers, say) if cluster is None else cluster(course, say)
    with graders, Store(classroom) as store:
        if not graders.elsewhere and (force or has_a_new_one(classroom, assignments)):
            graders.start()
        outcome = ClassOutcome(tier=graders.tier(tier, unconfined))
        settings = {
            "limits": limits.changed,  # a default that changes is in the grader's hash already
            "tier": outcome.tier,
            "show_expected": show_expected,
        }
        grader = grader_hash(course, settings)
        hashes = {item: assignment_hash(grader, item) for item in assignments}
        pending: list[Pending] = []
        for found in unfinished(classroom, hashes, students, limits, store, force):
            if isinstance(found, Pending):
                pending.append(found)
            else:
                outcome.summaries.append(found)
        done = len(outcome.summaries)
        total = len(pending) + done
        progress(Progress(done, total))
        if pending:
            graders.start()
            from autograder.grading.classes.patience import are_set, measure, patiently
            from autograder.grading.classes.selftest import check_fitness

            asked = {item.assignment: hashes[item.assignment] for item in pending}
            try:
                with graders.pool(len(pending)) as pool:
                    say("testing the grader", done, total)
                    fit = None if graders.elsewhere else classroom.root / FIT
                    count = min(pool.count, len(pending) + 1)
                    many = len(pending) > _MANY * count  # worth knowing how busy the machine is
                    paces = check_fitness(course, asked, pool.run, fit, settings, count, many)
                    grading = _Grading(course, classroom, hashes, settings, limits, store, pool.run)
                    once = grading.once(pending, teams or {})
                    if are_set(limits):
                        ended = grading.attempt(once)
                    else:
                        measured = partial(
                            measure, course, run=pool.run, workers=count, settings=settings
                        )
                        ended = patiently(once, grading.attempt, paces, measured, count)
                    for summary in chain.from_iterable(map(grading.kept, ended)):
                        outcome.summaries.append(summary)
                        progress(Progress(len(outcome.summaries), total, summary))
            except KeyboardInterrupt:
                outcome.interrupted = True
            except ClusterLost as lost:
                outcome.lost = str(lost)
        outcome.refused_workers = list(graders.refused.values())
        store.take_penalties(assignments, course.root)
    outcome.trouble = str(store.trouble or "")
    outcome.seconds = time.perf_counter() - start
    return outcome


@dataclass
class _Grading:
    """Makes jobs of what was handed in to a class, and has their results written.

    Attributes
    ----------
    course, classroom
        Whose submissions they are.
    hashes : mapping
        Of what the results of each assignment depend on, besides the submission.
    settings : dict
        Of every job.
    limits : Limits
        How large a submission may be.
    store : Store
        Writes the results.
    run : callable
        Grades jobs, as `Workers.run`.
    """

    course: Course
    classroom: Classroom
    hashes: Mapping[Assignment, str]
    settings: dict[str, Any]
    limits: Limits
    store: Store
    run: Run
    _read: dict[tuple[str, str], tuple[Pending, str, Receipt]] = field(default_factory=dict)
    _others: dict[Pending, list[Pending]] = field(default_factory=dict)  # of the one's team

    def once(
        self, pending: Sequence[Pending], teams: Mapping[tuple[str, str], Sequence[str]]
    ) -> list[Pending]:
        """Return the submissions with one for each team; what the others have is the same."""
        first: dict[tuple[Sequence[str], str], Pending] = {}
        left = []
        for item in pending:
            where = item.assignment.name, item.student
            if team := tuple(teams.get((item.student, item.assignment.name), ())):
                with suppress(Exception):  # what cannot be read is found out when it is its turn
                    key, folder = self._key(item)
                    one = first.setdefault((team, key), item)
                    if one != item:
                        self._read[where] = (item, key, folder.receipt)
                        self._others.setdefault(one, []).append(item)
                        continue
            left.append(item)
        return left

    def _key(self, item: Pending) -> tuple[str, SubmittedFolder]:
        """Return the hash of what a submission's results depend on, and what lies in its folder."""
        folder = read(self.classroom, item, self.limits)
        return submission_key(self.hashes[item.assignment], folder.digest), folder

    def attempt(
        self,
        pending: Sequence[Pending],
        times: Callable[[Pending], Mapping[str, float]] = lambda item: {},
        or_not: Callable[[Pending], bool] = lambda item: False,
    ) -> Iterator[tuple[Pending, Finished]]:
        """Yield what became of each submission; `Attempts` says more."""
        from autograder.grading.classes.workers import Finished

        unreadable: dict[Pending, str] = {}

        def refused() -> Iterator[tuple[Pending, Finished]]:
            while unreadable:
                item, reason = unreadable.popitem()
                yield item, Finished(None, refused=reason, lasting=False)

        jobs = (
            replace(job, times=times(item), or_not=or_not(item))
            for item, job in self._jobs(pending, unreadable)
        )
        for job, finished in self.run(jobs):
            yield from refused()
            yield self._read[job.assignment, job.student][0], finished
        yield from refused()

    def kept(self, ended: tuple[Pending, Finished]) -> Iterator[Summary]:
        """Have what became of a submission written, for each of a team."""
        item, finished = ended
        others = self._others.pop(item, [])
        keys = {self._known_key(one) for one in (item, *others)}
        yield self._keep(item, finished)
        if len(keys) > 1:  # what was graded is no longer what the others have
            finished = replace(finished, graded=None, refused=_CHANGED, lasting=False)
        for other in others:
            yield self._keep(other, finished)

    def _known_key(self, item: Pending) -> str:
        """Return the hash of what was read of a submission; empty if it could not be read."""
        return self._read.get((item.assignment.name, item.student), (item, ""))[1]

    def _keep(self, item: Pending, finished: Finished) -> Summary:
        unread = item, "", self._receipt(item)
        _, key, receipt = self._read.pop((item.assignment.name, item.student), unread)
        if finished.graded is not None:
            graded = replace(finished.graded, student=item.student)
            return self.store.keep(graded, finished.notebook, item.assignment, key, receipt)
        lasting = key if finished.lasting else ""
        return self.store.keep_ungraded(
            item.student, finished.refused, item.assignment, receipt, lasting
        )

    def _receipt(self, item: Pending) -> Receipt:
        return Receipt.of(self.classroom.submission(item.student, item.assignment.name))

    def _jobs(
        self, pending: Sequence[Pending], unreadable: dict[Pending, str]
    ) -> Iterator[tuple[Pending, Job]]:
        """Yield a job for each submission; note what belongs to it, or why it cannot be read."""
        from autograder.grading.grade import job_for

        for item in pending:
            try:
                key, folder = self._key(item)
            except Exception as error:  # a stranger's folder must not stop the others
                unreadable[item] = str(Refused.because_of(error))
                continue
            self._read[item.assignment.name, item.student] = (item, key, folder.receipt)
            yield (
                item,
                job_for(
                    self.course,
                    item.assignment,
                    item.student,
                    folder.notebook,
                    folder.files,
                    **self.settings,
                ),
            )

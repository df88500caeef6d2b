"""Makes jobs from what was handed in, and keeps what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.grading.classes.pending import Waiting, read
from autograder.grading.classes.store import Keeper, Summary
from autograder.grading.classes.workers import Workers
from autograder.grading.fingerprints import submission_key
from autograder.grading.grade import Job, job_for
from autograder.grading.submission.reading import Refused
from autograder.sandbox.limits import Limits


@dataclass
class Desk:
    """Where the submissions of one class go through.

    Attributes
    ----------
    course, classroom
        Whose they are.
    hashes : dict
        Of what the results of each assignment depend on, besides the submission.
    settings : dict
        Of every job.
    limits : Limits
        By which folders are read.
    keeper : Keeper
        Writes what comes back.
    """

    course: Course
    classroom: Classroom
    hashes: dict[Assignment, str]
    settings: dict[str, Any]
    limits: Limits
    keeper: Keeper

    def through(self, pool: Workers, waiting: Sequence[Waiting]) -> Iterator[Summary]:
        """Yield the summary of each submission, those that cannot be read first."""
        under_way: dict[tuple[str, str], tuple[Waiting, str, str]] = {}
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
        self, waiting: Sequence[Waiting], under_way: dict, unreadable: list[Summary]
    ) -> Iterator[Job]:
        for item in waiting:
            try:
                handed_in = read(self.classroom, item, self.limits.submission)
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

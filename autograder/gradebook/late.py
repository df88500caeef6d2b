"""How late something was handed in, and the points that this costs: computed here, nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.database.address import Database
from autograder.database.connection import reading
from autograder.gradebook.deadlines import FILE, Deadlines, Policy, spoken
from autograder.gradebook.late_plugin import Plugin, configured_plugin
from autograder.gradebook.roster import roster_of

if TYPE_CHECKING:
    from nbgrader.api import SubmittedAssignment

_EPOCH = datetime(1970, 1, 1)
_TIMES = """
    SELECT s.student_id, s.timestamp, a.duedate, s.extension
    FROM assignment a LEFT JOIN submitted_assignment s ON s.assignment_id = a.id
    WHERE a.name = :assignment
"""


@dataclass(frozen=True)
class Times:
    """What nbgrader's gradebook knows of a submission's time, in UTC."""

    handed_in: datetime | None = None
    due: datetime | None = None
    extension: timedelta | None = None

    @classmethod
    def of(cls, submission: SubmittedAssignment) -> Times:
        """Return the times of one of nbgrader's own objects."""
        return cls(
            _utc(submission.timestamp), _utc(submission.assignment.duedate), submission.extension
        )

    @classmethod
    def from_row(cls, handed_in: object, due: object = None, extension: object = None) -> Times:
        """Return the times of a row of the database, as it has them: a file as text."""
        if isinstance(extension, str):
            extension = datetime.fromisoformat(extension) - _EPOCH
        more = extension if isinstance(extension, timedelta) else None
        return cls(_utc(_moment(handed_in)), _utc(_moment(due)), more)


@dataclass(frozen=True)
class Late:
    """When one student handed in one assignment, when it was due, and what the delay costs."""

    student: str = ""
    handed_in: datetime | None = None  # None: nobody knows
    due: datetime | None = None  # the student's own, if there is an extension
    policy: Policy | None = None
    plugin: Plugin | None = None  # nbgrader's, where the file has no policy
    zone: tzinfo = UTC

    @property
    def by(self) -> timedelta:
        """How long after the due date; nothing if it was in time, or a time is not known."""
        if self.handed_in is None or self.due is None:
            return timedelta()
        return max(timedelta(), self.handed_in - self.due)

    @property
    def is_late(self) -> bool:
        """True if it came after the due date and the grace."""
        return self.policy.is_late(self.by) if self.policy else self.by > timedelta()

    @property
    def has_rule(self) -> bool:
        """True if there is something that lateness costs."""
        return self.policy.costs if self.policy else self.plugin is not None

    def taken(self, earned: float, possible: float) -> float:
        """Return the points that are taken from those that were earned."""
        if not self.is_late:
            return 0.0
        if self.policy:
            points = self.policy.taken(self.by, earned, possible)
        else:
            points = (
                self.plugin(self.student, earned, self.by.total_seconds()) if self.plugin else 0
            )
        return round(min(max(0.0, points), max(0.0, earned)), 6)

    @property
    def why(self) -> str:
        """A sentence for the student: how late, and by which rule points are taken."""
        if not self.is_late or self.due is None:
            return ""
        due = self.due.astimezone(self.zone)
        said = f"It came {spoken(self.by)} after the due date, {due:%Y-%m-%d %H:%M} {due.tzname()}"
        return said + (self.policy.rule(self.by) if self.policy else ".")


@dataclass(frozen=True)
class DueDates:
    """All that decides what is late in a class: the file, its roster, nbgrader's plugin."""

    deadlines: Deadlines = field(default_factory=Deadlines)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of each student
    plugin: Plugin | None = None

    @classmethod
    def of(cls, classroom: Classroom, near: Path) -> DueDates:
        """Return those of a classroom; nbgrader's configuration is looked for above `near`.

        Raises
        ------
        MaterialError
            If `deadlines.toml` is not as it should be, or names somebody who is not there.
        """
        files = (classroom.root / FILE, classroom.root / "roster.csv")
        stamps = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)
        return cls(*_told(classroom, stamps), configured_plugin(near))

    @classmethod
    def of_course(cls, classroom: Classroom, course: Course) -> DueDates:
        """Return the same; the file must name only assignments of this course, each by one name."""
        found = cls.of(classroom, course.root)
        found.deadlines.check_names([w for a in course.assignments for w in (a.name, a.stem)])
        for assignment in course.assignments:
            found.deadlines.called(assignment.name, assignment.stem)
        return found

    def late(self, student: str, assignment: Assignment, times: Times) -> Late:
        """Return when a submission came and was due: by the file, else by the gradebook.

        A student's extension goes before a section's.
        """
        terms = self.deadlines.terms(assignment.name, assignment.stem)
        mine = self.sections.get(student, ())
        sections = [terms.sections[name] for name in mine if name in terms.sections]
        extended = terms.students.get(student) or (max(sections) if sections else None)
        booked = times.due + (times.extension or timedelta()) if times.due else None
        due = extended or terms.due or booked
        handed_in = terms.handed_in.get(student) or times.handed_in
        return Late(
            student,
            handed_in.astimezone(UTC) if handed_in else None,
            due.astimezone(UTC) if due else None,
            terms.policy,
            self.plugin,
            self.deadlines.zone or UTC,
        )


@lru_cache(maxsize=8)  # asked for each student
def _told(
    classroom: Classroom, stamps: tuple[int, ...]
) -> tuple[Deadlines, Mapping[str, tuple[str, ...]]]:
    """Return what the file says, and the sections of each student; the files have these times."""
    deadlines = Deadlines.read(classroom.root / FILE)
    if not deadlines.where:
        return deadlines, {}
    sections = {person.id: person.sections for person in roster_of(classroom)}
    known = {*sections, *classroom.students}
    named = {name for names in sections.values() for name in names}
    deadlines.check_names((), known, named)
    return deadlines, sections


def times_of(gradebook: Database, assignment: str) -> dict[str, Times]:
    """Return what a gradebook knows of an assignment's submissions; "" is whoever has none yet."""
    found = {"": Times()}
    with reading(gradebook) as connection:
        for row in connection.rows(_TIMES, assignment=assignment) if connection else ():
            found[""] = Times.from_row(None, row["duedate"])
            if row["student_id"] is not None:
                times = Times.from_row(row["timestamp"], row["duedate"], row["extension"])
                found[row["student_id"]] = times
    return found


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else None


def _utc(when: datetime | None) -> datetime | None:
    return when.replace(tzinfo=UTC) if when else None

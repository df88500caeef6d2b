"""Which submissions came too late: by the platform's mark, or after the due date of the class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.gradebook.deadlines import key
from autograder.gradebook.late import DueDates, Late, times_of
from autograder.platforms.platform import Platform
from autograder.platforms.record import Entry


class LateOnes:
    """Leaves out what is late, if the teacher wants so; knows what has no time."""

    def __init__(
        self,
        classroom: Classroom,
        assignments: Iterable[Assignment],
        due_dates: DueDates,
        platform: Platform,
        drop: bool,
    ) -> None:
        self.due_dates, self.drop = due_dates, drop
        self.assignments = {one.name: one for one in assignments}
        self.notes: list[str] = []
        self._booked = cache(partial(times_of, classroom.gradebook))
        if self.drop and not platform.tells_late:
            self.notes.append(
                f"{platform.name} does not tell what was late: only files with a time "
                "were compared with the due date."
            )

    def note_changed(self, entries: list[Entry], changed: dict[str, float]) -> None:
        """Note whose file changed after the due date, though it is said to be from before it.

        Parameters
        ----------
        changed : dict
            When each file was last changed on this machine, if it lies where its student put it:
            in an exchange students own what they have handed in.
        """
        found: dict[str, list[str]] = {}
        for entry in entries:
            if entry.when is None or entry.file not in changed:
                continue
            said, then = self._late(entry, entry.when), self._late(entry, changed[entry.file])
            if then.is_late and not said.is_late and then.handed_in:
                when = then.handed_in.astimezone(then.zone)
                found.setdefault(entry.assignment, []).append(
                    f"{entry.student} ({when:%Y-%m-%d %H:%M} {when.tzname()})"
                )
        for name, students in found.items():
            self.notes.append(
                f"{name}: changed on this machine after the due date, though named as handed in "
                f"before it: {', '.join(sorted(students))}. Students can do that in an exchange; "
                "so does who copies or restores it."
            )

    def sort_out(self, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        """Return those in time (all, if late ones are kept), and the others."""
        kept: list[Entry] = []
        dropped: list[Entry] = []
        unknown: dict[str, set[str]] = {}
        for entry in entries:
            late = self._late(entry, entry.when)
            if late.has_rule and entry.late and late.handed_in is None and not self.drop:
                unknown.setdefault(entry.assignment, set()).add(entry.student)
            (dropped if self.drop and (entry.late or late.is_late) else kept).append(entry)
        for name, students in unknown.items():
            table = self.due_dates.deadlines.called(name, self.assignments[name].stem)
            self.notes.append(
                "Marked as late, but the platform does not tell since when, so it costs nothing: "
                f"{', '.join(sorted(students))}. Write the times into deadlines.toml, below "
                f'[{table}.handed_in]: {key(min(students))} = "2026-05-02 10:00".'
            )
        return kept, dropped

    def _late(self, entry: Entry, when: float | None) -> Late:
        """Return how late a submission is if it was handed in at this time."""
        known = self._booked(entry.assignment)
        times = known.get(entry.student, known[""])
        handed_in = None if when is None else datetime.fromtimestamp(when, UTC)
        return self.due_dates.late(
            entry.student, self.assignments[entry.assignment], replace(times, handed_in=handed_in)
        )

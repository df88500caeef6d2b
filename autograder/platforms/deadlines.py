"""Which submissions came too late, by the platform's mark or by nbgrader's due date."""

from __future__ import annotations

from datetime import UTC, datetime

from autograder.course.classroom import Classroom
from autograder.errors import UsageError
from autograder.gradebook.opening import existing_gradebook_of
from autograder.platforms.platform import Platform
from autograder.platforms.record import Entry


class Deadlines:
    """Leaves out what is late, if the teacher wants so."""

    def __init__(self, classroom: Classroom, late: str, platform: Platform) -> None:
        if late not in ("keep", "drop"):
            raise UsageError(f"--late {late}: unknown. There are: keep, drop.")
        self.classroom, self.drop = classroom, late == "drop"
        self.notes: list[str] = []
        if self.drop and not platform.tells_late:
            self.notes.append(
                f"{platform.name} does not tell what was late: only files beside a timestamp.txt "
                "were compared with the due date."
            )

    def sort_out(self, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        """Return those in time (all, if late ones are kept), and the others."""
        if not self.drop:
            return entries, []
        due = self._due([entry for entry in entries if entry.when is not None])
        kept: list[Entry] = []
        dropped: list[Entry] = []
        for entry in entries:
            limit = due.get((entry.student, entry.assignment))
            after = limit is not None and entry.when is not None and entry.when > limit
            (dropped if entry.late or after else kept).append(entry)
        return kept, dropped

    def _due(self, entries: list[Entry]) -> dict[tuple[str, str], float]:
        """Return the due dates that the gradebook knows, a student's extension included."""
        if not entries or not self.classroom.gradebook.is_file():
            return {}
        from nbgrader.api import MissingEntry  # two seconds: only where it is needed

        found: dict[tuple[str, str], float] = {}
        with existing_gradebook_of(self.classroom) as gradebook:
            for entry in entries:
                key = entry.student, entry.assignment
                try:
                    due: datetime | None = gradebook.find_submission(key[1], key[0]).duedate
                except MissingEntry:
                    try:
                        due = gradebook.find_assignment(key[1]).duedate
                    except MissingEntry:
                        due = None
                if due is not None:
                    found[key] = due.replace(tzinfo=UTC).timestamp()
        return found

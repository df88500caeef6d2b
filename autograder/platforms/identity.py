"""From a platform's word for a student to the id that names the folder in `submitted/`."""

from __future__ import annotations

from autograder.course.people import Directory, safe_id
from autograder.platforms.downloads import Origin
from autograder.platforms.record import Entry, Record


class Naming:
    """Gives the same student the same id in each download.

    In this order: the platform's id or login in the roster; two people of one name who were kept
    apart before stay apart; the name in the roster; the id under which the platform's word was
    collected before; an id made from the platform's word (and the name).
    """

    def __init__(
        self, source: str, directory: Directory, record: Record, names: dict[str, str]
    ) -> None:
        self.source, self.directory, self.record, self.names = source, directory, record, names

    def name(self, origin: Origin) -> str:
        """Return the student's name as far as the platform tells it."""
        return origin.name or self.names.get(origin.key, "")

    def student(self, origin: Origin) -> tuple[str, str]:
        """Return the student's id and how it was found: "id", "name", "derived" or "split"."""
        if found := self._in_roster(origin.key):
            return found, "id"
        before = self.record.student_of(self.source, origin.key)
        if before and before.how == "split":
            return before.student, "split"
        if found := self.directory.with_name(self.name(origin)):
            return found, "name"
        if before and before.how == "derived":
            return before.student, "derived"
        return self._derived(origin.key, self.name(origin)), "derived"

    def split(self, entry: Entry) -> str:
        """Return an id of their own for one of several people with the same name."""
        return safe_id(f"{entry.name}-{entry.key}")

    def _in_roster(self, key: str) -> str | None:
        if found := self.directory.by_platform.get(key.casefold()):
            return found if self.source != "moodle" else None
        # Canvas's and Moodle's numbers may be somebody else's number at the school
        return None if self.source in ("canvas", "moodle") else self.directory.with_id(key)

    def _derived(self, key: str, name: str) -> str:
        if self.source == "canvas":
            return safe_id(f"{name}-{key}")
        if self.source == "moodle":  # its numbers differ from assignment to assignment
            return safe_id(name if " " in name else f"{name}-{key}")
        return safe_id(key, lower=False)

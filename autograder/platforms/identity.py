"""From a platform's word for a student to the id that names the folder in `submitted/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from autograder.course.people import StudentIndex, safe_id
from autograder.platforms.platform import Origin, Platform, Whose
from autograder.platforms.record import Entry, Record


class Identity:
    """Gives the same student the same id in each download.

    In this order: the platform's id, the school's id or an address in the roster; two people of
    one name who were kept apart before stay apart; the name in the roster; a group of the roster,
    for all of its members; the id under which the platform's word was collected before; an id made
    from the platform's word (and the name).
    """

    def __init__(
        self, platform: Platform, index: StudentIndex, record: Record, whose: Whose
    ) -> None:
        self.platform, self.index, self.record = platform, index, record
        self.teams = _teams(whose, index) if platform.team_before_name else set()

    def students(self, origin: Origin) -> list[tuple[str, str]]:
        """Return who handed it in, and how each was found: see `Entry.how`."""
        if found := self._by_id(origin):
            return [(found, "id")]
        before = self.record.student_of(self.platform.name, origin.key)
        if before and before.how == "split":
            return [(before.student, "split")]
        if found := self._by_name(origin.name):
            return [(found, "name")]
        if members := self.index.in_group(origin.name):
            return [(student, "team") for student in members]
        if before and before.how == "derived":
            return [(before.student, "derived")]
        return [(self.platform.id_for(origin), "derived")]

    def _by_id(self, origin: Origin) -> str | None:
        known = self.index.with_platform_id(origin.key)
        if known and self.platform.key_is_platform_id:
            return known
        school = (origin.key,) if self.platform.key_is_school_id else ()
        return self.index.with_id(*origin.ids, *school)

    def _by_name(self, name: str) -> str | None:
        """Return the one student of this name; a team's name may stand before it, with a dash."""
        found = self.index.with_name(name)
        for dash in re.finditer("-", name) if self.teams and not found else ():
            if name[: dash.start()] in self.teams:
                found = found or self.index.with_name(name[dash.end() :])
        return found


def _teams(whose: Whose, index: StudentIndex) -> set[str]:
    """Return what stands before a dash in names and is a team's name, not a part of a person's.

    A group or section of the roster, something with a digit in it, or what stands before the
    names of several people of the roster.
    """
    found: set[str] = set()
    members: dict[str, set[str]] = {}
    for name in {origin.name for origins in whose.values() for origin in origins}:
        for dash in re.finditer("-", name):
            front, person = name[: dash.start()], index.with_name(name[dash.end() :])
            if person:
                members.setdefault(front, set()).add(person)
            section = any(front.casefold() == one.section.casefold() for one in index.people)
            if index.in_group(front) or section or re.search(r"\d[^-]*$", front):
                found.add(front)
    return found | {front for front, people in members.items() if len(people) > 1}


def kept_apart(entries: Iterable[Entry]) -> list[Entry]:
    """Give people of one name an id each: what only a name told is not enough for two of them."""
    entries = list(entries)
    keys: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        keys.setdefault((entry.student, entry.assignment), set()).add(entry.key)
    return [
        replace(entry, student=safe_id(f"{entry.name}-{entry.key}"), how="split")
        if len(keys[entry.student, entry.assignment]) > 1 and entry.how in ("name", "derived")
        else entry
        for entry in entries
    ]

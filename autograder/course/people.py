"""People by any name: ids that can name a folder, and who a platform's name means."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

_WINDOWS_WORDS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")

_QUOTES = str.maketrans("<>", "‹›")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Person:
    """One student: `id` names the folder, `platform` is the learning platform's user id."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    section: str = ""
    platform: str = ""
    group: str = ""  # several are separated by commas

    @property
    def name(self) -> str:
        """The full name as it is spoken."""
        return f"{self.first} {self.last}".strip()

    @property
    def sections(self) -> tuple[str, ...]:
        """The section as it is written, and each of several: Canvas joins them by `and`."""
        several = re.split(r"\s*(?:[,;]|\band\b)\s*", self.section)
        return tuple(dict.fromkeys(name for name in (self.section, *several) if name))


class StudentIndex:
    """Finds a student by id, address, name or group, as platforms write them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.ids = {person.id for person in self.people}
        self._by_word: dict[str, set[str]] = {}
        self._by_number: dict[str, set[str]] = {}  # without the zeros in front
        self._by_platform: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._by_group: dict[str, set[str]] = {}
        for person in self.people:
            for word in {person.id, person.email, person.email.split("@")[0]} - {""}:
                self._by_word.setdefault(word.casefold(), set()).add(person.id)
            if person.id.isdecimal():
                self._by_number.setdefault(person.id.lstrip("0"), set()).add(person.id)
            if person.platform:
                self._by_platform.setdefault(person.platform.casefold(), set()).add(person.id)
            names = (person.first + person.last, person.last + person.first)
            for name in names if person.name else ():
                self._by_name.setdefault(squash(name), set()).add(person.id)
            for group in re.split("[,;]", person.group):
                if squash(group):
                    self._by_group.setdefault(squash(group), set()).add(person.id)

    def __contains__(self, student: str) -> bool:
        return student in self.ids

    def with_platform_id(self, word: str) -> str | None:
        """Return the one student with this user id of the learning platform."""
        return _only(self._by_platform.get(word.strip().casefold(), ()))

    def with_id(self, *words: str) -> str | None:
        """Return the one student with this id or e-mail address (or its local part).

        A number also fits an id that has zeros in front: spreadsheets drop them.
        """
        found = (_only(self._by_word.get(word.strip().casefold(), ())) for word in words)
        return next(
            (student for student in (*found, *map(self._with_number, words)) if student), None
        )

    def _with_number(self, word: str) -> str | None:
        number = word.strip()
        found = self._by_number.get(number.lstrip("0"), ()) if number.isdecimal() else ()
        return _only([student for student in found if len(student) > len(number)])

    def with_name(self, name: str) -> str | None:
        """Return the one student with this name, in whatever order and spelling."""
        return _only(self._by_name.get(squash(name), ())) if name else None

    def group_of(self, student: str, name: str) -> str:
        """Return a student's group: the one that stands before the name, or the only one."""
        told = next((one.group for one in self.people if one.id == student), "")
        groups = [group.strip() for group in re.split("[,;]", told) if squash(group)]
        fitting = [group for group in groups if squash(name).startswith(squash(group))]
        return _only(fitting) or _only(groups) or ""

    def in_group(self, name: str) -> list[str]:
        """Return the members of a group, sorted; empty if none has this name."""
        return sorted(self._by_group.get(squash(name), ())) if squash(name) else []


class Names:
    """What students are called: by name and id, or by a number where nobody is to be known.

    Parameters
    ----------
    people : iterable of Person
        Who has a name.
    students : iterable of str
        The ids of all others. A number stays the same as long as nobody joins the class.
    anonymous : bool
        Whether names and ids are left out.
    """

    def __init__(
        self, people: Iterable[Person], students: Iterable[str] = (), anonymous: bool = False
    ) -> None:
        self.anonymous = anonymous
        self._people = {person.id: person for person in people}
        ids = sorted({*self._people, *students}, key=_digest)
        self._numbers = {student: number for number, student in enumerate(ids, start=1)}

    def __contains__(self, student: str) -> bool:
        return student in self._people

    def person(self, student: str) -> Person:
        """Return what is known of a student."""
        return self._people.get(student) or Person(student)

    def name(self, student: str) -> str:
        """Return the name, or the id of somebody who has none."""
        if self.anonymous:
            return f"Student {self._numbers.get(student, '?')}"
        return self.person(student).name or student

    def id(self, student: str) -> str:
        """Return the id, if it tells more than the name."""
        return "" if self.name(student) == student or self.anonymous else student

    def full(self, student: str) -> str:
        """Return name and id in one line."""
        beside = self.id(student)
        return f"{self.name(student)} ({beside})" if beside else self.name(student)

    def listed(self, students: Iterable[str]) -> str:
        """Return several students in one line."""
        return ", ".join(map(self.full, students))

    def order(self, student: str) -> tuple[object, ...]:
        """Return by what students are sorted: last name, first name, id; or the number."""
        if self.anonymous:
            return (self._numbers.get(student, 0),)
        person = self.person(student)
        return (squash(person.last or person.first or student), squash(person.first), student)

    def hidden(self, text: str) -> str:
        """Return a text without the ids and names in it, if nobody is to be known."""
        return self._known.sub("…", text) if self.anonymous else text

    @cached_property
    def _known(self) -> re.Pattern[str]:
        words = {*self._numbers}
        for person in self._people.values():
            words |= {person.name, person.last, person.first, person.email}
        longest = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
        either = "|".join(map(re.escape, longest)) or r"(?!)"
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _digest(student: str) -> str:
    return hashlib.sha256(student.encode("utf-8", "replace")).hexdigest()


def _only(found: Collection[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def printable(text: str) -> str:
    """Return a text in NFC that cannot drive a terminal or turn its lines around."""
    return _UNPRINTABLE.sub("?", unicodedata.normalize("NFC", text))


def without_markup(text: str) -> str:
    """Return a name that nothing takes for markup: formgrader puts it into a page as it is."""
    return text.translate(_QUOTES)


def squash(name: str) -> str:
    """Return a name without accents, case, spaces and punctuation, as Canvas writes it."""
    return "".join(letter for letter in _unaccented(name).casefold() if letter.isalnum())


def safe_id(text: str, lower: bool = True) -> str:
    """Return a name for a folder on any system: stable, never empty, never special."""
    plain = _unaccented(text)
    plain = plain.casefold() if lower else plain
    plain = re.sub(r"[^\w.@-]+", "-", plain).strip("-. ")
    if not plain or _WINDOWS_WORDS.match(plain):
        plain = f"student-{plain or hashlib.sha256(text.encode()).hexdigest()[:8]}"
    if len(plain) > 64:
        plain = f"{plain[:55]}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
    return plain


def _unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))

"""People by any name: ids that can name a folder, and who a platform's name means."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WINDOWS_WORDS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True)
class Person:
    """One student: `id` names the folder, `platform` is the learning platform's user id."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    section: str = ""
    platform: str = ""

    @property
    def name(self) -> str:
        """The full name as it is spoken."""
        return f"{self.first} {self.last}".strip()


class Directory:
    """Finds a person by id, address or name, as platforms write them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.by_id: dict[str, set[str]] = {}
        self.by_platform = {p.platform.casefold(): p.id for p in self.people if p.platform}
        self.by_name: dict[str, set[str]] = {}
        for person in self.people:
            for word in {person.id, person.email, person.email.split("@")[0]} - {""}:
                self.by_id.setdefault(word.casefold(), set()).add(person.id)
            names = (person.first + person.last, person.last + person.first)
            for name in names if person.name else ():
                self.by_name.setdefault(squash(name), set()).add(person.id)

    def __contains__(self, student: str) -> bool:
        return any(person.id == student for person in self.people)

    def with_id(self, *words: str) -> str | None:
        """Return the id of the one person with this id or e-mail address (or its local part)."""
        for word in words:
            if len(found := self.by_id.get(word.strip().casefold(), ())) == 1:
                return next(iter(found))
        return None

    def with_name(self, name: str) -> str | None:
        """Return the id of the one person with this name, in whatever order and spelling."""
        found = self.by_name.get(squash(name), ()) if name else ()
        return next(iter(found)) if len(found) == 1 else None


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

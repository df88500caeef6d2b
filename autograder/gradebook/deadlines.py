"""`deadlines.toml` of a class: due dates, what lateness costs, who has more time.

timezone = "Europe/Berlin"
percent_a_day = 10

[09-softmax]
due = "2026-05-01 23:59"

[09-softmax.students]
ada = "2026-05-04 23:59"
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, NoReturn

from autograder.errors import MaterialError
from autograder.files import read_toml

FILE = "deadlines.toml"
_DAY = timedelta(days=1)
_PEOPLE = ("students", "sections", "handed_in")
_A_TIME = 'a time such as "2026-05-01 23:59", or a day'
_LOOK = (
    "; a time without seconds, and an id with an @ or a letter with an accent, stand in quotes, as "
    'in due = "2026-05-01 23:59"'
)


@dataclass(frozen=True)
class Policy:
    """What lateness costs. Days are counted from the due date, and one that has begun is a day.

    Attributes
    ----------
    grace_minutes : float
        What comes so little after the due date is not late.
    percent_a_day : float
        Taken for each day that has begun.
    cap_percent : float
        More than this is not taken, however many days they are.
    none_after_days : float
        What comes later than this gets no points.
    of : {"earned", "possible"}
        Whether percents are of the points that were earned, or of all that there are.
    """

    grace_minutes: float = 0
    percent_a_day: float = 0
    cap_percent: float = 100
    none_after_days: float = math.inf
    of: str = "earned"

    @property
    def costs(self) -> bool:
        """True if there is something that lateness costs."""
        return self.percent_a_day > 0 or self.none_after_days < math.inf

    def is_late(self, by: timedelta) -> bool:
        """Return whether what came so much after the due date is late."""
        return by / timedelta(minutes=1) > self.grace_minutes

    def percent(self, by: timedelta) -> float:
        """Return how many percent are taken from what came so much after the due date."""
        if not self.is_late(by):
            return 0.0
        if self._too_late(by):
            return 100.0
        return min(self.percent_a_day * math.ceil(by / _DAY), self.cap_percent)

    def taken(self, by: timedelta, earned: float, possible: float) -> float:
        """Return the points that are taken: never more than were earned."""
        if self.is_late(by) and self._too_late(by):
            return earned
        of = possible if self.of == "possible" else earned
        return max(0.0, min(earned, of * self.percent(by) / 100))

    def rule(self, by: timedelta) -> str:
        """Return by which rule that is, to follow "It came 2 days after the due date, May 1"."""
        if self._too_late(by):
            days = self.none_after_days
            after = f"more than {spoken(timedelta(days=days))} after it" if days else "after it"
            return f", and nothing counts that comes {after}."
        of = "all points" if self.of == "possible" else "the points earned"
        capped = f", but at most {self.cap_percent:g} %"
        capped = capped if self.percent(by) == self.cap_percent < 100 else ""
        return f": {self.percent_a_day:g} % of {of} for each day that has begun{capped}."

    def _too_late(self, by: timedelta) -> bool:
        return by / _DAY > self.none_after_days


@dataclass(frozen=True)
class Terms:
    """What the file says of one assignment.

    Attributes
    ----------
    due : datetime or None
        None: the file does not say.
    policy : Policy or None
        None: the file says nothing of what lateness costs.
    students, sections : mapping
        Due dates of their own.
    handed_in : mapping
        When students handed in, where the platform does not tell or is wrong.
    """

    due: datetime | None = None
    policy: Policy | None = None
    students: Mapping[str, datetime] = field(default_factory=dict)
    sections: Mapping[str, datetime] = field(default_factory=dict)
    handed_in: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Deadlines:
    """What the file says, by assignment; of one that it does not name, its policy holds."""

    where: str = ""
    zone: tzinfo | None = None
    policy: Policy | None = None
    assignments: Mapping[str, Terms] = field(default_factory=dict)
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Deadlines:
        """Return what `deadlines.toml` says; a missing file says nothing.

        Raises
        ------
        MaterialError
            If it is not as it should be: with the line, the key, what stands there, and what
            should.
        """
        try:
            told = read_toml(path, look=_LOOK)
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls()
        return _Reader(str(path), _lines(text)).deadlines(told)

    def called(self, *names: str) -> str:
        """Return by which of these, names of one assignment, the file calls it; else the first.

        Raises
        ------
        MaterialError
            If by two of them: one would not count.
        """
        found = [name for name in dict.fromkeys(names) if name in self.assignments]
        if len(found) > 1:
            first, second = sorted(found, key=lambda name: self.lines[name,])
            raise MaterialError(
                f"{self.where}, line {self.lines[second,]}: {second} is the assignment that is "
                f"called {first} in line {self.lines[first,]}. Write {first} in both places."
            )
        return found[0] if found else names[0]

    def terms(self, *names: str) -> Terms:
        """Return the terms of the assignment that is called so (its folder's name, its stem)."""
        return self.assignments.get(self.called(*names), Terms(policy=self.policy))

    def check_names(
        self,
        assignments: Collection[str] = (),
        students: Collection[str] = (),
        sections: Collection[str] = (),
    ) -> None:
        """Raise a MaterialError if the file names what is not among these; nothing: unknown yet."""
        for name, terms in self.assignments.items():
            if assignments and name not in assignments:
                self._fail((name,), "no assignment is called so", assignments)
            for kind, known in (
                ("students", students),
                ("handed_in", students),
                ("sections", sections),
            ):
                for one in getattr(terms, kind):
                    if known and one not in known:
                        what = f"no {'section' if kind == 'sections' else 'student'} is called so"
                        self._fail((name, kind, one), what, known)

    def _fail(self, path: tuple[str, ...], what: str, known: Collection[str]) -> None:
        line = self.lines.get(path, 1)
        shown = ", ".join(sorted(known)[:12]) + (", ..." if len(known) > 12 else "")
        raise MaterialError(
            f"{self.where}, line {line}: {'.'.join(path)}: {what}. There are: {shown}."
        )


@dataclass(frozen=True)
class _Reader:
    """Reads the tables; what is wrong is told with its line."""

    where: str
    lines: Mapping[tuple[str, ...], int]

    def deadlines(self, told: dict[str, Any]) -> Deadlines:
        """Return what the whole file says."""
        zone = self._zone(told.pop("timezone", None))
        tables = {name: value for name, value in told.items() if isinstance(value, dict)}
        usual = {name: value for name, value in told.items() if name not in tables}
        policy = self._policy((), usual, None)
        assignments = {
            name: self._terms(name, table, policy, zone) for name, table in tables.items()
        }
        return Deadlines(self.where, zone, policy, assignments, self.lines)

    def _terms(
        self, name: str, table: dict[str, Any], usual: Policy | None, zone: tzinfo | None
    ) -> Terms:
        due = table.pop("due", None)
        people: dict[str, dict[str, datetime]] = {}
        for kind in _PEOPLE:
            own = table.pop(kind, {})
            if not isinstance(own, dict):
                self._wrong((name, kind), own, f"a table [{name}.{kind}]")
            people[kind] = {
                who: self._time((name, kind, who), value, zone) for who, value in own.items()
            }
        policy = self._policy((name,), table, usual)
        when = None if due is None else self._time((name, "due"), due, zone)
        for kind in ("students", "sections"):
            for who, later in people[kind].items():
                if when and later < when:
                    self._wrong((name, kind, who), later, f"a time after the due date, {when}")
        return Terms(when, policy, **people)

    def _policy(
        self, path: tuple[str, ...], told: dict[str, Any], usual: Policy | None
    ) -> Policy | None:
        known = [one.name for one in fields(Policy)]
        for name, value in told.items():
            if name not in known:
                also = ["due", *_PEOPLE] if path else ["timezone", "[ASSIGNMENT]"]
                self._wrong((*path, name), value, f"one of the keys {', '.join(also + known)}")
            if name == "of":
                if value not in ("earned", "possible"):
                    self._wrong((*path, name), value, '"earned" or "possible"')
                continue
            most = 100 if "percent" in name else math.inf
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not 0 <= value <= most:
                to = "from 0 to 100" if most == 100 else "that is not negative"
                self._wrong((*path, name), value, f"a number {to}")
        return replace(usual or Policy(), **told) if told else usual

    def _time(self, path: tuple[str, ...], told: object, zone: tzinfo | None) -> datetime:
        if isinstance(told, dict):  # of `ada.l = ...`
            self._wrong(path, told, f"{_A_TIME}; a name with a dot in it stands in quotes")
        when = _read(told) if isinstance(told, str) else told
        if isinstance(when, date) and not isinstance(when, datetime):
            when = datetime.combine(when, time(23, 59, 59))  # all of that day
        if not isinstance(when, datetime) or not 1980 <= when.year <= 2200:
            self._wrong(path, told, _A_TIME)
        if when.tzinfo is None and zone is None:
            expected = 'an offset, or `timezone = "Europe/Berlin"` (or "UTC") on top of the file'
            self._wrong(path, told, expected)
        return when if when.tzinfo else when.replace(tzinfo=zone)

    def _zone(self, name: object) -> tzinfo | None:
        import dateutil.tz

        if name is None:
            return None
        zone: tzinfo | None = None
        if isinstance(name, str) and name:
            zone = dateutil.tz.UTC if name == "UTC" else dateutil.tz.gettz(name)
        if zone is None:
            self._wrong(("timezone",), name, 'a name such as "Europe/Berlin" or "UTC"')
        return zone

    def _wrong(self, path: tuple[str, ...], got: object, expected: str) -> NoReturn:
        heads = (path[:length] for length in range(len(path), 0, -1))
        line = next((self.lines[head] for head in heads if head in self.lines), 1)
        shown = f'"{got}"' if isinstance(got, str | date) else repr(got)
        raise MaterialError(
            f"{self.where}, line {line}: {path[-1]} = {shown}, expected {expected}. Correct it."
        )


def key(name: str) -> str:
    """Return a name as it stands in the file: in quotes, if it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'


def spoken(time: timedelta) -> str:
    """Return a time as people say it: 2 days and 3 hours, 40 minutes."""
    minutes = max(1, round(time.total_seconds() / 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes, "minute")]
    said = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number]
    return " and ".join(said)


def _read(text: str) -> date | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text.strip())
    return None


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line in which each key of a TOML file is named first, tables included."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        line, path = line.strip(), table
        if line.startswith("["):
            table = path = _keys(line)
        elif "=" in line and not line.startswith("#"):
            path = (*table, *_keys(f"{line.partition('=')[0]} = 0"))
        for length in range(len(path)):
            found.setdefault(path[: length + 1], number)
    return found


def _keys(line: str) -> tuple[str, ...]:
    """Return the keys that a line of TOML names, the outermost first; none if it is a part."""
    try:
        told: Any = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while told and isinstance(told, dict):
        key, told = next(iter(told.items()))
        keys.append(key)
    return tuple(keys)

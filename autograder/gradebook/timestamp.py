"""When something was handed in: `timestamp.txt`, as nbgrader writes and reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

TIMESTAMP = "timestamp.txt"


def read_time(text: str) -> datetime | None:
    """Return the moment that a timestamp states, in UTC; None if it is none that can be.

    Read as `nbgrader.utils.parse_utc` reads it, which takes two seconds to import: the zone is an
    offset, a place or seconds; without one it is UTC.
    """
    import dateutil.parser
    import dateutil.tz

    try:
        text = text.strip()
        zones: Any = _zone
        if text.count(" ") == 2:
            text, _, name = text.rpartition(" ")
            seconds = name.removeprefix("-").removeprefix("+").isdecimal()
            place = timezone(timedelta(seconds=int(name))) if seconds else dateutil.tz.gettz(name)
            text, zones = f"{text} TZ", {"TZ": place}
        when: datetime = dateutil.parser.parse(text, tzinfos=zones)
        return plausible((when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC))
    except Exception:  # a student may have written anything there, the year 1 with an offset say
        return None


def written_time(when: datetime) -> str:
    """Return a moment as nbgrader writes it into the file."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def plausible(when: datetime) -> datetime | None:
    """Return a time at which somebody can have handed something in."""
    return when if 1980 <= when.year <= 2200 else None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Return the zone of an offset in seconds; a name alone is none, as for nbgrader."""
    return None if offset is None else timezone(timedelta(seconds=offset))

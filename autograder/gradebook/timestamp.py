"""When something was handed in: `timestamp.txt`, as nbgrader writes and reads it."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

TIMESTAMP = "timestamp.txt"
_NUMBER = re.compile(r"[-+]?\d+")


def read_time(text: str) -> datetime | None:
    """Return the moment that a timestamp states, in UTC; None if it is none that can be.

    The zone is an offset or a place; without one it is UTC.
    """
    return _read(text, seconds=False)


def nbgraders_time(text: str) -> datetime | None:
    """Return the moment that nbgrader takes it for: an offset, `+0200` say, is 200 seconds to it.

    As `nbgrader.utils.parse_utc`, which takes two seconds to import.
    """
    return _read(text, seconds=True)


def written_time(when: datetime) -> str:
    """Return a moment as nbgrader writes it into the file."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def plausible(when: datetime) -> datetime | None:
    """Return a time at which somebody can have handed something in."""
    return when if 1980 <= when.year <= 2200 else None


@functools.lru_cache(maxsize=8)  # each is asked for some times in a row
def _read(text: str, seconds: bool) -> datetime | None:
    import dateutil.parser
    import dateutil.tz

    text = text.strip()
    zones: Any = _zone
    begin, _, name = text.rpartition(" ")
    try:
        if text.count(" ") == 2 and (seconds or not _NUMBER.fullmatch(name)):
            number = _NUMBER.fullmatch(name)
            text, zones = f"{begin} TZ", {"TZ": int(name) if number else dateutil.tz.gettz(name)}
        when: datetime = dateutil.parser.parse(text, tzinfos=zones)
        return plausible((when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC))
    except Exception:  # a student may have written anything there, the year 1 with an offset say
        return None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Return the zone of an offset in seconds; a name alone is none, as for nbgrader."""
    return None if offset is None else timezone(timedelta(seconds=offset))

"""Which of several files of one student counts, and what lies beside them tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cmp_to_key

from autograder.platforms.archives import Found
from autograder.platforms.downloads import Origin, read_time
from autograder.platforms.identity import Naming
from autograder.platforms.record import Entry


def receipts(found: list[Found], whose: dict[str, Origin | None]) -> dict[str, str]:
    """Return the names that Blackboard's receipts tell: `Name: Ada Lovelace (ada01)`."""
    names = {}
    for file in found:
        origin = whose[file.name]
        if origin and not origin.file:
            text = file.read()[:10_000].decode("utf-8-sig", errors="replace")
            if match := re.search(rf":[ \t]*(.+?) \({re.escape(origin.key)}\)", text):
                names[origin.key] = match[1]
    return names


def times(found: list[Found]) -> dict[str, datetime | None]:
    """Return for each folder the time that nbgrader's timestamp.txt in it states."""
    return {
        file.name.rpartition("/")[0]: read_time(file.read()[:200].decode("utf-8", "replace"))
        for file in found
        if file.name.rsplit("/", 1)[-1] == "timestamp.txt"
    }


def apart(candidates: list[tuple[Entry, Found]], naming: Naming) -> list[tuple[Entry, Found]]:
    """Keep people of one name apart: what only a name told is not enough for two of them."""
    keys: dict[tuple[str, str], set[str]] = {}
    for entry, _ in candidates:
        keys.setdefault((entry.student, entry.assignment), set()).add(entry.key)
    return [
        (replace(entry, student=naming.split(entry), how="split"), file)
        if len(keys[entry.student, entry.assignment]) > 1 and entry.how in ("name", "derived")
        else (entry, file)
        for entry, file in candidates
    ]


def latest(
    candidates: Iterable[tuple[Entry, Found]],
) -> list[tuple[Entry, Found, list[Entry]]]:
    """Return each student's latest for each assignment, with those that it is later than."""
    groups: dict[tuple[str, str], list[tuple[Entry, Found]]] = {}
    for entry, file in candidates:
        groups.setdefault((entry.student, entry.assignment), []).append((entry, file))

    def order(one: tuple[Entry, Found], other: tuple[Entry, Found]) -> int:
        a, b = one[0], other[0]
        by_name = (a.file > b.file) - (a.file < b.file)  # the same order each time
        return a.is_later_than(b) - b.is_later_than(a) or by_name

    result = []
    for key in sorted(groups):
        *earlier, (entry, file) = sorted(groups[key], key=cmp_to_key(order))
        result.append((entry, file, [e for e, _ in earlier]))
    return result

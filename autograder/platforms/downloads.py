"""Whose file it is, as each platform writes it into the names of a bulk download."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import commonprefix

SOURCES = ("canvas", "moodle", "blackboard", "folder", "nbgrader")


@dataclass(frozen=True)
class Origin:
    """What a platform's file name tells about a file."""

    key: str  # the platform's own word for the student
    name: str = ""  # the student's name, as far as the platform tells it
    file: str = ""  # what the student called the file
    late: bool = False
    serial: int = 0  # grows with each upload, if the platform counts
    when: datetime | None = None  # when it was handed in, if the platform tells
    assignment: str = ""


# <sortable name>[_LATE]_<user id>_<attachment id>_<file>; the first pair of numbers is Canvas's
_CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<key>\d+)_(?P<serial>\d+)_(?P<file>.+)")
_ANONYMOUS = re.compile(
    r"(?P<name>anon)_(?P<key>[^\W_]+)(?P<late>_LATE)?_(?P<serial>\d+)_(?P<file>.+)"
)
_MOODLE = re.compile(
    r"(?P<name>.*?)_(?P<key>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)"
)
_BLACKBOARD = re.compile(
    r"(?P<head>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)"
)
_EXCHANGE = re.compile(r"(?P<key>[^+]+)\+(?P<assignment>[^+]+)\+(?P<when>[^+]+?)(?:\+[^+]*)?")
_RESUBMITTED = re.compile(r"-(\d{1,3})(?=\.[^.]+$)")  # softmax-1.ipynb


def origins(
    source: str, names: Iterable[str], known: Iterable[str] = (), folders: Iterable[str] = ()
) -> dict[str, Origin | None]:
    """Return for each file of a download whose it is; None if its name does not fit the platform.

    Parameters
    ----------
    source : str
        One of `SOURCES`.
    names : iterable of str
        All names in the download, with "/" between folders. Only the outermost part that fits
        counts: what a student writes into a file's name or a zip cannot make it another's.
    known : iterable of str
        Ids of the roster; they settle which part of Blackboard's names is the student.
    folders : iterable of str
        Names of assignments, so that such a folder or file is not taken for a student.
    """
    names = list(names)
    if source == "canvas":
        return {name: _first(name, _canvas) for name in names}
    if source == "moodle":
        return {name: _first(name, _moodle) for name in names}
    if source == "blackboard":
        return _blackboard(names, set(known))
    if source == "nbgrader":
        return {name: _nbgrader(name) for name in names}
    return _folder(names, {folder.casefold() for folder in folders})


def _first(name: str, read) -> Origin | None:
    parts = name.split("/")
    for depth, part in enumerate(parts):
        if origin := read(part, parts[-1] if depth < len(parts) - 1 else ""):
            return origin
    return None


def _canvas(part: str, inner: str) -> Origin | None:
    match = _ANONYMOUS.fullmatch(part) or _CANVAS.fullmatch(part)
    if not match:
        return None
    anonymous = match["name"] == "anon"
    return Origin(
        key=f"anon-{match['key']}" if anonymous else match["key"],
        name="" if anonymous else match["name"],
        file=inner or _RESUBMITTED.sub("", match["file"]),
        late=bool(match["late"]),
        serial=int(match["serial"]),
    )


def _moodle(part: str, inner: str) -> Origin | None:
    match = _MOODLE.fullmatch(part)
    if not match:
        return None
    return Origin(key=match["key"], name=match["name"].strip(), file=inner or match["file"])


def _blackboard(names: list[str], known: set[str]) -> dict[str, Origin | None]:
    matches = {}
    for name in names:
        parts = name.split("/")
        fits = ((_BLACKBOARD.fullmatch(part), depth) for depth, part in enumerate(parts))
        matches[name] = next(((m, depth) for m, depth in fits if m), None)
    heads = {found[0]["head"] for found in matches.values() if found}
    shared = commonprefix(sorted(heads)) if len(heads) > 1 else ""  # noqa: RUF071 (letters)
    shared = shared[: shared.rfind("_") + 1]  # the assignment's title, the same in one download

    def user(head: str) -> str:
        tails = [head[at.end() :] for at in re.finditer("_", head)]
        in_roster = next((tail for tail in tails if tail in known), None)
        return in_roster or (head[len(shared) :] if shared else head.rsplit("_", 1)[-1])

    result: dict[str, Origin | None] = {}
    for name, found in matches.items():
        if not found:
            result[name] = None
            continue
        match, depth = found
        inner = name.split("/")[-1] if depth < name.count("/") else ""
        result[name] = Origin(
            key=user(match["head"]),
            file=inner or match["file"] or "",
            when=_blackboard_time(match["when"]),
        )
    return result


def _blackboard_time(text: str) -> datetime | None:
    """Blackboard writes its server's local time: taken for this machine's."""
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone(UTC)
    except ValueError:
        return None


def _nbgrader(name: str) -> Origin | None:
    parts = name.split("/")
    for depth, part in enumerate(parts[:-1]):
        if match := _EXCHANGE.fullmatch(part):
            when = read_time(match["when"])
            return Origin(match["key"], file=parts[-1], when=when, assignment=match["assignment"])
        if part in ("submitted", "downloaded") and len(parts) - depth > 3:
            parts = parts[depth + 1 :]
            break
    if len(parts) < 3:
        return None
    return Origin(parts[0], file=parts[-1], assignment=parts[1])


def read_time(text: str) -> datetime | None:
    """Return the moment that nbgrader's timestamp.txt states; None if it states none."""
    # the zone is a name (UTC) or an offset; without one nbgrader means UTC
    from dateutil import parser

    try:
        when = parser.parse(text.strip(), tzinfos={"UTC": UTC})
    except (ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def _folder(names: list[str], assignments: set[str]) -> dict[str, Origin | None]:
    split = {name: name.split("/") for name in names}
    tops = {parts[0] for parts in split.values()}
    deep = all(len(parts) > 2 for parts in split.values())
    wrapped = len(tops) == 1 and deep
    wrapped = wrapped and not any(parts[1].casefold() in assignments for parts in split.values())
    result: dict[str, Origin | None] = {}
    for name, parts in split.items():
        parts = parts[1:] if wrapped else parts
        owner = parts[0] if len(parts) > 1 else _owner_of_loose_file(parts[0])
        owner = owner[:-4] if owner.lower().endswith(".zip") else owner
        nobody = not owner or (len(parts) == 1 and owner.casefold() in assignments)
        result[name] = None if nobody else Origin(owner, name=owner, file=parts[-1])
    return result


def _owner_of_loose_file(file: str) -> str:
    """Return the student of a file that lies in no folder: `ada_softmax.ipynb` or `ada.ipynb`."""
    return re.split(r"_|\.ipynb", file, maxsplit=1)[0].strip()

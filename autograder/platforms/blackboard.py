"""Blackboard: "Assignment File Download", the Grade Center's offline file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from os.path import commonprefix

from autograder.errors import MaterialError
from autograder.platforms.archives import Found
from autograder.platforms.platform import (
    Grades,
    Hints,
    Line,
    Origin,
    Platform,
    StudentList,
    Whose,
    graded_columns,
    local_time,
    names_in,
    wrong_table,
)
from autograder.tables import Table, number_in

_FILE = re.compile(r"(?P<head>.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)")
_ID = re.compile(r"\s*(\[[^\]]*\](\s*\|\d+)?|\|\d+)\s*$")  # Title [Total Pts: 20 Score] |11
_ABOUT = (
    *("last name", "first name", "username", "student id", "last access", "availability"),
    *("child course id", "email"),
)


class Blackboard(Platform):
    """Files in one folder with a receipt for each attempt; a gradebook of all assignments."""

    name = "blackboard"
    marks = "template"
    takes_feedback = True
    feedback_note = (
        "Blackboard takes no files back in bulk: attach them one by one, or send them with --mail. "
        "It takes comments: download the one column with them (Work Offline, Include Comments), "
        "and `autograder export --to blackboard` fills both in."
    )
    not_a_mark = frozenset(("needs grading", "in progress", "-", "--"))
    students = (
        StudentList(
            ("last name", "first name", "username", "student id"),
            {
                "id": ("username", "student id"),
                "first": ("first name",),
                "last": ("last name",),
                "email": ("email",),
            },
        ),
    )

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        matches = {}
        for name in files:
            fits = ((_FILE.fullmatch(part), at) for at, part in enumerate(name.split("/")))
            if found := next(((match, at) for match, at in fits if match), None):
                matches[name] = found
        heads = {match["head"] for match, _ in matches.values()}
        shared = commonprefix(sorted(heads)) if len(heads) > 1 else ""  # noqa: RUF071 (letters)
        shared = shared[: shared.rfind("_") + 1]  # the assignment's title, the same in one download
        result: Whose = dict.fromkeys(files, ())
        for name, (match, depth) in matches.items():
            inner = name.split("/")[-1] if depth < name.count("/") else ""
            when = local_time(match["when"], "%Y-%m-%d-%H-%M-%S", hints.zone)
            key = _user(match["head"], shared, hints)
            result[name] = (Origin(key, file=inner or match["file"] or "", when=when),)
        return _with_names(result, files)

    def grades(self, table: Table) -> Grades:
        user, school = table.find("username"), table.find("student id")
        marked = [at for at, header in enumerate(table.headers) if _ID.search(header)]
        if user is None and not (marked and marked[0] > 2):
            raise wrong_table(
                table, "not Blackboard's Grade Center, which has the columns Last Name and Username"
            )
        lines = []
        for row in range(len(table)):
            cells = table.row(row)
            ids = [cells[at] for at in (user, school) if at is not None and cells[at]]
            names = names_in(table, cells)
            if user is None:  # in another language: names first, then ids
                ids, names = cells[2 : marked[0]], (f"{cells[1]} {cells[0]}",)
            if any(cells):
                number = ids[0] if user is None else cells[user]
                lines.append(Line(row, number, tuple(ids), names))

        def possible(at: int) -> float | None:
            match = re.search(r"\[[^\]]*?(\d+(?:[.,]\d+)?)", table.headers[at])
            return number_in(match[1]) if match else None

        columns = graded_columns(table, _ABOUT, _ID, possible)
        comments = table.find("feedback to learner", "feedback to user")
        comma = table.decimal_comma(c.at for c in columns)
        return Grades(tuple(lines), columns, comma, comments)

    def feedback_name(self, file: str, page: str) -> str:
        fits = next((part for part in file.split("/") if _FILE.fullmatch(part)), "")
        return f"{fits.rpartition('.')[0] or fits}.{page.rpartition('.')[2]}" if fits else ""


def _user(head: str, shared: str, hints: Hints) -> str:
    """Return the username at the end of `<title>_<username>`; either may hold an underscore."""
    tails = [head[at.end() :] for at in re.finditer("_", head)]
    known = next((tail for tail in tails if tail in hints.ids), None)
    return known or (head[len(shared) :] if shared else head.rsplit("_", 1)[-1])


def _with_names(whose: Whose, files: Mapping[str, Found]) -> Whose:
    """Add the names that the receipts tell: `Name: Ada Lovelace (ada01)`."""
    names = {}
    for file, origins in whose.items():
        for origin in origins:
            if not origin.file:
                with suppress(MaterialError):
                    text = files[file].read()[:10_000].decode("utf-8-sig", errors="replace")
                    if match := re.search(rf":[ \t]*(.+?) \({re.escape(origin.key)}\)", text):
                        names[origin.key] = match[1]
    return {
        file: tuple(Origin(o.key, names.get(o.key, ""), file=o.file, when=o.when) for o in origins)
        for file, origins in whose.items()
    }


BLACKBOARD = Blackboard()

"""What a platform's column of comments says to a student: the page in a few words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.gradebook.manual import marked_by_hand
from autograder.platforms.marks import Mark, Marks, State, plain_number
from autograder.platforms.platform import Line
from autograder.platforms.record import teams_of
from autograder.tables import Table
from autograder.verdicts import Outcome

_CLAIMS = 5  # that do not hold yet are named
_OURS = re.compile(r"(\d[\d.]* of \d[\d.]* points\.|Could not be graded: )")


def comments_in(
    sheet: Table,
    at: int,
    students: Mapping[Line, str | None],
    table: Marks,
    classroom: Classroom,
) -> dict[tuple[int, int], str]:
    """Return the cells of a column of comments, for the one assignment of a table.

    A person's words stay; what an earlier export wrote is replaced.
    """
    (assignment,) = table.assignments
    teams = teams_of(classroom)
    cells = {}
    for line, student in students.items():
        mark = table.table.get((student or "", assignment.name))
        there = sheet.row(line.row)[at]
        if mark is None or (there and not _OURS.match(there)):
            continue
        team = teams.get((mark.student, assignment.name), ())
        if said := comment_on(classroom, assignment, mark, team):
            # what Excel's old encoding does not have becomes a question mark
            cells[line.row, at] = said.encode(sheet.encoding, "replace").decode(sheet.encoding)
    return cells


def comment_on(
    classroom: Classroom, assignment: Assignment, mark: Mark, team: Sequence[str] = ()
) -> str:
    """Return points, what was taken and why, what does not hold yet, and a person's words.

    Nothing for what was not handed in or not graded yet.
    """
    if mark.points is None:
        reason = mark.reason or "not all checks could be run."
        return f"Could not be graded: {reason}" if mark.state is State.PARTLY else ""
    said = [f"{plain_number(mark.points)} of {plain_number(mark.possible)} points."]
    if mark.penalty:
        taken = plain_number(mark.penalty)
        said.append(f"{taken} {'was' if taken == '1' else 'were'} taken. {mark.why_late}")
    marked = marked_by_hand(classroom, assignment, mark.student, mark.claims, team)
    if titles := _failed(classroom, mark, marked.settled if marked else ()):
        more = f"; and {len(titles) - _CLAIMS} more" if len(titles) > _CLAIMS else ""
        said.append(f"Not yet: {'; '.join(titles[:_CLAIMS])}{more}.")
    for remark in marked.remarks if marked else ():
        if remark.comment:
            said.append(f"{_plain(remark.title)}: {_plain(remark.comment)}")
    return " ".join(said)


def _failed(classroom: Classroom, mark: Mark, settled: Collection[str]) -> list[str]:
    """Return what does not hold yet, but for what a person gave points for."""
    file = classroom.results(mark.student, mark.assignment)
    tests = json.loads(file.read_bytes())["tests"] if file.is_file() else []
    facts = [(test.get("name"), test.get("extra_data") or {}) for test in tests]
    return [
        _plain(str(fact.get("title", name))).rstrip(".")
        for name, fact in facts
        if fact.get("outcome") == Outcome.FAILED and name not in settled
    ]


def _plain(text: str) -> str:
    """Return Markdown as a line of plain text."""
    return " ".join(text.replace("`", "").split())

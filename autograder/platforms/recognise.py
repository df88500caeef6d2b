"""Which assignment a notebook is, whatever its file is called: its own cells tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.course.course import Assignment
from autograder.errors import MaterialError
from autograder.grading.submission.reading import read_submission
from autograder.notebook.cells import Cell
from autograder.notebook.regions import STUB, released

_ENOUGH_IDS, _ENOUGH_LINES = 0.3, 0.3  # shares of an assignment's ids, of its own lines
_ENDINGS = (".ipynb", ".json", ".txt")
_COPY_MARKS = re.compile(
    r"copy( of)?|copie( de)?|kopie( von)?|copia( de)?|\(\d+\)|[-_ ]copy\d*$|[-_ ]\d+$", re.I
)


@dataclass(frozen=True)
class Recognised:
    """The assignment that a file belongs to, and what told so."""

    assignment: str
    by: str  # "cells", "text" or "name"


def is_candidate(file: str) -> bool:
    """True for a name that a notebook may have: browsers add .txt or .json, or drop the ending."""
    name = file.rsplit("/", 1)[-1].lower()
    return name.endswith(_ENDINGS) or "." not in name


class Recogniser:
    """Knows the cells of each assignment of a course."""

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        self.ids: dict[str, set[str]] = {}
        self.lines: dict[str, set[str]] = {}
        self.stems: dict[str, str] = {}
        for assignment in assignments:
            cells = assignment.cells
            self.ids[assignment.name] = {c.id for c in cells if c.grade or c.solution or c.locked}
            self.lines[assignment.name] = _released_lines(cells)
            self.stems[assignment.stem.casefold()] = assignment.name
        for ours in (self.ids, self.lines):  # what two assignments share tells neither
            shared = _shared(ours.values())
            for name in ours:
                ours[name] = ours[name] - shared

    def recognise(self, content: bytes, file: str) -> Recognised:
        """Return the assignment of a notebook, read as it will be for grading.

        Raises
        ------
        MaterialError
            If the bytes are no notebook, or one of no assignment; the message says why.
        """
        ids: set[str] = set()
        lines: set[str] = set()
        for cell in read_submission(content).cells:
            ids |= {word for word in (cell.grade_id, cell.id) if word}
            lines |= _lines(cell.source)
        for ours, theirs, enough, by in (
            (self.ids, ids, _ENOUGH_IDS, "cells"),
            (self.lines, lines, _ENOUGH_LINES, "text"),
        ):
            shares = {name: len(mine & theirs) / len(mine) for name, mine in ours.items() if mine}
            best = max(shares, key=lambda name: shares[name], default=None)
            if best and shares[best] >= enough:
                return Recognised(best, by)
        if name := self.stems.get(plain_stem(file)):
            return Recognised(name, "name")
        raise MaterialError("It is a notebook, but of no assignment of this course.")


def what_it_is(file: str, content: bytes) -> str:
    """Return a sentence on a file that is no notebook, for its student."""
    start = content[:1_000].lstrip().lower()
    kinds = {
        "a PDF": start.startswith(b"%pdf"),
        "a web page": start.startswith((b"<!doctype", b"<html")),
        "a packed file": content.startswith((b"PK", b"Rar!", b"7z", b"\x1f\x8b")),
        "a Python program": file.lower().endswith(".py"),
        "an image": content.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8")),
    }
    kind = next((kind for kind, fits in kinds.items() if fits), "")
    kind = f", but {kind}" if kind else ""
    return f"{file} is not a notebook{kind}: hand in the file that ends in .ipynb."


def plain_stem(file: str) -> str:
    """Return a file's name without endings and without what copying adds to it."""
    name = file.rsplit("/", 1)[-1].casefold()
    while name.endswith(_ENDINGS):
        name = name.rsplit(".", 1)[0]
    while (shorter := _COPY_MARKS.sub("", name).strip(" -_")) != name:
        name = shorter
    return name


def _released_lines(cells: list[Cell]) -> set[str]:
    """Return the lines that every student has: without solutions and hidden tests."""
    ours = {line for cell in cells for line in _lines(released(cell))}
    return ours - {line for stub in STUB.values() for line in stub.split("\n")}


def _lines(source: str) -> set[str]:
    return {line for line in map(str.strip, source.splitlines()) if len(line) > 12}


def _shared(sets: Iterable[set[str]]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for one in sets:
        twice |= seen & one
        seen |= one
    return twice

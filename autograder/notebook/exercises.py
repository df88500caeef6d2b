"""An assignment as a reader sees it: exercises, and in each what was asked and what was claimed.

An exercise is a section of the notebook: what stands under one `##` heading, if claims do.
Within it a part is what the student wrote (one answer cell, or several in a row) and the
claims that follow. A claim's code is the code of its part; a section with three predictions
has three parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.notebook.cells import Cell

_HEADING = re.compile(r"^##[ \t]+(?P<title>\S.*?)[ \t#]*$", re.MULTILINE)
_TITLE = re.compile(r"^#[ \t]+(?P<title>\S.*?)[ \t#]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_HINT = re.compile(
    r"<details[^>]*>\s*(?:<summary[^>]*>(?P<summary>.*?)</summary>)?(?P<text>.*?)</details>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass
class Part:
    """What the student wrote in a row, and the claims about it."""

    answers: list[Cell] = field(default_factory=list)
    claims: list[Cell] = field(default_factory=list)
    hint: str = ""  # Markdown of the first hint, the one that gives away least

    @property
    def by_hand(self) -> bool:
        """True if a person gives points for something in it."""
        return any(cell.by_hand for cell in self.answers)


@dataclass
class Exercise:
    """One section of the notebook that holds claims."""

    title: str
    parts: list[Part]

    @property
    def claims(self) -> list[Cell]:
        """All claims of the section, in order."""
        return [claim for part in self.parts for claim in part.claims]


def title_of(cells: Iterable[Cell], otherwise: str) -> str:
    """Return the notebook's title: its first `#` heading."""
    for cell in cells:
        if cell.kind == "markdown" and (found := _TITLE.search(_FENCE.sub("", cell.source))):
            return found["title"]
    return otherwise


def exercises_of(cells: Iterable[Cell]) -> list[Exercise]:
    """Return the exercises of an assignment, in order; every claim is in exactly one.

    Claims that stand before any heading belong to an exercise named "Start".
    """
    found: list[Exercise] = []
    exercise, part = Exercise("Start", []), Part()
    for cell in cells:
        if cell.kind == "markdown" and not cell.is_answer:
            title, hint = _heading(cell.source), _first_hint(cell.source)
            if title:
                exercise, part = Exercise(title, []), Part()
            if hint and part.claims:
                part = Part()
            part.hint = part.hint or hint
        elif cell.is_answer:
            if part.claims:
                part = Part()
            part.answers.append(cell)
        elif cell.is_claim:
            if not part.claims:
                exercise.parts.append(part)
            if exercise not in found[-1:]:
                found.append(exercise)
            part.claims.append(cell)
    return found


def sections_of(cells: Iterable[Cell]) -> dict[str, str]:
    """Return the `##` heading that each cell stands under, by id; none for those before any."""
    found: dict[str, str] = {}
    title = ""
    for cell in cells:
        if cell.kind == "markdown" and not cell.is_answer:
            title = _heading(cell.source) or title
        if title:
            found[cell.id] = title
    return found


def _heading(markdown: str) -> str:
    """Return the last `##` heading of a cell; code in fences has none."""
    titles = _HEADING.findall(_FENCE.sub("", markdown))
    return titles[-1] if titles else ""


def _first_hint(markdown: str) -> str:
    """Return the text of the first <details> of a cell, without its summary."""
    found = _HINT.search(markdown)
    return found["text"].strip() if found else ""

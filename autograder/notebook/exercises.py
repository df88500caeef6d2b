"""An assignment as a reader sees it: exercises, and in each what was asked and what was claimed.

An exercise is a section of the notebook: what stands under one `##` heading, if claims do.
Within it a question is what the student wrote (one answer cell, or several in a row) and the
claims that follow. A claim's code is the code of its question; a section with three predictions
has three questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.notebook.cells import Cell

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_HINT = re.compile(
    r"<details[^>]*>\s*(?:<summary[^>]*>(?P<summary>.*?)</summary>)?(?P<text>.*?)</details>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass
class Question:
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
    questions: list[Question]

    @property
    def claims(self) -> list[Cell]:
        """All claims of the section, in order."""
        return [claim for question in self.questions for claim in question.claims]


def title_of(cells: Iterable[Cell]) -> str:
    """Return the notebook's title: its first `#` heading; nothing if it has none."""
    texts = (cell.source for cell in cells if cell.kind == "markdown")
    return next((title for text in texts for level, title in headings(text) if level == 1), "")


def headings(markdown: str) -> list[tuple[int, str]]:
    """Return the headings of a text, each with its level; code in fences has none."""
    return [(len(mark), title) for mark, title in _HEADING.findall(without_fences(markdown))]


def without_fences(markdown: str) -> str:
    """Return a text without the code that stands between fences."""
    return _FENCE.sub("", markdown)


def exercises_of(cells: Iterable[Cell]) -> list[Exercise]:
    """Return the exercises of an assignment, in order; every claim is in exactly one.

    Claims that stand before any heading belong to an exercise named "Start".
    """
    found: list[Exercise] = []
    exercise, question = Exercise("Start", []), Question()
    for cell in cells:
        if cell.kind == "markdown" and not cell.is_answer:
            title, hint = _heading(cell.source), _first_hint(cell.source)
            if title:
                exercise, question = Exercise(title, []), Question()
            if hint and question.claims:
                question = Question()
            question.hint = question.hint or hint
        elif cell.is_answer:
            if question.claims:
                question = Question()
            question.answers.append(cell)
        elif cell.is_claim:
            if not question.claims:
                exercise.questions.append(question)
            if exercise not in found[-1:]:
                found.append(exercise)
            question.claims.append(cell)
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
    """Return the last `##` heading of a cell."""
    return next((title for level, title in reversed(headings(markdown)) if level == 2), "")


def _first_hint(markdown: str) -> str:
    """Return the text of the first <details> of a cell, without its summary."""
    found = _HINT.search(markdown)
    return found["text"].strip() if found else ""

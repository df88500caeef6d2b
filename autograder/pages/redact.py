"""The last look before something reaches a student: no line of a hidden test, in no message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autograder.notebook.cells import Cell
from autograder.notebook.regions import HIDDEN, inside_regions
from autograder.verdicts import Graded

SHORTEST = 12  # characters: shorter lines, such as `try:`, tell nothing
WITHHELD = "(a hidden check)"


def hidden_lines(cells: Iterable[Cell]) -> list[str]:
    """Return the telling lines of all hidden tests, the longest first."""
    lines = {line.strip() for cell in cells for line in inside_regions(cell.source, HIDDEN)}
    return sorted((line for line in lines if len(line) >= SHORTEST), key=lambda x: (-len(x), x))


def withhold(graded: Graded, cells: Iterable[Cell]) -> Graded:
    """Return the same with no hidden line in any message or advice.

    Messages are written without them; this is for those that quote source anyway, such as
    an exception raised inside a check.
    """
    lines = hidden_lines(cells)

    def clean(text: str) -> str:
        for line in lines:
            text = text.replace(line, WITHHELD)
        return text

    return replace(
        graded,
        verdicts=tuple(
            replace(
                verdict,
                message=clean(verdict.message),
                warnings=tuple(map(clean, verdict.warnings)),
                printed="",  # what a call printed may be the inputs of a hidden check
            )
            for verdict in graded.verdicts
        ),
        advice=tuple(map(clean, graded.advice)),
    )

"""What each cell of a notebook is for, read from nbgrader's metadata."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import MaterialError


@dataclass(frozen=True)
class Cell:
    """One cell, with the part that it plays in an assignment.

    A claim is graded and not written by the student (nbgrader: grade, no solution).
    An answer is written by the student (solution); with points it is graded by hand.
    """

    id: str
    kind: str  # "code", "markdown" or "raw"
    source: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0
    tags: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_claim(self) -> bool:
        """True for a cell that the grader runs and awards points for."""
        return self.grade and not self.solution and self.kind == "code"

    @property
    def is_answer(self) -> bool:
        """True for a cell that the student fills in."""
        return self.solution or self.task

    @property
    def by_hand(self) -> bool:
        """True for a cell that a person gives points for."""
        return self.task or (self.grade and (self.solution or self.kind != "code"))

    @property
    def title(self) -> str:
        """The claim in words: the first line of the cell's docstring, else its id in words."""
        first = self.source.lstrip().split("\n", 1)[0].strip()
        if first.startswith(('"""', "'''")) and first[3:].strip(" \"'"):
            return first[3:].rstrip("\"'").strip()
        return self.id.replace("-", " ")


def read_cells(content: bytes, where: str) -> list[Cell]:
    """Return the cells of a notebook of format 4.

    Raises
    ------
    MaterialError
        If the bytes are not such a notebook; the message names `where`.
    """
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise MaterialError(f"{where}: not a notebook: {error}.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise MaterialError(f"{where}: not a notebook of format 4: it has no list of cells.")
    return [cell_from(raw, position) for position, raw in enumerate(notebook["cells"])]


def cell_from(raw: dict[str, Any], position: int) -> Cell:
    """Return one cell of a trusted notebook's JSON."""
    metadata = raw.get("metadata", {})
    marks = metadata.get("nbgrader", {})
    source = raw.get("source", "")
    return Cell(
        id=marks.get("grade_id") or raw.get("id") or f"cell-{position}",
        kind=raw.get("cell_type", "code"),
        source=source if isinstance(source, str) else "".join(source),
        grade=bool(marks.get("grade")),
        solution=bool(marks.get("solution")),
        locked=bool(marks.get("locked")),
        task=bool(marks.get("task")),
        points=float(marks.get("points") or 0),
        tags=tuple(metadata.get("tags", ())),
        raw=raw,
    )


def checksum(cell: Cell, source: str) -> str:
    """Return nbgrader's checksum of a cell with this source (`nbgrader.utils.compute_checksum`)."""
    locked = not cell.solution and (cell.grade or cell.locked)
    parts = [source, cell.kind, str(cell.grade), str(cell.solution), str(locked), cell.id]
    if cell.grade:
        parts.append(str(float(cell.points)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()

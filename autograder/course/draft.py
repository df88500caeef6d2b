"""One made-up student's notebook in the making, and what each of its claims depends on."""

from __future__ import annotations

import ast
import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from autograder.checking.code import names_of, names_read, statements
from autograder.course.course import Assignment
from autograder.course.mistakes import WrongVersion
from autograder.notebook.cells import Cell
from autograder.notebook.regions import SOLUTION, find_regions, solved


@dataclass(frozen=True)
class Expected:
    """What is right for a submission; no points at all if it cannot be graded."""

    least: float | None
    most: float | None
    mistake: str = ""  # the title that should be named


@dataclass
class Draft:
    """One student's notebook in the making: the released one, with its answers filled in."""

    assignment: Assignment
    released: dict[str, Any]
    wrong: list[WrongVersion] = field(default_factory=list)  # known mistakes that it may have
    cells: list[dict[str, Any]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)  # answers that earn nothing
    expected: Expected | None = None  # if it is not what follows from `lost`

    def __post_init__(self) -> None:
        self.cells = deepcopy(self.released["cells"])
        for answer in self.answers:
            self.write(answer.id, solved(answer))

    @property
    def answers(self) -> list[Cell]:
        """The exercises, in order."""
        return [cell for cell in self.assignment.cells if cell.is_answer and cell.kind == "code"]

    @property
    def functions(self) -> list[tuple[Cell, ast.FunctionDef]]:
        """The exercises that ask for a function, each with the right one."""
        found = [(answer, function_in(answer)) for answer in self.answers]
        return [(answer, function) for answer, function in found if function is not None]

    def position(self, id: str) -> int:
        """Return where a cell stands."""
        return next(i for i, cell in enumerate(self.cells) if cell.get("id") == id)

    def write(self, id: str, source: str) -> None:
        """Put a text into a cell."""
        self.cells[self.position(id)]["source"] = source

    def read(self, id: str) -> str:
        """Return a cell's text."""
        source = self.cells[self.position(id)]["source"]
        return source if isinstance(source, str) else "".join(source)

    def leave_blank(self, id: str) -> None:
        """Make a cell what was released, and count what depends on it as lost."""
        blank = next(cell for cell in self.released["cells"] if cell["id"] == id)
        self.write(id, blank["source"])
        self.lost.add(id)

    def insert_after(self, id: str, source: str, name: str) -> None:
        """Put a cell of the student's own behind another one."""
        own = {"cell_type": "code", "id": name, "metadata": {}, "source": source}
        self.cells.insert(self.position(id) + 1, {**own, "outputs": [], "execution_count": None})

    def content(self) -> bytes:
        """Return the notebook as a file."""
        return json.dumps({**self.released, "cells": self.cells}, indent=1).encode()

    def right_result(self) -> Expected:
        """Return what the draft should earn."""
        if self.expected:
            return self.expected
        needs = needed_answers(self.assignment)
        points = sum(
            claim.points for claim in self.assignment.claims if not needs[claim.id] & self.lost
        )
        return Expected(points, points)


def function_in(answer: Cell) -> ast.FunctionDef | None:
    """Return the function that an exercise asks for, if it is one and has a region."""
    if not find_regions(answer.source, SOLUTION):
        return None
    body = ast.parse(solved(answer)).body
    return body[0] if len(body) == 1 and isinstance(body[0], ast.FunctionDef) else None


def needed_answers(assignment: Assignment) -> dict[str, set[str]]:
    """Return for each claim the answers that it depends on, directly or by way of another one."""
    direct: dict[str, set[str]] = {}
    maker: dict[str, str] = {}
    for cell in assignment.cells:
        if cell.kind != "code":
            continue
        body = statements(cell.source)
        needs = {maker[name] for name in names_read(body) if name in maker}
        for other in list(needs):
            needs |= direct[other]
        direct[cell.id] = needs
        if cell.is_answer:
            maker |= dict.fromkeys(names_of(body), cell.id)
    return {claim.id: direct[claim.id] for claim in assignment.claims}

"""What students get to see of a source cell: solutions emptied, hidden tests cut."""

from __future__ import annotations

import hashlib
import re

from autograder.notebook.cells import Cell

STUB = {"code": "# YOUR CODE HERE\nraise NotImplementedError()", "markdown": "YOUR ANSWER HERE"}


def released(cell: Cell) -> str:
    """Return the cell's source as `nbgrader generate_assignment` releases it."""
    return without_hidden_tests(without_solutions(cell))


def without_solutions(cell: Cell) -> str:
    """Return the source with each solution region replaced by nbgrader's stub."""
    if not cell.is_answer or cell.task:
        return cell.source
    stub = STUB.get(cell.kind, "").split("\n")
    lines, inside, replaced = [], False, False
    for line in cell.source.split("\n"):
        if "BEGIN SOLUTION" in line:
            inside = replaced = True
            indent = re.match(r"\s*", line)[0]
            lines += [indent + part for part in stub]
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines if replaced else stub)


def without_hidden_tests(source: str) -> str:
    """Return the source without its hidden regions, each with its two marker lines."""
    lines, inside = [], False
    for line in source.split("\n"):
        if "BEGIN HIDDEN TESTS" in line:
            inside = True
        elif "END HIDDEN TESTS" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def hidden_lines(source: str) -> set[int]:
    """Return the numbers (from 1) of the lines that students never see."""
    numbers, inside = set(), False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or "BEGIN HIDDEN TESTS" in line
        if inside:
            numbers.add(number)
        inside = inside and "END HIDDEN TESTS" not in line
    return numbers


def checksum(cell: Cell, source: str) -> str:
    """Return nbgrader's checksum of a cell with this source (`nbgrader.utils.compute_checksum`)."""
    locked = not cell.solution and (cell.grade or cell.locked)
    parts = [source, cell.kind, str(cell.grade), str(cell.solution), str(locked), cell.id]
    if cell.grade:
        parts.append(str(float(cell.points)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def squeezed(source: str) -> str:
    """Return the source without what an editor changes on its own: space at line ends and ends."""
    return "\n".join(line.rstrip() for line in source.expandtabs().strip().split("\n"))

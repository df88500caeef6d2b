"""Marked regions of a cell: solutions, hidden tests and mark schemes, as nbgrader delimits them.

nbgrader looks for the words alone, anywhere in a line: `# BEGIN SOLUTION` opens a region as
`### BEGIN SOLUTION` does. A region ends with its END, or with the cell.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from autograder.checking.code import parse
from autograder.notebook.cells import Cell

SOLUTION = "SOLUTION"
HIDDEN = "HIDDEN TESTS"
MARK_SCHEME = "MARK SCHEME"
KINDS = (SOLUTION, HIDDEN, MARK_SCHEME)
STUB = {"code": "# YOUR CODE HERE\nraise NotImplementedError()", "markdown": "YOUR ANSWER HERE"}

_MARK = re.compile(rf"(?:BEGIN|END) (?:{'|'.join(KINDS)})")
_CODE_STUB = re.compile(r"\s+".join(map(re.escape, STUB["code"].split("\n"))))


class _Place(Enum):
    BEGIN = "the line that opens a region"
    INSIDE = "a line of a region"
    END = "the line that closes one"
    OUTSIDE = "a line for everybody"


@dataclass(frozen=True)
class Region:
    """The lines between one BEGIN and its END; `first` is the BEGIN line's index."""

    first: int
    last: int
    lines: tuple[str, ...]


def find_regions(source: str, kind: str) -> list[Region]:
    """Return the regions of one kind, in order.

    Raises
    ------
    ValueError
        If a BEGIN has no END, an END has no BEGIN, or two are nested.
    """
    found: list[Region] = []
    opened: int | None = None
    lines = source.split("\n")
    for number, (_, place) in enumerate(_placed(source, kind)):
        if place is _Place.BEGIN:
            if opened is not None:
                raise ValueError(f"BEGIN {kind} stands inside another one")
            opened = number
        elif place is _Place.END:
            if opened is None:
                raise ValueError(f"END {kind} has no BEGIN {kind}")
            found.append(Region(opened, number, tuple(lines[opened + 1 : number])))
            opened = None
    if opened is not None:
        raise ValueError(f"BEGIN {kind} has no END {kind}")
    return found


def find_mark(text: str) -> str:
    """Return the first BEGIN or END of any kind that stands in a text; nothing if there is none."""
    found = _MARK.search(text)
    return found[0] if found else ""


def without_regions(source: str, kinds: Sequence[str] = KINDS) -> str:
    """Return what remains for everybody to see, whether each BEGIN has its END or not."""
    for kind in kinds:
        lines = [line for line, place in _placed(source, kind) if place is _Place.OUTSIDE]
        source = "\n".join(lines)
    return source


def inside_regions(source: str, kind: str) -> list[str]:
    """Return the lines of all regions of a kind, whether each BEGIN has its END or not."""
    return [line for line, place in _placed(source, kind) if place is _Place.INSIDE]


def hidden_lines(source: str) -> set[int]:
    """Return the numbers (from 1) of the lines of hidden tests, their marks included."""
    placed = enumerate(_placed(source, HIDDEN), start=1)
    return {number for number, (_, place) in placed if place is not _Place.OUTSIDE}


def released(cell: Cell) -> str:
    """Return the cell's source as `nbgrader generate_assignment` releases it."""
    return without_regions(without_solutions(cell), (HIDDEN, MARK_SCHEME))


def without_solutions(cell: Cell) -> str:
    """Return the source with each solution region replaced by nbgrader's stub."""
    if not cell.is_answer or cell.task:
        return cell.source
    stub = STUB.get(cell.kind, "").split("\n")
    lines, replaced = [], False
    for line, place in _placed(cell.source, SOLUTION):
        if place is _Place.BEGIN:
            lines += [_indent(line) + part for part in stub]
            replaced = True
        elif place is _Place.OUTSIDE:
            lines.append(line)
    return "\n".join(lines if replaced else stub)


def solved(cell: Cell) -> str:
    """Return an exercise with its solution, as a student would have written it: without marks."""
    return "\n".join(line for line in cell.source.split("\n") if not find_mark(line))


def has_stub(source: str) -> bool:
    """Return whether the stub that asks for code still stands in a cell."""
    return _CODE_STUB.search(source) is not None


def squeezed(source: str) -> str:
    """Return the source without what an editor changes on its own: space at line ends and ends."""
    return "\n".join(line.rstrip() for line in source.expandtabs().strip().split("\n"))


def replace_region(source: str, region: Region, body: Sequence[str]) -> str:
    """Return the source with other lines between the region's marks, indented like the marks."""
    lines = source.split("\n")
    indent = _indent(lines[region.first])
    inside = [indent + line if line.strip() else "" for line in body]
    return "\n".join([*lines[: region.first + 1], *inside, *lines[region.last :]])


def sole_function(source: str) -> ast.FunctionDef | None:
    """Return the function that a cell asks for: `def`, docstring, one region, and nothing else."""
    try:
        regions = find_regions(source, SOLUTION)
        if len(regions) != 1:
            return None
        tree = parse(replace_region(source, regions[0], ["pass"]))
    except (ValueError, SyntaxError):
        return None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return None
    statements = tree.body[0].body[1 if ast.get_docstring(tree.body[0]) is not None else 0 :]
    return tree.body[0] if [type(part) for part in statements] == [ast.Pass] else None


def references(module_source: str) -> dict[str, list[str]]:
    """Return the body of each function of a solutions module: dedented lines, no docstring."""
    bodies = {}
    lines = module_source.split("\n")
    for node in ast.parse(module_source).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        documented = ast.get_docstring(node) is not None
        if documented and len(node.body) == 1:
            continue
        # from the docstring's end, not from the first statement: a comment may stand between
        start = node.body[0].end_lineno if documented else node.body[0].lineno - 1
        text = textwrap.dedent("\n".join(lines[start : node.end_lineno]))
        bodies[node.name] = text.strip("\n").split("\n")
    return bodies


def fill_region(source: str, bodies: Mapping[str, Sequence[str]]) -> str:
    """Return an exercise cell with its region written from the reference of the same name."""
    function = sole_function(source)
    if function is None or function.name not in bodies:
        return source
    region = find_regions(source, SOLUTION)[0]
    return replace_region(source, region, bodies[function.name])


def _placed(source: str, kind: str) -> Iterator[tuple[str, _Place]]:
    """Yield each line with its place, as nbgrader reads them."""
    inside = False
    for line in source.split("\n"):
        if f"BEGIN {kind}" in line:
            inside = True
            yield line, _Place.BEGIN
        elif f"END {kind}" in line:
            inside = False
            yield line, _Place.END
        else:
            yield line, _Place.INSIDE if inside else _Place.OUTSIDE


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]

"""Marked regions of a cell's source: solutions and hidden tests, as nbgrader delimits them."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

SOLUTION = "SOLUTION"
HIDDEN = "HIDDEN TESTS"
MARK_SCHEME = "MARK SCHEME"
KINDS = (SOLUTION, HIDDEN, MARK_SCHEME)


@dataclass(frozen=True)
class Region:
    """The lines between one BEGIN and its END; `first` is the BEGIN line's index."""

    kind: str
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
    found, opened = [], None
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if f"BEGIN {kind}" in line:
            if opened is not None:
                raise ValueError(f"BEGIN {kind} stands inside another one")
            opened = number
        elif f"END {kind}" in line:
            if opened is None:
                raise ValueError(f"END {kind} has no BEGIN {kind}")
            found.append(Region(kind, opened, number, tuple(lines[opened + 1 : number])))
            opened = None
    if opened is not None:
        raise ValueError(f"BEGIN {kind} has no END {kind}")
    return found


def replace_region(source: str, region: Region, body: list[str]) -> str:
    """Return the source with other lines between the region's marks, indented like the marks."""
    lines = source.split("\n")
    indent = re.match(r"\s*", lines[region.first])[0]
    inside = [indent + line if line.strip() else "" for line in body]
    return "\n".join([*lines[: region.first + 1], *inside, *lines[region.last :]])


def without_regions(source: str, kinds: tuple[str, ...] = KINDS) -> str:
    """Return what remains of a source for everybody to see."""
    for kind in kinds:
        lines = source.split("\n")
        for region in reversed(find_regions(source, kind)):
            del lines[region.first : region.last + 1]
        source = "\n".join(lines)
    return source


def sole_function(source: str) -> ast.FunctionDef | None:
    """Return the function that a cell asks for: `def`, docstring, one region, and nothing else."""
    try:
        regions = find_regions(source, SOLUTION)
        if len(regions) != 1:
            return None
        tree = ast.parse(replace_region(source, regions[0], ["pass"]))
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


def fill_region(source: str, bodies: dict[str, list[str]]) -> str:
    """Return an exercise cell with its region written from the reference of the same name."""
    function = sole_function(source)
    if function is None or function.name not in bodies:
        return source
    region = find_regions(source, SOLUTION)[0]
    return replace_region(source, region, bodies[function.name])

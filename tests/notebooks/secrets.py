"""What no student may receive: the lines of hidden tests and of reference functions."""

from __future__ import annotations

import ast
import re
from functools import cache

from autograder.notebook.regions import without_regions
from tests.notebooks.handing_in import COURSE, assignment_of

SHORTEST = 12  # characters: shorter lines tell nothing
_HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_]{2,}")
_SAYS_NOTHING = re.compile(r"raise \w+ from \w+|import \w+|return \w+|for \w+ in \w+:|continue")


@cache
def secrets_of(stem: str) -> frozenset[str]:
    """Return the secret lines of a notebook, squeezed; what its visible part says is none."""
    cells, shown = assignment_of(stem).cells, squeezed(shown_in(stem))
    secret = {line for cell in cells for text in _hidden(cell.source) for line in _lines(text)}
    secret |= {line for text in _bodies(stem) for line in _lines(text)}
    return frozenset(line for line in secret if line not in shown)


@cache
def shown_in(stem: str) -> str:
    """Return what a notebook shows on purpose: all but its regions."""
    return "\n".join(without_regions(cell.source) for cell in assignment_of(stem).cells)


def leaked(stem: str, text: str, own: str = "") -> list[str]:
    """Return the secrets that stand in a text and not in the student's `own` code."""
    text, own = squeezed(text), squeezed(own)
    return sorted(line for line in secrets_of(stem) if line in text and line not in own)


def squeezed(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def _hidden(source: str) -> list[str]:
    return _HIDDEN.findall(source) + _SOLUTION.findall(source)


def _bodies(stem: str) -> list[str]:
    """The bodies of the reference functions, without their docstrings."""
    path = COURSE.root / "solutions" / f"{assignment_of(stem).module}.py"
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                found.append("\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno]))
    return found


def _lines(text: str) -> list[str]:
    """The lines that carry meaning."""
    lines = [squeezed(line) for line in text.split("\n")]
    return [
        line
        for line in lines
        if len(line) >= SHORTEST
        and len(_WORD.findall(line)) >= 2
        and not _SAYS_NOTHING.fullmatch(line)
        and not line.startswith("#")
    ]

"""The known mistakes of an assignment, as a student would have written them into a cell."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from autograder.checks.coach import BORROWED
from autograder.course.course import Assignment, Course


@dataclass(frozen=True)
class WrongVersion:
    """One known wrong version of a function: the whole text of a cell."""

    function: str
    title: str
    source: str


def wrong_versions(course: Course, assignment: Assignment) -> list[WrongVersion]:
    """Return the versions in `solutions/mistakes/<module>.py`, in their order; none without it."""
    path = course.root / "solutions" / "mistakes" / f"{assignment.module}.py"
    if not path.is_file():
        return []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # what a version may need besides itself: imports, constants, private functions
    around = {
        name: node
        for node in tree.body
        for name in _made(node)
        if not (isinstance(node, ast.FunctionDef) and "__" in node.name)
    }
    words = {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    versions = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or "__" not in node.name.strip("_"):
            continue
        function = node.name.partition("__")[0]
        title = _title(node.name, words)
        needed = _needed(node, around)
        node.name = function
        if ast.get_docstring(node) is not None and len(node.body) > 1:
            del node.body[0]
        parts = [part for part in tree.body if part in needed]
        source = "\n\n\n".join(ast.unparse(part) for part in [*parts, node])
        versions.append(WrongVersion(function, title, source))
    return versions


def _title(name: str, words: dict[str, str]) -> str:
    """The first line of a docstring, or of the one that it borrows: `As other__version, ...`."""
    if borrowed := BORROWED.match(words[name]):
        return _title(borrowed[1], words)
    return words[name].split("\n")[0].rstrip(".")


def _needed(node: ast.stmt, around: dict[str, ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    ahead = [node]
    while ahead:
        for name in ast.walk(ahead.pop()):
            part = around.get(name.id) if isinstance(name, ast.Name) else None
            if part is not None and part not in found:
                found.append(part)
                ahead.append(part)
    return found


def _made(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    return [
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]

"""Modules that lie beside a notebook: are they the course's alone, or the students' too?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from autograder.checking.code import names_of, names_read, statements
from autograder.notebook.cells import Cell


def module_names(files: Iterable[str]) -> list[str]:
    """Return the modules and packages that files with these paths make importable."""
    return sorted(
        {name.split("/")[0].removesuffix(".py") for name in files if name.endswith(".py")}
    )


def students_use(module: str, tree: ast.Module, cells: Iterable[Cell]) -> bool:
    """Return whether a module that claims import is used, or written, by other cells as well.

    What it remembers is then the students' doing, of which a copy elsewhere knows nothing.

    Parameters
    ----------
    module : str
        Its name.
    tree : ast.Module
        Its text.
    cells : iterable of Cell
        All code cells of the source notebook.
    """
    others = [cell for cell in cells if not cell.is_claim]
    word = re.compile(rf"\b{re.escape(module)}\b")
    if any(word.search(cell.source) for cell in others if cell.solution):
        return True
    if any(f"{module}.py" in cell.source for cell in others):
        return True
    names = {
        name
        for cell in others
        for statement in statements(cell.source)
        if module in _imported_from(statement)
        for name in (names_of([statement]) | _members(statement))
    }
    if "*" in names:
        names |= names_of(tree.body)
    return any(names & _used(cell) for cell in others)


def _members(statement: ast.stmt) -> set[str]:
    """The members that `from module import member` names."""
    return {a.name for a in statement.names} if isinstance(statement, ast.ImportFrom) else set()


def _imported_from(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Import(names=names):
            return {alias.name.split(".")[0] for alias in names}
        case ast.ImportFrom(module=str(module)):
            return {module.split(".")[0]}
    return set()


def _used(cell: Cell) -> set[str]:
    return set(names_read(statements(cell.source)))

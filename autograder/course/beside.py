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


def students_use(module: str, cells: Iterable[Cell]) -> bool:
    """Return whether a module that claims import is used, or written, by other cells as well.

    What it remembers is then the students' doing, of which a copy elsewhere knows nothing.
    """
    others = [cell for cell in cells if not cell.is_claim]
    theirs = [cell for cell in others if cell.solution or not cell.locked]
    if any(re.search(rf"\b{re.escape(module)}\b", cell.source) for cell in theirs):
        return True
    for cell in others:
        for statement in statements(cell.source):
            if module not in _imported_from(statement):
                continue
            names = names_of([statement])
            if isinstance(statement, ast.ImportFrom):
                names |= {alias.name for alias in statement.names}
            if "*" in names or any(names & _used(other) for other in others):
                return True
    return False


def _imported_from(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Import(names=names):
            return {alias.name.split(".")[0] for alias in names}
        case ast.ImportFrom(module=str(module)):
            return {module.split(".")[0]}
    return set()


def _used(cell: Cell) -> set[str]:
    return set(names_read(statements(cell.source)))

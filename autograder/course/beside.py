"""Modules that lie beside a notebook: are they the course's alone, or the students' too?"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable

from autograder.checking.code import is_literal, names_of, names_read, statements
from autograder.notebook.cells import Cell


def module_names(files: Iterable[str]) -> list[str]:
    """Return the modules and packages that files with these paths make importable."""
    return sorted(
        {name.split("/")[0].removesuffix(".py") for name in files if name.endswith(".py")}
    )


def belongs_to_students(
    module: str, tree: ast.Module, cells: Collection[Cell], beside: Collection[str]
) -> bool:
    """Return whether what a module does, in a check, can be the students' doing.

    That is if they write it, or if they use it and it remembers something, of which a copy
    elsewhere knows nothing.

    Parameters
    ----------
    module : str
        Its name.
    tree : ast.Module
        Its text.
    cells : collection of Cell
        All code cells of the source notebook.
    beside : collection of str
        The modules that lie beside the notebook.
    """
    if any(f"{module}.py" in cell.source for cell in cells if not cell.is_claim):
        return True
    return _remembers(tree, beside) and _is_used(module, tree, cells)


def _remembers(tree: ast.Module, beside: Collection[str]) -> bool:
    """Whether a module has more than functions and constants, or functions that keep something.

    So it has with another module beside it, with classes and with random numbers.
    """
    own = names_of(tree.body)
    return any(not _is_constant(statement) for statement in tree.body) or any(
        _keeps(node, own, beside) for node in ast.walk(tree)
    )


def _is_constant(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(decorator_list=[], args=arguments):
            defaults = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
            return all(map(_is_fixed, defaults))
        case ast.Assign(targets=[ast.Name()], value=value):
            return _is_fixed(value)
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False


def _is_fixed(value: ast.expr) -> bool:
    changeable = (ast.List, ast.Dict, ast.Set, ast.Call)
    return is_literal(value) and not any(isinstance(node, changeable) for node in ast.walk(value))


def _keeps(node: ast.AST, own: set[str], beside: Collection[str]) -> bool:
    match node:
        case ast.Global() | ast.Nonlocal() | ast.ClassDef():
            return True
        case ast.Import(names=names):
            first = {alias.name.split(".")[0] for alias in names}
            return bool(first & {*beside, "random"})
        case ast.ImportFrom(module=module, names=names):
            words = {*(module or "").split("."), *(alias.name for alias in names)}
            return bool(words & {*beside, "random"}) or node.level > 0
        case ast.Attribute(attr="random"):
            return True
        case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            return name in own  # of a function, or of another module
    return False


def _is_used(module: str, tree: ast.Module, cells: Iterable[Cell]) -> bool:
    others = [cell for cell in cells if not cell.is_claim]
    word = re.compile(rf"\b{re.escape(module)}\b")
    if any(word.search(cell.source) for cell in others if cell.solution):
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

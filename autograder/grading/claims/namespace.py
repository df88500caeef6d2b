"""The names that a claim sees: its own and the trusted ones first, then the student's."""

from __future__ import annotations

import ast
import builtins
import functools
import types
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.checking.code import names_of, statements
from autograder.grading.claims.proxies import Link, Proxy
from autograder.notebook.cells import Cell

_IMPORTS = (ast.Import, ast.ImportFrom)


class NotDefined(NameError):
    """A claim uses a name that the student was to define."""

    _unanswered_ = True  # whoever observes a call lets it through


class Namespace(dict[str, Any]):
    """The globals of all claims of one notebook.

    A name that is not here is asked of the student process, every time anew. Rebinding or deleting
    a name that the exercises define is done in the student's copy too, so that a function which
    uses it sees the change; other names never leave the grader: they may hold expected values.

    Parameters
    ----------
    source : list of Cell
        The source notebook.
    """

    def __init__(self, source: list[Cell]) -> None:
        super().__init__(__builtins__=builtins, __name__="__main__")
        self.link: Link | None = None
        self.answers = _names_in(cell for cell in source if cell.solution)
        self.shared = self.answers | _names_in(cell for cell in source if not cell.is_claim)
        self._trusted: dict[str, Any] = {}

    def trust(self, cell: Cell) -> None:
        """Carry out what a graded or locked cell imports, defines or sets to a literal.

        These win over the student's names: a patched `np` or a redefined helper harms nobody.
        What the exercises define is never taken from here. A failing import is the claim's to
        report.
        """
        for code, names in _trusted_parts(cell.source, f"<{cell.id}>", cell.is_claim):
            if names & self.answers:
                continue
            try:
                exec(code, self)
            except Exception:  # a default that needs a student's name, a missing module
                continue
            self._trusted |= {name: self[name] for name in names if name in self}

    def forget(self) -> None:
        """Drop what a claim must not leave to the next: proxies and the notebook's own names."""
        for name, value in list(self.items()):
            if isinstance(value, Proxy) or name in self.shared:
                dict.pop(self, name, None)
        dict.update(self, self._trusted)

    def __missing__(self, name: str) -> Any:
        trusted = hasattr(builtins, name) and name not in self.answers
        if trusted or self.link is None or name.startswith("__"):
            raise KeyError(name)
        try:
            return self.link.lookup(name)
        except NameError:
            if hasattr(builtins, name):
                raise KeyError(name) from None
            raise NotDefined(name) from None

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if self.link is not None and name in self.shared:
            self.link.assign(name, value)

    def __delitem__(self, name: str) -> None:
        if name in self:
            super().__delitem__(name)
        elif self.link is None or name not in self.shared:
            raise KeyError(name)
        if self.link is not None and name in self.shared:
            self.link.delete(name)


def _names_in(cells: Iterable[Cell]) -> set[str]:
    return set().union(*(_bound(cell.source) for cell in cells if cell.kind == "code"))


# The same few cells come with every notebook of a class: each is parsed once.


@functools.lru_cache(maxsize=1_000)
def _bound(source: str) -> frozenset[str]:
    """The names that a cell gives values to, but for what it imports."""
    return frozenset(
        names_of([part for part in statements(source) if not isinstance(part, _IMPORTS)])
    )


@functools.lru_cache(maxsize=1_000)
def _trusted_parts(
    source: str, file: str, imports_only: bool
) -> tuple[tuple[types.CodeType, frozenset[str]], ...]:
    """What a trusted cell imports, defines or sets to a literal, each with the names it binds."""
    return tuple(
        (compile(ast.Module([statement], []), file, "exec"), frozenset(names_of([statement])))
        for statement in _without_tries(statements(source))
        if _harmless(statement, imports_only)
    )


def _without_tries(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, and what is imported within a `try`: the file may be missing at home."""
    for statement in body:
        if isinstance(statement, ast.Try):
            yield from (inner for inner in statement.body if isinstance(inner, _IMPORTS))
        else:
            yield statement


def _harmless(statement: ast.stmt, imports_only: bool) -> bool:
    if isinstance(statement, _IMPORTS):
        return True
    if imports_only:
        return False
    if isinstance(statement, ast.Assign):
        try:
            ast.literal_eval(statement.value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
        return True
    return isinstance(statement, ast.FunctionDef)

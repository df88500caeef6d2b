"""The names that a claim sees: its own and the trusted ones first, then the student's."""

from __future__ import annotations

import ast
import builtins
import functools
import types
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from autograder.checking.code import is_literal, names_of, names_read, statements
from autograder.grading.claims.proxies import Link, Proxy
from autograder.notebook.cells import Cell

_IMPORTS = (ast.Import, ast.ImportFrom)
_CHANGEABLE = (ast.List, ast.Dict, ast.Set, ast.Call)  # a literal's only call is `set()`


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
        code = [cell for cell in source if cell.kind == "code"]
        self.answers, self._theirs, self._asked, self.shared = _names_of(
            tuple((cell.source, cell.solution, cell.is_claim) for cell in code)
        )
        self._trusted: dict[str, Any] = {}

    def trust(self, cell: Cell, inside: bool = False) -> None:
        """Carry out what a cell of the source imports, and what a locked one defines.

        That is functions and literals. They win over the student's names: a patched `np` or a
        redefined helper harms nobody. What the exercises define is never taken from here, nor a
        list, dict or set that they can change. A failing import is the claim's to report.

        Parameters
        ----------
        cell : Cell
            From the source notebook.
        inside : bool
            Whether it is a claim that runs among the student's code, and defines for others.
        """
        whole = inside or (cell.locked and not cell.is_claim)

        for part in _trusted_parts(cell.source, f"<{cell.id}>"):
            code, names = part.code, part.names
            if names & self.answers or (part.changeable and names & self._theirs):
                continue
            if part.is_import:
                asked = names & self._asked or not names - {"*"}
                if not (cell.locked or cell.is_claim or asked):
                    continue
            elif not whole or (inside and names & self.shared):
                continue
            try:
                exec(code, self)
            except Exception:  # a default that needs a student's name, a missing module
                continue
            if part.is_import:  # by a star, too
                for name in self.answers & self.keys():
                    dict.pop(self, name)
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


# The same few cells come with every notebook of a class: each is looked at once.


class _Names(NamedTuple):
    """What names the code cells of a source notebook have."""

    answers: frozenset[str]  # that exercises define
    theirs: frozenset[str]  # that answers reach
    asked: frozenset[str]  # that claims use
    shared: frozenset[str]  # that cells which are no claims define, answers included


@functools.lru_cache(maxsize=8)
def _names_of(cells: tuple[tuple[str, bool, bool], ...]) -> _Names:
    """Find the names in code cells: the source of each, whether it is to answer, or is a claim."""
    claims = [source for source, _, is_claim in cells if is_claim]
    others = [source for source, _, is_claim in cells if not is_claim]
    to_answer = [source for source, solution, _ in cells if solution]
    given = [source for source, solution, is_claim in cells if not (solution or is_claim)]
    answers = frozenset().union(*map(bound, to_answer)) | _globals_in(others)
    return _Names(
        answers,
        _within_reach(to_answer, given),
        frozenset().union(*map(_read, claims)),
        answers.union(*map(bound, others)),
    )


@functools.lru_cache(maxsize=1_000)
def bound(source: str) -> frozenset[str]:
    """Return the names that a cell gives values to, but for what it imports."""
    return frozenset(
        names_of([part for part in statements(source) if not isinstance(part, _IMPORTS)])
    )


class _Part(NamedTuple):
    """A statement that may be carried out in the grader."""

    code: types.CodeType
    names: frozenset[str]  # that it binds
    is_import: bool
    changeable: bool  # it makes a list, dict or set


@functools.lru_cache(maxsize=1_000)
def _trusted_parts(source: str, file: str) -> tuple[_Part, ...]:
    """What a cell imports, defines or sets to a literal."""
    return tuple(
        _Part(
            compile(ast.Module([statement], []), file, "exec"),
            frozenset(names_of([statement])),
            isinstance(statement, _IMPORTS),
            any(isinstance(node, _CHANGEABLE) for node in ast.walk(statement))
            and isinstance(statement, ast.Assign),
        )
        for statement in _without_tries(statements(source))
        if _harmless(statement)
    )


def _globals_in(cells: Iterable[str]) -> set[str]:
    """The names that functions in these cells give new values to."""
    return {
        name
        for cell in cells
        for statement in statements(cell)
        for node in ast.walk(statement)
        if isinstance(node, ast.Global)
        for name in node.names
    }


def _within_reach(to_answer: Iterable[str], given: Iterable[str]) -> frozenset[str]:
    """The names that solution cells use, also by way of what given cells give a value to.

    What they refer to can be changed there; whoever has no answer in a notebook changes nothing.
    """
    uses: dict[str, set[str]] = {}
    for cell in given:
        for statement in statements(cell):
            for name in names_of([statement]):
                uses.setdefault(name, set()).update(names_read([statement]))
    ahead = set().union(*map(_read, to_answer))
    reached: set[str] = set()
    while ahead:
        reached |= ahead
        ahead = set().union(*(uses.get(name, set()) for name in ahead)) - reached
    return frozenset(reached)


@functools.lru_cache(maxsize=1_000)
def _read(source: str) -> frozenset[str]:
    """The names that a cell uses."""
    return frozenset(names_read(statements(source)))


def _without_tries(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, and what is imported within a `try`: the file may be missing at home."""
    for statement in body:
        if isinstance(statement, ast.Try):
            yield from (inner for inner in statement.body if isinstance(inner, _IMPORTS))
        else:
            yield statement


def _harmless(statement: ast.stmt) -> bool:
    if isinstance(statement, _IMPORTS):
        return True
    if isinstance(statement, ast.Assign):
        return is_literal(statement.value)
    return isinstance(statement, ast.FunctionDef)

"""The text of a notebook's code as syntax trees, and what a function in it reaches."""

from __future__ import annotations

import ast
import builtins
import functools
import linecache
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .code import blocks, names_of
from .scopes import Scope, imports, walk

_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try)
_IMPORTS = (ast.Import, ast.ImportFrom)
# with these a name may come to stand for something that no text shows
_UNSEEN = {"globals", "locals", "vars", "exec", "eval", "compile", "setattr", "get_ipython"}
_UNSEEN |= {"__import__", "importlib", "__dict__", "__code__", "__globals__", "__setattr__"}
_UNSEEN |= {"__main__", "_getframe", "__defaults__", "__kwdefaults__", "__closure__"}
_CHANGING = {"append", "extend", "insert", "update", "setdefault", "add", "remove", "pop", "clear"}
_CHANGING |= {"__setitem__", "sort", "reverse", "fill", "put"}


@dataclass(frozen=True)
class Definition:
    """One place where a notebook gives a name its value."""

    what: ast.AST | str | None  # what is dotted for an import; None for what no text shows
    cell: str  # the text of its cell
    statement: ast.stmt
    position: int  # among all statements of the notebook
    plain: bool  # at the margin of its cell: it runs once, whatever else is true


@dataclass
class Reached:
    """What a function contains, the functions of the notebook that it calls included."""

    nodes: list[tuple[ast.AST, str]] = field(default_factory=list)  # with the cell's text
    names: list[str] = field(default_factory=list)  # dotted; "?" for what is not known
    values: list[str] = field(default_factory=list)  # those names that stand for a value by itself
    recursive: set[str] = field(default_factory=set)
    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)


class NotebookText:
    """The definitions of a notebook, the last of each name first to be believed.

    Parameters
    ----------
    cells : iterable of str
        The text of the code cells, in the order in which they ran. A cell that is not Python is
        left out, with as little of it as possible.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self._definitions: dict[str, list[Definition]] = {}
        self._positions = 0
        self._changed: dict[str, int] = {}  # where the inside of a value is changed last
        self._called: dict[str, int] = {}  # the same by a method, such as `append`
        self.global_names: set[str] = set()  # that functions give new values to
        self.starred: list[str] = []  # modules of which all names are imported
        self.unseen: set[str] = set()  # what may change a function behind its text
        self._reached: dict[str, Reached] = {}
        for cell in cells:
            for _, source, tree in blocks(cell):
                unseen, named_global = _noted(tree)
                self.unseen |= unseen
                self.global_names |= named_global
                for statement in tree.body:
                    self._read(statement, source)

    @classmethod
    def of(cls, function: Callable[..., Any]) -> NotebookText:
        """The notebook that a function or a stand-in for one comes from."""
        if remote := getattr(function, "_source_", None):
            source = remote()
            return read_cells((source,) if isinstance(source, str) else tuple(source))
        text = cls([*_history(), *_own_file(function)])
        text.unseen = cls(_history()).unseen  # a file beside the notebook is its author's
        return text

    def defines(self, name: str) -> bool:
        """True if the notebook has a function, class or assignment of that name."""
        return name in self._definitions

    def last(self, name: str) -> Definition:
        """Return the last definition of a name."""
        return self._definitions[name][-1]

    def is_changed(self, name: str) -> bool:
        """True if a later statement changes the inside of what a name stands for."""
        last = self.last(name)
        calls = self._called if not isinstance(last.what, str) else {}  # np.add() is none
        return max(self._changed.get(name, -1), calls.get(name, -1)) > last.position

    def reached_from(self, name: str) -> Reached:
        """Everything in the definition of `name` and in what it calls, as far as it is text."""
        if name not in self._reached:
            self._reached[name] = Reached()
            self._follow(name, len(self._definitions[name]) - 1, self._reached[name])
        return self._reached[name]

    def _read(self, statement: ast.stmt, source: str) -> None:
        self._positions += 1
        found = dict(self._defined(statement))
        for name, what in found.items():
            self._put(name, what, source, statement, plain=True)
        for inner in _inside(statement):
            if isinstance(inner, _IMPORTS):  # in a `try`, say: a module stays the same module
                for name, what in self._defined(inner):
                    found[name] = what
                    self._put(name, what, source, inner, plain=True)
            else:
                for name, what in self._defined(inner):
                    self._put(name, what, source, inner, plain=False)
        names, changed, called = _touched(statement)
        for name in names - set(found):
            self._put(name, None, source, statement, plain=False)
        self._changed |= dict.fromkeys(changed, self._positions)
        self._called |= dict.fromkeys(called, self._positions)

    def _put(
        self, name: str, what: ast.AST | str | None, source: str, statement: ast.stmt, plain: bool
    ) -> None:
        known = self._definitions.get(name)
        if what is None and known and known[-1].position == self._positions:
            return  # what is within an `if` is known already
        self._definitions.setdefault(name, []).append(
            Definition(what, source, statement, self._positions, plain)
        )

    def _defined(self, statement: ast.stmt) -> Iterator[tuple[str, ast.AST | str]]:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name, statement
            case ast.Import() | ast.ImportFrom():
                for name, dotted in imports(statement):
                    if name == "*":
                        self.starred.append(dotted)
                    else:
                        yield name, dotted
            case ast.Assign():
                yield from _assignments(statement)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value

    def _follow(self, name: str, at: int, reached: Reached) -> None:
        if at < 0 or (name, at) in reached.definitions:
            return
        definition = self._definitions[name][at]
        reached.definitions[name, at] = definition
        if isinstance(definition.what, str):
            reached.names.append(definition.what)
            return
        for node, scope in walk(definition.what or definition.statement, Scope()):
            if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
                self._use(node, (name, at), scope, reached)
            if isinstance(node, ast.MatchClass):
                reached.names += [f"?.{attribute}" for attribute in node.kwd_attrs]
            reached.nodes.append((node, definition.cell))

    def _use(self, node: ast.expr, here: tuple[str, int], scope: Scope, reached: Reached) -> None:
        dotted = self._dotted(node, here, scope)
        if dotted is None:
            return
        reached.names.append(dotted)
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            reached.values.append(dotted)
        first = dotted.split(".")[0]
        base = _base(node)
        if base and base not in scope and base not in self._definitions:
            reached.names += [f"{module}.{dotted}" for module in self.starred]
        for name in dict.fromkeys([first, base or first]):
            self._go_on(name, here, scope, reached)

    def _go_on(self, first: str, here: tuple[str, int], scope: Scope, reached: Reached) -> None:
        if first in scope or first not in self._definitions:
            return
        if first == here[0]:
            what = self._definitions[first][here[1]].what
            if isinstance(what, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                reached.recursive.add(first)
                return
            self._follow(first, here[1] - 1, reached)  # f = np.vectorize(f)
        else:
            self._follow(first, self._meant(first, here), reached)

    def _meant(self, name: str, here: tuple[str, int]) -> int:
        """Which definition of a name is meant: a function's is the last, a line's the last so far.

        The line's own name is told from an earlier one of the same name.
        """
        definitions = self._definitions[name]
        using = self._definitions[here[0]][here[1]]
        if not isinstance(using.what, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            before = [at for at, d in enumerate(definitions) if d.position < using.position]
            if before:
                return before[-1]
        return len(definitions) - 1

    def _dotted(self, node: ast.expr, here: tuple[str, int], scope: Scope) -> str | None:
        """A name written out: `np.tanh` is numpy.tanh; an attribute of a value is `?.name`."""
        match node:
            case ast.Name(id=name) if name in scope:
                return scope.aliases.get(name)
            case ast.Name(id=name):
                return self._alias(name, here)
            case ast.Attribute(value=base, attr=attribute):
                return f"{self._dotted(base, here, scope) or '?'}.{attribute}"
            case ast.Call(
                func=ast.Name(id="getattr"), args=[base, ast.Constant(value=str(attribute)), *_]
            ):
                return f"{self._dotted(base, here, scope) or '?'}.{attribute}"
        return None

    def _alias(self, name: str, here: tuple[str, int], depth: int = 0) -> str:
        """The module or function that a name of the notebook stands for."""
        definitions = self._definitions.get(name)
        if not definitions or depth > 20:
            return name
        own = definitions[here[1]].what if name == here[0] else None
        at = max(here[1] - (not isinstance(own, str)), 0)
        what = definitions[at if own is not None else self._meant(name, here)].what
        if isinstance(what, str):
            return what
        if isinstance(what, (ast.Name, ast.Attribute)) and name != here[0]:
            base, *rest = ast.unparse(what).split(".")
            return ".".join([self._alias(base, here, depth + 1), *rest])
        return name


def parameters_in(cells: Iterable[str], name: str) -> list[str]:
    """Return the parameters of the last function of that name that the cells define, in order."""
    for cell in reversed(list(cells)):
        for block in blocks(cell):
            for node in ast.walk(block.tree):
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    return [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    return []


def _assignments(statement: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    for target in statement.targets:
        targets, values = [target], [statement.value]
        if isinstance(target, (ast.Tuple, ast.List)):
            targets, values = target.elts, [statement.value] * len(target.elts)
            if isinstance(statement.value, ast.Tuple) and len(statement.value.elts) == len(targets):
                values = statement.value.elts
        for one, value in zip(targets, values, strict=True):
            if isinstance(one, ast.Name):
                yield one.id, value


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements inside a module's ifs, loops and tries."""
    if isinstance(statement, _COMPOUND):
        parts = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        parts += [handler.body for handler in getattr(statement, "handlers", ())]
        for inner in (one for part in parts for one in part):
            yield inner
            yield from _inside(inner)


def _base(node: ast.AST) -> str | None:
    """The name that a chain of attributes begins with, if it does."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=inner):
            return _base(inner)
        case ast.Call(func=ast.Name(id="getattr"), args=[inner, *_]):
            return _base(inner)
    return None


class _Touched(NamedTuple):
    """What a statement does to names when it is carried out."""

    names: frozenset[str]  # it gives them a value, or takes it away
    changed: frozenset[str]  # it changes the inside: `f[0] = `, `f.a = `, `del f.a`
    called: frozenset[str]  # it calls a method that changes the inside: `f.append()`


@functools.lru_cache(maxsize=2_000)
def _touched(statement: ast.stmt) -> _Touched:
    names, changed, called = names_of([statement]), set(), set()
    later = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in () if isinstance(statement, later) else ast.walk(statement):
        match node:
            case ast.ExceptHandler(name=str(name)) | ast.Name(id=name, ctx=ast.Del()):
                names.add(name)
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                inner: ast.expr = node
                while isinstance(inner, (ast.Attribute, ast.Subscript)):
                    inner = inner.value
                if isinstance(inner, ast.Name):
                    changed.add(inner.id)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute)):
                if attribute in _CHANGING:
                    called.add(name)
    return _Touched(frozenset(names), frozenset(changed), frozenset(called))


@functools.lru_cache(maxsize=4)
def read_cells(cells: tuple[str, ...]) -> NotebookText:
    """Return the text of cells, which several checks of one claim look at."""
    return NotebookText(cells)


@functools.lru_cache(maxsize=500)
def _noted(tree: ast.Module) -> tuple[frozenset[str], frozenset[str]]:
    """What in a cell may change a function behind its text, and the names that are `global`."""
    unseen, named_global = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _UNSEEN:
                unseen.add(name)
            case ast.Import() | ast.ImportFrom():
                unseen |= {name for _, dotted in imports(node) for name in dotted.split(".")}
            case ast.Global(names=names):
                named_global |= set(names)
    return frozenset(unseen & _UNSEEN), frozenset(named_global)


def _history() -> list[str]:
    """The cells that an interactive session ran, if this is one.

    As they were typed: in `In`, the line `%matplotlib inline` has become a call of `get_ipython`.
    """
    shell = getattr(builtins, "get_ipython", lambda: None)()
    return [cell for cell in shell.history_manager.input_hist_raw if cell] if shell else []


def _own_file(function: Any) -> list[str]:
    code = getattr(function, "__code__", None)
    return ["".join(linecache.getlines(code.co_filename))] if code else []

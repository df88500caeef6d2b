"""The text of a notebook's code as syntax trees, and what a function in it reaches."""

from __future__ import annotations

import ast
import builtins
import functools
import linecache
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .code import blocks

_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# with these a name may come to stand for something that no text shows
_UNSEEN = {"globals", "locals", "vars", "exec", "eval", "compile", "setattr", "get_ipython"}
_UNSEEN |= {"__import__", "importlib", "__dict__", "__code__", "__globals__", "__setattr__"}
_KNOWN_MODULES = sys.stdlib_module_names | {"numpy", "matplotlib", "scipy", "IPython", "ipywidgets"}


@dataclass
class Reached:
    """What a function contains, the functions of the notebook that it calls included."""

    nodes: list[tuple[ast.AST, str]] = field(default_factory=list)  # with the cell's text
    names: list[str] = field(default_factory=list)  # dotted; "?" for what is not known
    recursive: set[str] = field(default_factory=set)


class NotebookText:
    """The definitions of a notebook, the last of each name first to be believed.

    Parameters
    ----------
    cells : iterable of str
        The text of the code cells, in the order in which they ran. A cell that is not Python is
        left out, with as little of it as possible.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self._definitions: dict[str, list[tuple[ast.AST | str, str]]] = {}
        self._starred: list[str] = []
        self.unseen: set[str] = set()  # what may change a function behind its text
        self._modules: set[str] = set()
        for cell in cells:
            for _, source, tree in blocks(cell):
                unseen, modules = _noted(tree)
                self.unseen |= unseen
                self._modules |= modules
                for statement in _statements(tree.body):
                    self._define(statement, source)

    @classmethod
    def of(cls, function: Callable[..., Any]) -> NotebookText:
        """The notebook that a function or a stand-in for one comes from."""
        if remote := getattr(function, "_source_", None):
            source = remote()
            return _text_of((source,) if isinstance(source, str) else tuple(source))
        text = cls([*_history(), *_own_file(function)])
        text.unseen = cls(_history()).unseen  # a file beside the notebook is its author's
        return text

    def defines(self, name: str) -> bool:
        """True if the notebook has a function, class or assignment of that name."""
        return name in self._definitions

    def foreign(self, names: Iterable[str]) -> set[str]:
        """The modules among dotted names that are neither Python's, NumPy's nor the course's."""
        roots = {name.split(".")[0] for name in names}
        return (roots & self._modules) - _KNOWN_MODULES

    def reached_from(self, name: str) -> Reached:
        """Everything in the definition of `name` and in what it calls, as far as it is text."""
        reached = Reached()
        self._follow(name, len(self._definitions[name]) - 1, reached, set())
        return reached

    def _define(self, statement: ast.stmt, source: str) -> None:
        def put(name: str, what: ast.AST | str) -> None:
            self._definitions.setdefault(name, []).append((what, source))

        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                put(statement.name, statement)
            case ast.Import() | ast.ImportFrom():
                for name, dotted in _imports(statement):
                    if name == "*":
                        self._starred.append(dotted)
                    else:
                        put(name, dotted)
            case ast.Assign():
                for name, value in _assignments(statement):
                    put(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value):
                put(name, value)

    def _follow(self, name: str, at: int, reached: Reached, done: set[tuple[str, int]]) -> None:
        if at < 0 or (name, at) in done:
            return
        done.add((name, at))
        what, source = self._definitions[name][at]
        if isinstance(what, str):
            reached.names.append(what)
            return
        local = _Locals(what) if isinstance(what, (*_DEFINITIONS, ast.Lambda)) else _Locals()
        for node in _walk(what):
            if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
                self._use(node, (name, at), local, reached, done)
            reached.nodes.append((node, source))

    def _use(
        self,
        node: ast.expr,
        here: tuple[str, int],
        local: _Locals,
        reached: Reached,
        done: set[tuple[str, int]],
    ) -> None:
        dotted = self._dotted(node, here, local)
        if dotted is None:
            return
        reached.names.append(dotted)
        first = dotted.split(".")[0]
        reached.names += [f"{module}.{dotted}" for module in self._starred if first not in local]
        if first in local or first not in self._definitions:
            return
        if first == here[0]:
            if isinstance(self._definitions[first][here[1]][0], (ast.FunctionDef, ast.Lambda)):
                reached.recursive.add(first)
                return
            self._follow(first, here[1] - 1, reached, done)  # f = np.vectorize(f)
        else:
            self._follow(first, len(self._definitions[first]) - 1, reached, done)

    def _dotted(self, node: ast.expr, here: tuple[str, int], local: _Locals) -> str | None:
        """A name written out: `np.tanh` is numpy.tanh; an attribute of a value is `?.name`."""
        match node:
            case ast.Name(id=name) if name in local:
                return local.aliases.get(name)
            case ast.Name(id=name):
                return self._alias(name, here)
            case ast.Attribute(value=base, attr=attribute):
                return f"{self._dotted(base, here, local) or '?'}.{attribute}"
            case ast.Call(
                func=ast.Name(id="getattr"), args=[base, ast.Constant(value=str(attribute)), *_]
            ):
                return f"{self._dotted(base, here, local) or '?'}.{attribute}"
        return None

    def _alias(self, name: str, here: tuple[str, int], depth: int = 0) -> str:
        """The module or function that a name of the notebook stands for."""
        definitions = self._definitions.get(name)
        if not definitions or depth > 20:
            return name
        at = here[1] - 1 if name == here[0] and not isinstance(definitions[here[1]][0], str) else -1
        what = definitions[at][0]
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


class _Locals:
    """The names that belong to a function, and what modules and functions they stand for."""

    def __init__(self, function: ast.AST | None = None) -> None:
        self._names: set[str] = set()
        self.aliases: dict[str, str] = {}
        for node in ast.walk(function) if function else ():
            match node:
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    self._names.add(name)
                case ast.Import() | ast.ImportFrom():
                    found = dict(_imports(node))
                    self._names |= set(found)
                    self.aliases |= found
                case ast.FunctionDef(name=name) if node is not function:
                    self._names.add(name)
        for node in ast.walk(function) if function else ():
            if isinstance(node, (ast.Global, ast.Nonlocal)):
                self._names -= set(node.names)

    def __contains__(self, name: str) -> bool:
        return name in self._names


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes, but of `np.linalg.norm` only the whole."""
    yield node
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    children = [inner] if inner is not node else ast.iter_child_nodes(node)
    for child in children:
        if not (inner is not node and isinstance(child, ast.Name)):
            yield from _walk(child)


def _imports(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for item in statement.names:
        if isinstance(statement, ast.ImportFrom):
            whole = statement.module or ""
            yield item.asname or item.name, whole if item.name == "*" else f"{whole}.{item.name}"
        else:
            first = item.name.split(".")[0]
            yield item.asname or first, item.name if item.asname else first


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


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, also those inside its ifs, loops and tries."""
    for statement in body:
        yield statement
        if isinstance(statement, _COMPOUND):
            for name in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, name, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from _statements(handler.body)


@functools.lru_cache(maxsize=4)
def _text_of(cells: tuple[str, ...]) -> NotebookText:
    """The text that several checks of one claim look at."""
    return NotebookText(cells)


@functools.lru_cache(maxsize=500)
def _noted(tree: ast.Module) -> tuple[frozenset[str], frozenset[str]]:
    """What in a cell may change a function behind its text, and the modules that it imports."""
    unseen, modules = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _UNSEEN:
                unseen.add(name)
            case ast.Import() | ast.ImportFrom():
                modules |= {dotted.split(".")[0] for _, dotted in _imports(node)}
    return frozenset(unseen), frozenset(modules)


def _history() -> list[str]:
    """The cells that an interactive session ran, if this is one.

    As they were typed: in `In`, the line `%matplotlib inline` has become a call of `get_ipython`.
    """
    shell = getattr(builtins, "get_ipython", lambda: None)()
    return [cell for cell in shell.history_manager.input_hist_raw if cell] if shell else []


def _own_file(function: Any) -> list[str]:
    code = getattr(function, "__code__", None)
    return ["".join(linecache.getlines(code.co_filename))] if code else []

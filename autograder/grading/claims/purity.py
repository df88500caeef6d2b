"""Tells from the text of functions whether they can remember earlier calls."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from autograder.checking.code import tree_of

_MODULES = {"numpy", "math", "time", "timeit"}  # they remember nothing, but for these
_CHANGING = {"random", "seterr", "seterrcall", "setbufsize", "set_printoptions", "errstate"}
_REACHING = {"exec", "eval", "compile", "globals", "locals", "vars", "open", "input", "next"}
_REACHING |= {"setattr", "delattr", "getattr", "breakpoint", "memoryview", "__import__"}
_STATEFUL = (ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef, ast.Yield, ast.YieldFrom)
_FIXED = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.Tuple),
    *(ast.unaryop, ast.expr_context),
)
_Function = ast.FunctionDef | ast.Lambda


class _Traits(NamedTuple):
    """What in the text of one cell could keep something from one call to the next."""

    keeps: bool
    attributes: frozenset[str]  # of these names, which are none of a function's own
    modules: frozenset[str]


def keeps_state(texts: Iterable[str]) -> bool:
    """Return whether a function in these cells may tell one call from the next.

    A guess on the safe side. What makes it true: `global` and its like, classes, decorators,
    functions in functions, defaults that are made, changing a name that is not the function's own
    or using its attributes, unless it is a module of which nobody can change anything.
    """
    cells = [_read(text) for text in texts]
    modules = frozenset().union(*(cell.modules for cell in cells))
    return any(cell.keeps or not cell.attributes <= modules for cell in cells)


@functools.lru_cache(maxsize=1_000)
def _read(text: str) -> _Traits:
    tree = tree_of(text)
    if tree is None:
        return _Traits(True, frozenset(), frozenset())
    nodes = list(ast.walk(tree))
    keeps = any(isinstance(node, _STATEFUL) for node in nodes)
    attributes: set[str] = set()
    for function in _outermost_functions(tree.body):
        own = _own(function)
        keeps = keeps or _looks_stateful(function, own)
        attributes |= {
            node.value.id
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        } - own
    modules = {
        alias.asname or alias.name.split(".")[0]
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.split(".")[0] in _MODULES and not _CHANGING & {*alias.name.split(".")}
    }
    return _Traits(keeps, frozenset(attributes), frozenset(modules))


def _outermost_functions(body: list[ast.stmt]) -> Iterator[_Function]:
    ahead: list[ast.AST] = list(body)
    while ahead:
        node = ahead.pop()
        if isinstance(node, _Function):
            yield node
        else:
            ahead += ast.iter_child_nodes(node)


def _own(function: _Function) -> set[str]:
    """The names that belong to a call: parameters and what is assigned."""
    nodes = list(ast.walk(function))
    return {node.arg for node in nodes if isinstance(node, ast.arg)} | {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }


def _looks_stateful(function: _Function, own: set[str]) -> bool:
    defaults = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
    if getattr(function, "decorator_list", ()):
        return True
    if not all(isinstance(node, _FIXED) for one in defaults for node in ast.walk(one)):
        return True
    return any(_changes(node, own) for node in ast.walk(function) if node is not function)


def _changes(node: ast.AST, own: set[str]) -> bool:
    match node:
        case ast.FunctionDef() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Name(id=name):
            return name in _REACHING
        case ast.Attribute(attr=attribute, ctx=ast.Load()):
            return attribute in _CHANGING or attribute.startswith("__")
        case ast.Attribute(value=base) | ast.Subscript(value=base, ctx=ast.Store() | ast.Del()):
            return not (isinstance(base, ast.Name) and base.id in own)
    return False

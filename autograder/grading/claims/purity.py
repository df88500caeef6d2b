"""Tells from the text of cells whether calls and cells may come in another order.

That is so if functions cannot remember earlier calls, and a cell changes nothing that they use.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from autograder.checking.code import (
    children_of,
    names_of,
    names_read,
    nodes_in,
    statements,
    tree_of,
)
from autograder.checking.scopes import free_names

_MODULES = {"numpy", "math", "time", "timeit"}  # they remember nothing, but for these
_SETTING = {"seterr", "seterrcall", "setbufsize", "set_printoptions"}
_CHANGING = {"random", "errstate", *_SETTING}
_SEEDED = {"default_rng", "Generator"}  # of np.random: they remember nothing
_ASKING = {"T", "shape", "ndim", "size", "dtype", "reshape", "ravel", "transpose", "copy"}
_ASKING |= {"astype", "sum", "mean", "min", "max", "dot"}  # of an array: they change nothing
_REACHING = {"exec", "eval", "compile", "globals", "locals", "vars", "open", "input", "next"}
_REACHING |= {"setattr", "delattr", "getattr", "breakpoint", "memoryview", "__import__"}
_STATEFUL = (ast.Global, ast.Nonlocal, ast.ClassDef, ast.AsyncFunctionDef, ast.Yield, ast.YieldFrom)
_CONSTANT = (ast.Constant, ast.UnaryOp, ast.Tuple, ast.unaryop, ast.expr_context)
_FIXED = (*_CONSTANT, ast.Name, ast.Attribute)
_Function = ast.FunctionDef | ast.Lambda
_SHOWING = {"matplotlib", "IPython", "ipywidgets"}  # a cell that uses them changes no result
_WRITING = {"save", "savez", "savez_compressed", "savetxt", "savefig", "imsave", "tofile", "memmap"}
_ELSEWHERE = (ast.Delete, ast.Match, *_STATEFUL)
_EVERY = {"_", "__", "___", "_i", "_ii", "_iii", "In", "Out", "_ih", "_oh"}  # each cell sets them
_MAGIC = re.compile(r"^[ \t]*[%!](?!matplotlib inline$)", re.MULTILINE)


class _Traits(NamedTuple):
    """What the text of one cell says that running it, and calling its functions, may change."""

    # its functions
    keeps: bool  # one could keep something from one call to the next
    attributes: frozenset[str]  # names around them of which they use attributes
    asked: frozenset[str]  # the same for attributes by which an array changes nothing
    free: frozenset[str]  # names that they take from around them
    # its imports
    modules: frozenset[str]  # that remember nothing
    foreign: frozenset[str]  # of which nothing is known
    # the cell as it runs
    binds: frozenset[str]
    data: frozenset[str]  # of these, what may stand for something that can be changed in place
    names: frozenset[str]
    acts: bool  # it does more than define functions and constants
    reaches: bool  # it may change what none of its names stands for


def keeps_state(texts: Iterable[str]) -> bool:
    """Return whether a function in these cells may tell one call from the next.

    A guess on the safe side. What makes it true: `global` and its like, classes, decorators,
    functions in functions, defaults that are made, changing a name that is not the function's own
    or using its attributes, unless it is a module of which nobody can change anything.
    """
    cells = [_read(text) for text in texts]
    modules = frozenset().union(*(cell.modules for cell in cells))
    foreign = frozenset().union(*(cell.foreign for cell in cells))
    return any(
        cell.keeps or not cell.attributes <= modules or cell.asked & foreign for cell in cells
    )


def leaves_all(text: str, asked: Iterable[str], texts: Sequence[str]) -> bool:
    """Return whether claims find the same if one more cell runs before they are judged.

    A guess on the safe side. It is so if no function keeps state, the cell gives no value to a name
    that the claims or the functions use, and cannot change what such a name stands for.

    Parameters
    ----------
    text : str
        That of the cell.
    asked : iterable of str
        The names that the claims ask for.
    texts : sequence of str
        The cells above it.
    """
    cell, above = _read(text), [_read(one) for one in texts]
    if cell.reaches or keeps_state([*texts, text]):
        return False
    used = frozenset(asked).union(*(one.free for one in above))
    data = frozenset().union(*(one.data for one in above))
    foreign = frozenset().union(*(one.foreign for one in above))
    if used & cell.binds or (cell.acts and used & data) or "*" in foreign:
        return False
    return not (cell.names & foreign and free_names(statements(text)) & foreign)


@functools.lru_cache(maxsize=1_000)
def names_in(claim: str) -> frozenset[str]:
    """Return the names that a claim uses or gives a value to."""
    body = statements(claim)
    return frozenset(names_read(body) | names_of(body))


@functools.lru_cache(maxsize=1_000)
def _read(text: str) -> _Traits:
    tree = tree_of(text) or ast.Module([ast.Nonlocal([])], [])  # what is broken may do anything
    nodes = nodes_in(tree)
    keeps = any(isinstance(node, _STATEFUL) for node in nodes)
    attributes: set[str] = set()
    asked: set[str] = set()
    functions = list(_outermost_functions(tree.body))
    for function in functions:
        inside = nodes_in(function)
        own = _own(inside)
        keeps = keeps or _looks_stateful(function, inside, own)
        for node in inside:
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name not in own:
                    (asked if attribute in _ASKING else attributes).add(name)
    imported = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    acting = list(_acting(tree.body))
    caught = {n.name for n in nodes if isinstance(n, ast.ExceptHandler) and n.name}
    return _Traits(
        keeps=keeps,
        attributes=frozenset(attributes),
        asked=frozenset(asked),
        free=frozenset(free_names(functions)),
        modules=frozenset(_modules(imported)),
        foreign=frozenset(names_of([node for node in imported if _is_foreign(node)])),
        binds=frozenset(names_of(tree.body) | caught | _EVERY),
        data=frozenset(names_of(acting) | caught),
        names=frozenset(node.id for node in nodes if isinstance(node, ast.Name)),
        acts=bool(acting),
        reaches=any(map(_reaches, nodes)) or bool(_MAGIC.search(text)),
    )


def _modules(imported: Iterable[ast.Import | ast.ImportFrom]) -> Iterator[str]:
    """The names that stand for modules of which nobody can change anything."""
    for node in imported:
        for alias in node.names if isinstance(node, ast.Import) else ():
            parts = alias.name.split(".")
            if parts[0] in _MODULES and not _CHANGING.intersection(parts):
                yield alias.asname or parts[0]


def _is_foreign(statement: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(statement, ast.Import):
        roots = {alias.name.split(".")[0] for alias in statement.names}
    else:
        roots = {(statement.module or "").split(".")[0]}
    starred = any(alias.name == "*" for alias in statement.names)
    return starred or not roots <= _MODULES | _SHOWING


def _acting(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that do more than define functions and constants, also within a `try`."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.Import() | ast.ImportFrom() | ast.Pass():
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=targets, value=value) if _is_fixed(value):
                if all(isinstance(target, ast.Name) for target in targets):
                    continue
            case ast.Try(body=tried, handlers=handlers, orelse=orelse, finalbody=finalbody):
                caught = [inner for handler in handlers for inner in handler.body]
                yield from _acting([*tried, *caught, *orelse, *finalbody])
                continue
        yield statement


def _is_fixed(value: ast.expr) -> bool:
    if isinstance(value, ast.Lambda):
        return True
    return all(isinstance(node, _CONSTANT) for node in ast.walk(value))


def _reaches(node: ast.AST) -> bool:
    """Whether a part of a cell may change more than the cell's own names and what they hold."""
    match node:
        case ast.Name(id=name):
            return name in _REACHING
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return name in _SETTING | _WRITING or name.startswith("__")
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            return not isinstance(_base(node), ast.Name)
        case ast.Import() | ast.ImportFrom():
            return _is_foreign(node)
    return isinstance(node, (ast.Attribute, *_ELSEWHERE))


def _outermost_functions(body: list[ast.stmt]) -> Iterator[_Function]:
    ahead: list[ast.AST] = list(body)
    while ahead:
        node = ahead.pop()
        if isinstance(node, _Function):
            yield node
        else:
            ahead += children_of(node)


def _own(inside: Iterable[ast.AST]) -> set[str]:
    """The names that belong to a call: parameters and what is assigned."""
    own = set()
    for node in inside:
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                own.add(name)
    return own


def _looks_stateful(function: _Function, inside: Iterable[ast.AST], own: set[str]) -> bool:
    defaults = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
    if getattr(function, "decorator_list", ()):
        return True
    if not all(isinstance(node, _FIXED) for one in defaults for node in ast.walk(one)):
        return True
    seeded = {
        id(node.value)
        for node in inside
        if isinstance(node, ast.Attribute) and node.attr in _SEEDED
    }
    return any(
        _changes(node, own) for node in inside if node is not function and id(node) not in seeded
    )


def _changes(node: ast.AST, own: set[str]) -> bool:
    match node:
        case ast.FunctionDef() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Name(id=name):
            return name in _REACHING
        case ast.Attribute(value=base, attr=attribute, ctx=ast.Load()):
            of_own = isinstance(base, ast.Name) and base.id in own  # a generator's `random`, say
            return (attribute in _CHANGING and not of_own) or attribute.startswith("__")
        case ast.Attribute(value=base):
            return not (isinstance(base, ast.Name) and base.id in own)
        case ast.Subscript(ctx=ast.Store() | ast.Del()):
            base = _base(node)
            return not (isinstance(base, ast.Name) and base.id in own)
    return False


def _base(node: ast.Subscript) -> ast.expr:
    """What a chain of indices begins with, those of `flat` included."""
    inner: ast.expr = node
    while isinstance(inner, ast.Subscript) or (
        isinstance(inner, ast.Attribute) and inner.attr == "flat"
    ):
        inner = inner.value
    return inner

"""Which names in a piece of code belong to its functions, and which to the notebook around them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from .code import children_of

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
AMBIGUOUS = "??"  # stands for one module here and for another there


class Scope:
    """The names that belong to functions around a place, and what modules they stand for.

    Attributes
    ----------
    aliases : dict of str to str
        What a name stands for that a function imports, written out.
    """

    def __init__(self, names: Iterable[str] = (), aliases: Mapping[str, str] | None = None) -> None:
        self._names = frozenset(names)
        self.aliases = dict(aliases or {})

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def within(self, node: ast.AST) -> Scope:
        """Return the scope inside of a function or a comprehension."""
        names: set[str] = set()
        elsewhere: set[str] = set()
        aliases: dict[str, str] = {}
        for inner in _own_nodes(node):
            match inner:
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    names.add(name)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    names.add(name)
                case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                    names.add(name)
                case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    names.add(name)
                case ast.MatchMapping(rest=str(name)):
                    names.add(name)
                case ast.Import() | ast.ImportFrom():
                    for name, dotted in imports(inner):
                        other = aliases.get(name, dotted) != dotted
                        aliases[name] = AMBIGUOUS if other else dotted
                        names.add(name)
                case ast.Global() | ast.Nonlocal():
                    elsewhere |= set(inner.names)
        names -= elsewhere
        kept = {name: dotted for name, dotted in self.aliases.items() if name not in names}
        return Scope(self._names - elsewhere | names, kept | aliases)


def walk(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield all nodes with the scope that each is in; of `np.linalg.norm` only the whole."""
    ahead = [(node, scope)]
    while ahead:
        node, scope = ahead.pop()
        yield node, scope
        ahead += reversed(_below(node, scope))


def _below(node: ast.AST, scope: Scope) -> list[tuple[ast.AST, Scope]]:
    if isinstance(node, ast.Attribute):
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        return [] if isinstance(inner, ast.Name) else [(inner, scope)]
    outside: list[ast.AST] = []
    inside = children_of(node)
    own = scope
    if isinstance(node, _FUNCTIONS):
        own = scope.within(node)
        outside = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        outside += getattr(node, "decorator_list", ())
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        annotations = [returns] if (returns := getattr(node, "returns", None)) else []
        arguments = [a.annotation for a in ast.walk(node.args) if isinstance(a, ast.arg)]
        outside += [*annotations, *filter(None, arguments)]
        inside = list(body)
    elif isinstance(node, _COMPREHENSIONS):
        own = scope.within(node)
        first = node.generators[0]
        outside = [first.iter]  # evaluated where the comprehension stands
        parts = [getattr(node, name) for name in ("elt", "key", "value") if hasattr(node, name)]
        inside = [*parts, first.target, *first.ifs, *node.generators[1:]]
    return [*((child, scope) for child in outside), *((child, own) for child in inside)]


def free_names(body: Iterable[ast.AST]) -> set[str]:
    """Return the names that statements take from around them, functions and classes included.

    Parameters, a function's own names and the variables of comprehensions are none.
    """
    found = set()
    for statement in body:
        for node, scope in walk(statement, Scope()):
            while isinstance(node, ast.Attribute):
                node = node.value
            match node:
                case ast.Name(id=name, ctx=ast.Load()) if name not in scope:
                    found.add(name)
    return found


def imports(statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, `*` too, each with what it stands for, written out."""
    for item in statement.names:
        if isinstance(statement, ast.ImportFrom):
            whole = "." * statement.level + (statement.module or "")
            yield item.asname or item.name, whole if item.name == "*" else f"{whole}.{item.name}"
        else:
            first = item.name.split(".")[0]
            yield item.asname or first, item.name if item.asname else first


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function or comprehension, but for those in scopes of their own within it.

    What `:=` binds in a comprehension belongs to the function around it.
    """
    ahead = children_of(function)
    while ahead:
        node = ahead.pop()
        yield node
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(node, _COMPREHENSIONS):
            yield from (n.target for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
            continue
        ahead += children_of(node)

"""The text of code cells: what a magic line, a definition and broken code are.

Nothing but Python's own library is imported, so that checks which are handed out without the
rest of the grader can take this file with them.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Python 3.11 takes a second for an f-string of this length, and four times that for twice of it
_LONGEST = 100_000
_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
_WITH_TIMING = re.compile(
    r"\A[ \t]*%%(?:time|capture)\b.*|^([ \t]*)%(?:(matplotlib\b.*)|time[ \t]+)", re.MULTILINE
)
_DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^(\w+)\s*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
_JOINED = re.compile(r"(?:else|elif|except|finally)\b|[)\]}#]")  # goes on from the line above
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NOTHING_RUNS = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict)
_PARTS = (ast.operator, ast.unaryop, ast.expr_context)


class Block(NamedTuple):
    """A part of a cell that is Python by itself."""

    offset: int  # lines of the cell before it
    text: str
    tree: ast.Module


class Piece(NamedTuple):
    """One statement of a broken cell that can be run alone."""

    end: int  # the number of its last line, from 1
    source: str


def parse(source: str) -> ast.Module:
    """Return the syntax tree of Python code.

    Raises
    ------
    SyntaxError
        If it is no Python, or nothing that the parser can hold: nested too deeply, say, or so
        long that reading it would take minutes.
    """
    if len(source) > _LONGEST:
        raise SyntaxError(f"longer than {_LONGEST} characters")
    try:
        return ast.parse(source)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError("nested too deeply") from error
    except ValueError as error:  # a null byte
        raise SyntaxError(str(error)) from error


def as_python(source: str) -> str:
    """Return a cell's Python: where it is none as it stands, its `%` and `!` lines are `pass`."""
    try:
        parse(source)
    except SyntaxError:
        return _MAGIC.sub(r"\1pass", without_timing(source))
    return source


def without_timing(source: str) -> str:
    """Return a cell without the magics that change nothing of what it does.

    `%%time` and `%%capture` above it become an empty line, `%time` is taken off its statement, and
    `%matplotlib` is `pass`: lines keep their numbers.
    """
    return _WITH_TIMING.sub(lambda found: f"{found[1] or ''}{'pass' if found[2] else ''}", source)


@functools.lru_cache(maxsize=200)
def tree_of(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, IPython's `%` and `!` lines as `pass`; None if it is broken."""
    for text in (source, as_python(source)):
        try:
            return parse(text)
        except SyntaxError:
            continue
    return None


def statements(source: str) -> list[ast.stmt]:
    """Return a cell's statements, as `tree_of` reads them; none if it is broken."""
    tree = tree_of(source)
    return tree.body if tree else []


@functools.lru_cache(maxsize=1_000)
def blocks(source: str) -> tuple[Block, ...]:
    """Return the whole cell if it parses, else those of its parts at the margin that do."""
    if tree := tree_of(source):
        return (Block(0, source, tree),)
    lines = source.split("\n")
    starts = list(_starts(lines))
    found = []
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        text = "\n".join(lines[start:end])
        if tree := tree_of(text):
            found.append(Block(start, text, tree))
    return tuple(found)


def definitions(source: str) -> list[str]:
    """Return the functions and classes that a cell defines at its margin, broken or not."""
    tree = tree_of(source)
    if tree is None:
        return _DEFINITION.findall(source)
    return [part.name for part in tree.body if isinstance(part, _DEFINITIONS)]


@functools.lru_cache(maxsize=1_000)
def defined_names(source: str) -> frozenset[str]:
    """Return the names that a cell binds outside of functions, also if it is broken."""
    tree = tree_of(source)
    if tree is None:
        return frozenset(_DEFINITION.findall(source) + _ASSIGNMENT.findall(source))
    return frozenset(names_of(tree.body))


def names_of(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements bind: definitions, assignments, imports.

    What an `if`, a loop or a `try` binds counts; what belongs to a function or class does not.
    """
    names: set[str] = set()
    ahead: list[ast.AST] = list(body)
    while ahead:
        node = ahead.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
                continue
            case ast.Lambda():
                continue
            case ast.Import() | ast.ImportFrom():
                names.update(a.asname or a.name.split(".")[0] for a in node.names)
            case ast.comprehension():
                ahead += [node.iter, *node.ifs]
                continue
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.add(name)
        ahead += children_of(node)
    return names


def names_read(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names whose values statements use, functions and classes included."""
    return {
        node.id
        for statement in body
        for node in nodes_in(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def nodes_in(tree: ast.AST) -> list[ast.AST]:
    """Return a node and all below it, from top to bottom, as `ast.walk` does in twice the time.

    Left out is what has no fields: whether a name is read or written, and operators.
    """
    found = [tree]
    for node in found:
        found += children_of(node)
    return found


def children_of(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right below one, but for those without fields."""
    children: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            children += [one for one in value if isinstance(one, ast.AST) and one._fields]
        elif isinstance(value, ast.AST) and value._fields:
            children.append(value)
    return children


def is_literal(value: ast.expr) -> bool:
    """Return whether an expression is a constant, or a container of such."""
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def pieces(source: str) -> list[Piece]:
    """Return a broken cell's definitions, imports and assignments of constants, in order.

    The cell need not parse: what does not is left out, with as little around it as possible.
    Running a piece a second time changes nothing.
    """
    found = []
    for start, text, tree in blocks(source):
        for statement in tree.body:
            if _may_run_again(statement):
                decorators = getattr(statement, "decorator_list", ())
                first = min([statement.lineno, *(d.lineno for d in decorators)])
                end = statement.end_lineno or statement.lineno
                lines = text.split("\n")[first - 1 : end]
                found.append(Piece(start + end, "\n".join(lines)))
    return found


def _starts(lines: list[str]) -> Iterator[int]:
    """Yield where a part begins: at the margin, and not with what goes on from the line above."""
    decorated = False
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if not (line[0].isspace() or _JOINED.match(line) or decorated):
            yield at
        # a decorator belongs to what follows, and a comment may stand between
        decorated = line.startswith("@") or (decorated and line.startswith("#"))


def _may_run_again(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return True
        case ast.Import() | ast.ImportFrom():
            return True
        case (
            ast.Assign(targets=[ast.Name()], value=value)
            | ast.AnnAssign(target=ast.Name(), value=ast.expr() as value)
        ):
            inner = ast.walk(value)
            return all(isinstance(node, (*_NOTHING_RUNS, *_PARTS)) for node in inner)
    return False

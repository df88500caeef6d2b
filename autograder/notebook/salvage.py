"""What can be saved of a cell that does not run: its definitions, imports and constants."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from autograder.grading.submission.matching import statements

_JOINED = re.compile(r"(?:else|elif|except|finally|case)\b|[)\]}]")  # goes on from the line above
_NOTHING_RUNS = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict)
_PARTS = (ast.operator, ast.unaryop, ast.expr_context)


class Piece(NamedTuple):
    """One statement of a broken cell that can be run alone."""

    end: int  # the number of its last line, from 1
    source: str


def pieces(source: str) -> list[Piece]:
    """Return the definitions, imports and assignments of constants, in order.

    The cell need not parse: what does not is left out, with as little around it as possible.
    Running a piece a second time changes nothing.
    """
    found = []
    for start, block in _blocks(source.split("\n")):
        for statement in statements(block) or ():
            if _may_run_again(statement):
                decorators = getattr(statement, "decorator_list", ())
                first = min([statement.lineno, *(d.lineno for d in decorators)])
                lines = block.split("\n")[first - 1 : statement.end_lineno]
                found.append(Piece(start + statement.end_lineno, "\n".join(lines)))
    return found


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The whole cell if it parses, else its parts that begin at the margin, with their offset."""
    whole = "\n".join(lines)
    if statements(whole):
        yield 0, whole
        return
    starts = list(_starts(lines))
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        yield start, "\n".join(lines[start:end])


def _starts(lines: list[str]) -> Iterator[int]:
    before = ""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        # a decorator belongs to what follows
        if not (line[0].isspace() or _JOINED.match(line) or before.startswith("@")):
            yield at
        before = line


def _may_run_again(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return True
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name(), value=ast.expr()):
            inner = ast.walk(statement.value)
            return all(isinstance(node, (*_NOTHING_RUNS, *_PARTS)) for node in inner)
    return False

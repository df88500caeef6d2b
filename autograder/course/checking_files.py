"""What a released notebook's own checks need beside it: the package `checking` and its data.

The data are the known mistakes' results on a few inputs, with their sentences, and digests of the
answers to questions. They come from `solutions/mistakes` and from the hidden `chosen` and
`predicted` of the source notebook.
"""

from __future__ import annotations

import ast
import functools
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograder.checking
from autograder.checking import inputs as made_inputs
from autograder.checking.choices import seal_choice, seal_prediction
from autograder.checking.code import tree_of
from autograder.checks.coach import inputs_of, references_in, table_of
from autograder.course.course import Assignment, find_solutions_in
from autograder.errors import MaterialError
from autograder.notebook.cells import Cell

PACKAGE = "checking"
_SEALED = ("chosen", "predicted")


def checking_files(assignment: Assignment) -> dict[str, bytes]:
    """Return the files that a notebook's checks need, by path; none if it does not import them.

    Raises
    ------
    MaterialError
        If the answer to a question is not a literal.
    """
    if not any(f"from {PACKAGE} import" in cell.source for cell in assignment.cells):
        return {}
    content = assignment.notebook.read_bytes()
    return {**package_files(), f"{PACKAGE}/known.json": _data(assignment, content)}


@functools.cache
def package_files() -> dict[str, bytes]:
    """Return the package `checking` alone, which knows no mistakes, by path."""
    files = sorted(Path(autograder.checking.__file__).parent.glob("*.py"))
    return {f"{PACKAGE}/{path.name}": path.read_bytes() for path in files}


@functools.lru_cache(maxsize=64)
def _data(assignment: Assignment, content: bytes) -> bytes:
    functions = {name: table_of(reference) for name, reference in references_of(assignment)}
    data = {
        "functions": {name: table for name, table in functions.items() if table},
        "questions": dict(_questions(assignment)),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{text}\n".encode()


def known_inputs(assignment: Assignment) -> Iterator[Any]:
    """Yield each argument of the inputs that students get with the notebook."""
    for _, reference in references_of(assignment):
        for args, _kwargs in inputs_of(reference):
            yield from args


def hidden_inputs(cell: Cell) -> Iterator[Any]:
    """Yield each argument that a claim's `agrees` and `faster` try, where it is plain."""
    made = {name: getattr(made_inputs, name) for name in dir(made_inputs) if name[0] != "_"}
    for node in ast.walk(ast.parse(cell.source)):
        if not (isinstance(node, ast.keyword) and node.arg == "on"):
            continue
        for case in getattr(node.value, "elts", []):
            try:
                value = eval(compile(ast.Expression(case), "<on>", "eval"), dict(made))
            except Exception:  # it needs what the cell defines
                continue
            yield from made_inputs.as_call(value).build()[0]


def references_of(assignment: Assignment) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the functions that the notebook asks for and that have known mistakes."""
    asked = {
        node.name
        for cell in assignment.cells
        if cell.is_answer and cell.kind == "code"
        for node in _parsed(cell.source).body
        if isinstance(node, ast.FunctionDef)
    }
    find_solutions_in(str(assignment.folder.resolve().parents[1]))
    try:
        module = importlib.import_module(f"solutions.{assignment.module}")
    except ModuleNotFoundError:
        return
    for reference in references_in(module):
        if reference.__name__ in asked:
            yield reference.__name__, reference


def _questions(assignment: Assignment) -> Iterator[tuple[str, dict[str, Any]]]:
    for cell in assignment.claims:
        for node in ast.walk(_parsed(cell.source)):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SEALED):
                continue
            where = f"{assignment.name}/{assignment.notebook.name}, cell {cell.id}"
            question, *rest = node.args
            try:
                name = ast.unparse(question)
                values = [ast.literal_eval(value) for value in rest]
                options = {key.arg: ast.literal_eval(key.value) for key in node.keywords if key.arg}
            except ValueError as error:
                raise MaterialError(
                    f"{where}: the answer to a question is no literal: {ast.unparse(node)[:80]}. "
                    "Write the value itself; a test may compare it with what the code gives."
                ) from error
            if getattr(node.func, "id", "") == "chosen":
                yield name, seal_choice(name, values[0], options)
            else:
                yield name, seal_prediction(name, values[0], str(options.get("say", "")))


def _parsed(source: str) -> ast.Module:
    return tree_of(source) or ast.Module([], [])  # a broken cell asks nothing

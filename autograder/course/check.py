"""`autograder check`: what is wrong with the notebooks of the course."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from autograder.course.build import read_notebook, reference_bodies, shared_modules
from autograder.course.course import Assignment, Course
from autograder.course.form import form_problems
from autograder.errors import MaterialError
from autograder.notebook.regions import fill_region, sole_function

_IGNORED_BY_NBGRADER = {"feedback", ".ipynb_checkpoints", "__pycache__"}


def problems_of(course: Course, assignment: Assignment) -> list[str]:
    """Return what is wrong with one assignment, as `where: what. What to do.`; ideally nothing."""
    where = f"{assignment.name}/{assignment.notebook.name}"
    try:
        notebook = read_notebook(assignment)
    except MaterialError as error:
        return [str(error)]
    found = [f"{where}, {p}" for p in form_problems(notebook, assignment.folder, assignment.points)]
    found += _agreement(course, assignment, where)
    found += _files(course, assignment)
    found += _unprotected(assignment, where)
    found += _indistinct(assignment)
    if not found:  # a notebook out of form would only be reported twice
        found += _leaks(course, assignment)
    return found


def _agreement(course: Course, assignment: Assignment, where: str) -> Iterator[str]:
    """Yield where exercises and references differ."""
    try:
        bodies = reference_bodies(course, assignment)
    except MaterialError as error:
        yield str(error)
        return
    module = course.root / "solutions" / f"{assignment.module}.py"
    if not module.is_file():
        yield f"{where}: solutions/{module.name} is missing. Write the reference functions there."
        return
    functions = {
        node.name: node
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    for cell in assignment.cells:
        function = sole_function(cell.source) if cell.is_answer else None
        if function is None or function.name not in functions:
            continue
        asked, given = (_arguments(f) for f in (function, functions[function.name]))
        if asked != given:
            yield (
                f"{where}, cell {cell.id}: the exercise takes ({asked}), solutions/{module.name} "
                f"({given}). Make them equal."
            )
        if fill_region(cell.source, bodies) != cell.source:
            yield (
                f"{where}, cell {cell.id}: the solution differs from solutions/{module.name}. "
                "Run `autograder build`."
            )


def _arguments(function: ast.FunctionDef) -> str:
    """Return names and defaults; types are for who reads a reference, not for students."""
    arguments = deepcopy(function.args)
    for node in ast.walk(arguments):
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(arguments)


def _files(course: Course, assignment: Assignment) -> Iterator[str]:
    """Yield what should not lie beside the notebook, or differs from the shared original."""
    for module, copy in shared_modules(course, assignment):
        if not copy.is_file() or copy.read_bytes() != module.read_bytes():
            yield (
                f"{assignment.name}/{copy.name}: differs from notebooks/{module.name}. "
                "Run `autograder build`."
            )
    for path in assignment.files:
        relative = path.relative_to(assignment.folder)
        if path.suffix == ".ipynb":
            yield f"{assignment.name}/{relative}: a second notebook. Give it a folder of its own."
        if _IGNORED_BY_NBGRADER & set(relative.parts):
            yield f"{assignment.name}/{relative}: nbgrader does not release it. Rename the folder."


def _unprotected(assignment: Assignment, where: str) -> Iterator[str]:
    """Yield the claims that the student's code could fool, since they must run beside it."""
    from autograder.course.unprotected import unprotected_claims

    folder = assignment.folder
    released = {path.relative_to(folder).as_posix(): path.read_bytes() for path in assignment.files}
    for claim, reason in unprotected_claims(assignment.notebook.read_bytes(), released).items():
        yield (
            f"{where}, cell {claim}: it {reason}, so it runs unprotected in the student process. "
            "Test values and functions instead."
        )


def _indistinct(assignment: Assignment) -> Iterator[str]:
    """Yield which known mistakes could not be told apart."""
    from autograder.checks.coach import indistinct
    from autograder.course.checking_files import references_of

    for name, reference in references_of(assignment):
        for reason in indistinct(reference):
            yield (
                f"solutions/mistakes/{assignment.module}.py, {name}: {reason}. "
                "Add an input to INPUTS, or what must have been seen (`Seen: ...`)."
            )


def _leaks(course: Course, assignment: Assignment) -> list[str]:
    from autograder.course.release import convert_checked

    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        try:
            convert_checked(course, assignment, Path(temporary))
        except MaterialError as error:
            return str(error).split("\n")
    return []

"""Does what students get hold anything that only the grader may know?

A line is secret if it stands inside a solution, a hidden test or a mark scheme of the source and
nowhere else in it: what an author shows elsewhere, in a hint for example, is shown on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.checking.compare import numbers_in
from autograder.checking.observation import same
from autograder.course.checking_files import hidden_inputs, known_inputs
from autograder.course.course import Assignment
from autograder.notebook.cells import Cell, read_cells
from autograder.notebook.regions import (
    SOLUTION,
    STUB,
    find_mark,
    find_regions,
    released,
    without_regions,
)

_IMPORT = re.compile(r"^\s*(?:from|import)\s+(solutions|autograder)\b", re.MULTILINE)
_TRIVIAL = re.compile(r"\W*(?:else|try|pass|return|finally)?\W*")
_ONE_WORD = re.compile(r"[\w.]*")
_TELLING = 3  # numbers: smaller inputs are anybody's
_METADATA = {"kernelspec", "language_info"}
# a line this long is not found inside another one by chance
_LONG = 16


def find_leaks(assignment: Assignment, released: Path) -> list[str]:
    """Return one sentence for each secret in the released folder; none if it may go out."""
    source = assignment.cells
    secrets = secret_lines(source)
    bodies = _solution_bodies(source)
    where = f"{assignment.name}/{assignment.notebook.name}"
    notebook = released / assignment.notebook.name
    if not notebook.is_file():
        return [f"{where}: the release holds no notebook. Release it again."]
    content = notebook.read_bytes()
    leaks = []
    for cell in read_cells(content, where):
        place = f"{where}, cell {cell.id}"
        leaks += [f"{place}: {leak}" for leak in _in_text(_text(cell), secrets)]
        leaks += [f"{place}: {leak}" for leak in _in_results(cell)]
        if cell.kind == "code":
            leaks += [f"{place}: {leak}" for leak in _whole_bodies(cell.source, bodies)]
    extra = set(json.loads(content).get("metadata", {})) - _METADATA
    if extra:
        leaks.append(f"{where}: its metadata holds {', '.join(sorted(extra))}. Build it again.")
    for path in sorted(released.rglob("*")):
        if path.is_file() and path != notebook:
            text = path.read_bytes().decode("utf-8", errors="replace")
            place = f"{assignment.name}/{path.relative_to(released)}"
            found = [*_in_text(text, secrets), *_whole_bodies(text, bodies)]
            leaks += [f"{place}: {leak}" for leak in found]
    return [*leaks, *_hidden_inputs(assignment)]


def secrets_in(assignment: Assignment, text: str) -> list[str]:
    """Return one sentence for each secret line of an assignment, or mark, that a text holds."""
    return list(_in_text(text, secret_lines(assignment.cells)))


def solutions_in(assignment: Assignment, text: str) -> list[str]:
    """Return one sentence for each whole solution of an assignment that a text holds."""
    return list(_whole_bodies(text, _solution_bodies(assignment.cells)))


def _hidden_inputs(assignment: Assignment) -> Iterator[str]:
    """Yield which inputs of hidden tests stand among those that students get as data."""
    given = [one for one in known_inputs(assignment) if numbers_in(one) >= _TELLING]
    for cell in assignment.claims:
        for hidden in hidden_inputs(cell):
            if any(same(hidden, one) for one in given):
                yield (
                    f"{assignment.name}/{assignment.notebook.name}, cell {cell.id}: the hidden "
                    f"input {' '.join(repr(hidden).split())[:60]} stands in the INPUTS of "
                    "solutions/mistakes, which students get. Change one of them."
                )


def secret_lines(source: list[Cell]) -> dict[str, str]:
    """Return the lines that only the source may hold, each with the cell that it stands in."""
    shown = "\n".join(STUB.values())
    hidden: dict[str, str] = {}
    for cell in source:
        visible = [line.strip() for line in without_regions(released(cell)).split("\n")]
        shown = "\n".join([shown, *visible])
        for line in cell.source.split("\n"):
            stripped = line.strip()
            if stripped not in visible and not find_mark(line) and _tells(stripped):
                hidden.setdefault(stripped, cell.id)
    return {line: cell for line, cell in hidden.items() if not _stands_in(line, shown)}


def _stands_in(secret: str, text: str) -> bool:
    """Return whether a text has this line, or a line that holds it and is not so by chance."""
    if len(secret) >= _LONG:
        return secret in text
    return secret in (line.strip() for line in text.split("\n"))


def _tells(line: str) -> bool:
    """Return whether a line says anything: brackets, `else:` and single words do not."""
    return not (_TRIVIAL.fullmatch(line) or _ONE_WORD.fullmatch(line))


def _in_text(text: str, secrets: dict[str, str]) -> Iterator[str]:
    if mark := find_mark(text):
        yield f'"{mark}" was left in it. Make the cell a solution or a test cell.'
    if found := _IMPORT.search(text):
        yield f"it imports {found[1]}. Move the import between the marks of the hidden tests."
    for secret, cell in secrets.items():
        if _stands_in(secret, text):
            yield f'"{secret}" is a secret of the source cell {cell}. Take it out.'


def _in_results(cell: Cell) -> Iterator[str]:
    if cell.raw.get("outputs"):
        yield "it still has an output. Release with nbgrader's ClearOutput."
    if cell.raw.get("execution_count") is not None:
        yield "it still has an execution count. Release with nbgrader's ClearOutput."


def _solution_bodies(source: list[Cell]) -> dict[str, str]:
    """Return each solution region as one string of stripped lines, with its cell.

    A line of a solution may well stand in a worked example too; the whole solution may not.
    """
    bodies = {}
    for cell in source:
        for region in find_regions(cell.source, SOLUTION) if cell.kind == "code" else []:
            body = _squeeze("\n".join(region.lines))
            if len(body) >= _LONG:
                bodies[body] = cell.id
    return bodies


def _whole_bodies(text: str, bodies: dict[str, str]) -> Iterator[str]:
    squeezed = _squeeze(text)
    for body, cell in bodies.items():
        if f"\n{body}\n" in f"\n{squeezed}\n":
            yield f"it holds the whole solution of the cell {cell}. Take it out."


def _squeeze(text: str) -> str:
    """Return the code lines without indentation, comments of a line's own, and blank lines."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def _text(cell: Cell) -> str:
    """Return everything readable in a cell: its source, and its outputs and attachments."""
    hidden = [cell.raw.get(key) for key in ("outputs", "attachments")]
    return "\n".join([cell.source, *(json.dumps(part) for part in hidden if part)])

"""Which submitted cell is which cell of the source: by name, id, text, or what it defines."""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass, field

from autograder.course.cells import Cell
from autograder.grading.regions import released, squeezed
from autograder.grading.submission import SubmittedCell

_ALIKE = 0.6  # of the text: an exercise whose stub was filled in is rarely less like its release
_DEFINES = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]*)?=(?!=)", re.MULTILINE)


@dataclass
class Matches:
    """The submitted cell for each source cell, by position, and how it was found."""

    found: dict[int, SubmittedCell] = field(default_factory=dict)  # source position to cell
    by_text: set[int] = field(default_factory=set)  # source positions found without their name
    doubles: dict[int, list[SubmittedCell]] = field(default_factory=dict)

    @property
    def taken(self) -> dict[int, int]:
        """Source position by position in the submission."""
        return {cell.position: at for at, cell in self.found.items()}


def match(source: list[Cell], submitted: tuple[SubmittedCell, ...]) -> Matches:
    """Find each source cell's counterpart, the surest signs first."""
    matches = Matches()
    names = {cell.id: at for at, cell in enumerate(source)}
    used: set[int] = set()
    for name_of in (lambda cell: cell.grade_id, lambda cell: cell.id):
        for cell in submitted:
            at = names.get(name_of(cell))
            if at is None or cell.position in used:
                continue
            if at in matches.found:
                matches.doubles.setdefault(at, []).append(cell)
            else:
                matches.found[at] = cell
            used.add(cell.position)
    free = [cell for cell in submitted if cell.position not in used]
    for rule in (_same_text, _same_names, _alike):
        for at, cell in enumerate(source):
            if at in matches.found:
                continue
            twin = rule(cell, free)
            if twin is not None:
                matches.found[at] = twin
                matches.by_text.add(at)
                free.remove(twin)
    return matches


def defined_names(source: str) -> set[str]:
    """Return the names bound at the top level, also of a cell that does not parse."""
    try:
        return names_of(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {first or second for first, second in _DEFINES.findall(source)}


def names_of(body: list[ast.stmt]) -> set[str]:
    """Return the names that these statements bind: definitions, assignments, imports."""
    names: set[str] = set()
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(statement.name)
            case ast.Import() | ast.ImportFrom():
                names.update(a.asname or a.name.split(".")[0] for a in statement.names)
            case _:
                names.update(
                    node.id
                    for node in ast.walk(statement)
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
                )
    return names


def _same_text(cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
    text = squeezed(released(cell))
    for other in free:
        if other.kind == cell.kind and squeezed(other.source) == text:
            return other
    return None


def _same_names(cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
    """For an answer in code: the first cell that defines what the released cell defines."""
    if not (cell.solution and cell.kind == "code"):
        return None
    wanted = defined_names(released(cell))
    for other in free:
        if wanted and other.kind == "code" and wanted <= defined_names(other.source):
            return other
    return None


def _alike(cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
    """For graded, locked and answer cells: the most similar text, if it is similar at all."""
    if not (cell.is_answer or cell.grade or cell.locked):
        return None
    text = squeezed(released(cell))
    best, most = None, _ALIKE
    for other in free:
        if other.kind != cell.kind or len(other.source) > 20_000:
            continue
        ratio = _ratio(text, squeezed(other.source), most)
        if ratio > most:
            best, most = other, ratio
    return best


def _ratio(one: str, two: str, least: float) -> float:
    compared = difflib.SequenceMatcher(None, one, two, autojunk=False)
    if compared.real_quick_ratio() <= least or compared.quick_ratio() <= least:
        return 0.0
    return compared.ratio()

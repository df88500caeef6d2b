"""Hand in an otherwise right notebook with some functions exchanged, and have it graded."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from autograder.checking.code import as_python
from autograder.course.course import Assignment, Course
from autograder.grading.grade import grade_submission, job_for
from autograder.notebook.cells import Cell
from autograder.notebook.regions import solved
from autograder.verdicts import Graded

COURSE = Course.find(Path(__file__).parent)
STEMS = [assignment.stem for assignment in COURSE.assignments]
_HEAD = re.compile(r"^# %% (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Version:
    """Some functions as somebody wrote them: one chunk of a file, opened by `# %% title`."""

    stem: str
    title: str
    source: str

    @property
    def names(self) -> list[str]:
        """The functions and classes in it."""
        return list(_definitions(self.source))

    def __str__(self) -> str:
        return f"{self.stem}: {self.title}"


def versions(folder: Path) -> Iterator[Version]:
    """Yield the chunks of `<module>.py` in a folder, for every assignment that has such a file."""
    for stem in STEMS:
        path = folder / f"{assignment_of(stem).module}.py"
        if path.is_file():
            parts = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
            for title, source in zip(parts[::2], parts[1::2], strict=True):
                yield Version(stem, title, source.strip("\n"))


@cache
def assignment_of(stem: str) -> Assignment:
    """Return the assignment of a stem."""
    return COURSE.select([stem])[0]


def notebook_with(version: Version) -> dict:
    """Return the source notebook in which the version's functions stand in place of ours.

    What the version defines besides the exercise's functions goes in front of the first of them.
    """
    notebook = json.loads(assignment_of(version.stem).notebook.read_bytes())
    ours = set(answer_of(version.stem))
    theirs = _definitions(version.source)
    exchanged = {name: text for name, text in theirs.items() if name in ours}
    assert exchanged, f"{version}: none of {list(theirs)} is asked for in the notebook."
    before = _without(version.source, exchanged)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            text = solved(Cell(cell["id"], "code", "".join(cell["source"])))
            found = _definitions(text)
            for name in [name for name in found if name in exchanged]:
                text = text.replace(found[name], before + exchanged.pop(name))
                before = ""
            cell["source"] = text
    assert not exchanged
    return notebook


def graded(version: Version, keep: Callable[[Cell], bool] = lambda claim: True) -> Graded:
    """Return the grading of the notebook with the version in it, on the claims to be kept."""
    return graded_notebook(version.stem, notebook_with(version), str(version), keep)


def graded_notebook(
    stem: str, notebook: dict, student: str, keep: Callable[[Cell], bool] = lambda claim: True
) -> Graded:
    """Return the grading of a notebook, on the claims to be kept: the fewer, the faster."""
    assignment = assignment_of(stem)
    job = job_for(COURSE, assignment, student, _cut(notebook, assignment, keep))
    source = json.loads(job.source)
    job = replace(job, source=_cut(source, assignment, keep))
    return grade_submission(job)


@cache
def answer_of(stem: str) -> dict[str, str]:
    """Return for each function and class that a notebook asks for the cell in which it stands."""
    return {
        name: cell.id
        for cell in assignment_of(stem).cells
        if cell.is_answer and cell.kind == "code"
        for name in _definitions(solved(cell))
    }


@cache
def calls_of(claim_source: str) -> frozenset[str]:
    """Return the names that a claim uses."""
    tree = ast.parse(as_python(claim_source))
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def is_about(name: str) -> Callable[[Cell], bool]:
    """Return whether a claim is one about a function: it uses its name."""
    return lambda claim: name in calls_of(claim.source)


def measures(claim: Cell) -> bool:
    """Return whether a claim measures time."""
    return "faster" in calls_of(claim.source)


def _cut(notebook: dict, assignment: Assignment, keep: Callable[[Cell], bool]) -> bytes:
    """Return the notebook without the claims that are not to be kept, up to the last one kept."""
    kept = {claim.id for claim in assignment.claims if keep(claim)}
    dropped = {claim.id for claim in assignment.claims} - kept
    last = max(i for i, cell in enumerate(notebook["cells"]) if cell["id"] in kept)
    cells = [cell for cell in notebook["cells"][: last + 1] if cell["id"] not in dropped]
    return json.dumps({**notebook, "cells": cells}).encode()


def _definitions(source: str) -> dict[str, str]:
    """Return what is defined at the top level, by name, as it is written."""
    lines = source.split("\n")
    found = {}
    for node in ast.parse(as_python(source)).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        text = "\n".join(lines[first - 1 : node.end_lineno])
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = text
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = text
    return found


def _without(source: str, exchanged: dict[str, str]) -> str:
    for text in exchanged.values():
        source = source.replace(text, "")
    return source.strip() + "\n\n\n" if source.strip() else ""

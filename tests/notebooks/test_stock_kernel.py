"""In a plain kernel, by nbgrader's own rule: full marks, zero, and full marks in other styles.

One kernel runs everything, emptied in between, so that all notebooks take seconds. Pictures are
left out; `tests/autograder/test_stock_nbgrader.py` runs nbgrader itself on whole notebooks.
"""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.handing_in import (
    COURSE,
    STEMS,
    assignment_of,
    notebook_with,
    versions,
)

RIGHT = list(versions(Path(__file__).parent / "styles"))
A_FEW = [[v for v in RIGHT if v.stem == stem][place] for stem in STEMS for place in (0, 1)]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("stem", STEMS)
def test_the_source_gets_full_marks_in_a_plain_kernel(stem):
    """nbgrader gives every point to the notebook as we wrote it."""
    assert scores()[stem, "source"] == possible(stem)


@pytest.mark.parametrize("stem", STEMS)
def test_the_blank_release_gets_nothing_in_a_plain_kernel(stem):
    """nbgrader gives no point to a notebook in which nothing was done."""
    assert set(scores()[stem, "blank"].values()) == {0}


@pytest.mark.parametrize("version", A_FEW, ids=str)
def test_another_style_gets_full_marks_in_a_plain_kernel(version):
    """And nothing is written to stderr, which would cost the points of the claim."""
    assert scores()[version.stem, version.title] == possible(version.stem)


def possible(stem: str) -> dict[str, float]:
    """Return the points of each claim."""
    return {claim.id: claim.points for claim in assignment_of(stem).claims}


@cache
def scores() -> dict[tuple[str, str], dict[str, float]]:
    """Run all the notebooks in one kernel; return the points that nbgrader gives, by claim."""
    from nbgrader.utils import determine_grade

    papers = [(stem, "source", source_of(stem)) for stem in STEMS]
    papers += [(stem, "blank", blanked(source_of(stem))) for stem in STEMS]
    papers += [(v.stem, v.title, notebook_with(v)) for v in A_FEW]
    whole, owner = nbformat.v4.new_notebook(), {}
    whole.metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}
    for stem, which, notebook in papers:
        folder = assignment_of(stem).folder
        whole.cells.append(nbformat.v4.new_code_cell("%reset -f"))
        start = (
            f"import os, sys\nos.chdir({str(folder)!r})\nsys.path[:0] = ['', {str(COURSE.root)!r}]"
        )
        whole.cells.append(nbformat.v4.new_code_cell(start))
        for raw in notebook["cells"]:
            if raw["cell_type"] == "code" and "illustration" not in raw["metadata"].get("tags", ()):
                cell = nbformat.v4.new_code_cell("".join(raw["source"]), metadata=raw["metadata"])
                owner[len(whole.cells)] = stem, which
                whole.cells.append(cell)
    NotebookClient(whole, allow_errors=True, timeout=120).execute()
    found: dict[tuple[str, str], dict[str, float]] = {}
    log = logging.Logger("nbgrader", level=logging.ERROR)
    for place, paper in owner.items():
        cell = whole.cells[place]
        if cell.metadata.get("nbgrader", {}).get("grade"):
            points, _ = determine_grade(cell, log)
            found.setdefault(paper, {})[cell.metadata.nbgrader.grade_id] = points
    return found


def source_of(stem: str) -> dict:
    """Return the source notebook."""
    return json.loads(assignment_of(stem).notebook.read_bytes())


def blanked(notebook: dict) -> dict:
    """Return the notebook with every answer emptied, hidden tests still in it."""
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution"):
            cell["source"] = emptied("".join(cell["source"]))
    return notebook


def emptied(source: str) -> str:
    """Return an answer as nbgrader releases it."""
    lines, kept, inside = source.split("\n"), [], False
    for line in lines:
        if "### BEGIN SOLUTION" in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [f"{indent}# YOUR CODE HERE", f"{indent}raise NotImplementedError()"]
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)

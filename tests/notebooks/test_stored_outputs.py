"""The outputs in the notebooks are there, are quiet, and nbval holds them to what cells print."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course.course import Assignment, Course
from autograder.notebook.outputs import quiet_notebook

COURSE = Course.find(Path(__file__).parent)
each = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)


def code_cells(assignment: Assignment) -> list[dict]:
    notebook = json.loads(assignment.notebook.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@each
def test_every_cell_has_been_run_in_order(assignment):
    """nbval passes a stripped notebook without comparing anything; this test does not."""
    counts = [cell["execution_count"] for cell in code_cells(assignment)]

    assert counts == list(range(1, len(counts) + 1))


@each
def test_most_of_what_is_shown_is_compared(assignment):
    """What nbval must not look at is the exception: figures, widgets, and what measures time."""
    shown = [cell for cell in code_cells(assignment) if cell["outputs"]]
    tags = [set(cell["metadata"].get("tags", ())) for cell in shown]
    ignored = [tag for tag in tags if "nbval-ignore-output" in tag and "timing" not in tag]

    assert len(shown) > 2 * len(ignored)


@each
def test_a_rebuild_would_find_no_noise(assignment):
    """Timings, addresses, paths, versions and random ids are not in the file."""
    notebook = nbformat.read(assignment.notebook, as_version=4)
    quiet = nbformat.read(assignment.notebook, as_version=4)
    quiet_notebook(quiet)

    assert notebook == quiet
    stored = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    assert assignment.notebook.read_text(encoding="utf-8") == stored


def test_nbval_notices_a_changed_number(tmp_path):
    """With this project's settings, one wrong digit in a stored output fails that cell only."""
    cells = [
        nbformat.v4.new_code_cell("import numpy as np", execution_count=1, id="import"),
        _cell("right", "np.exp([0.0, 1.0])", "array([1.        , 2.71828183])"),
        _cell("wrong", "np.exp([0.0, 2.0])", "array([1.        , 7.3890560])"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, tmp_path / "changed.ipynb")

    report = _nbval(tmp_path / "changed.ipynb")

    assert report == {0: "PASSED", 1: "PASSED", 2: "FAILED"}


def test_nbval_forgives_what_varies(tmp_path):
    """An address in a representation differs from run to run, and is no difference."""
    cells = [_cell("address", "print", "<built-in method>"), _cell("object", "object()", "")]
    cells[0].source, cells[0].outputs[0].data["text/plain"] = "iter([])", "<list_iterator at 0x...>"
    cells[1].outputs[0].data["text/plain"] = "<object at 0x...>"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "varies.ipynb")

    assert set(_nbval(tmp_path / "varies.ipynb").values()) == {"PASSED"}


def _cell(id: str, source: str, shown: str) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("execute_result", data={"text/plain": shown}, execution_count=1)
    return nbformat.v4.new_code_cell(source, id=id, outputs=[output], execution_count=1)


def _nbval(notebook: Path) -> dict[int, str]:
    """Run the project's pytest on one notebook; return what became of each cell."""
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options = ["-c", str(COURSE.root / "pyproject.toml"), "--rootdir", str(COURSE.root)]
    run = subprocess.run(
        [*command, *options, str(notebook)],
        cwd=COURSE.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found = re.findall(r"::Cell (\d+) (PASSED|FAILED)", run.stdout)
    assert found, run.stdout + run.stderr
    return {int(cell): outcome for cell, outcome in found}

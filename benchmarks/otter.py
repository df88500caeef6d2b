"""otter-grader on a small assignment, in an environment of its own, and this grader on the same.

Three functions, three checks with two or three lines each, hidden ones included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course.course import Course
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from benchmarks.classes import BIN, COURSE
from benchmarks.measured import Measured, measure

_VERSION = "otter-grader==7.0.0"
_BESIDE = ("numpy", "ipykernel")
_FUNCTIONS = {
    "sigmoid": ("1 / (1 + np.exp(-np.asarray(x)))", ["sigmoid(0)", "sigmoid(np.array([-1.0, 2]))"]),
    "softmax": (
        "np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))",
        ["softmax(np.array([1.0, 2, 3]))", "softmax(np.zeros(4))"],
    ),
    "distance": (
        "np.sqrt(np.sum((np.asarray(x) - 1) ** 2))",
        ["distance(np.array([4.0, 5]))", "distance(np.ones(3))"],
    ),
}


def set_up(cache: Path) -> Path:
    """Return the `otter` of an environment below `cache`; made once, in a minute or two."""
    folder = cache / _VERSION.replace("==", "-")
    otter = folder / "bin" / "otter"
    if not otter.exists():
        print(f"Installing {_VERSION} into {folder} (once) ...", file=sys.stderr)
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run(
            [*pip, _VERSION, *_BESIDE], check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL
        )
    return otter


def run_otter(otter: Path, folder: Path) -> Measured:
    """Grade one notebook with `otter run`; an AssertionError unless it gets full marks."""
    notebook = folder / "small.ipynb"
    if not notebook.exists():
        _make_for_otter(otter, folder)
    variables = {"PATH": f"{otter.parent}{os.pathsep}{os.environ['PATH']}"}
    paths = [str(notebook), "-a", str(folder / "autograder.zip"), "-o", str(folder)]
    done = measure([str(otter), "run", *paths, "--no-logo"], folder, variables)
    tests = json.loads((folder / "results.json").read_text())["tests"]
    got = sum(test.get("score", 0) for test in tests)
    possible = sum(test.get("max_score", 0) for test in tests)
    assert got == possible == len(_FUNCTIONS), f"otter gives {got} of {possible}: {done.text}"
    return done


def run_ours(folder: Path, size: int, workers: int) -> Measured:
    """Grade a class on the same assignment; an AssertionError unless everybody gets full marks."""
    if not (folder / "notebooks").exists():
        _make_for_us(folder, size)
    python = StudentEnvironment.find(COURSE.root).python
    command = [str(BIN / "autograder"), "grade", "--workers", str(workers), "--force"]
    done = measure(command, folder, {OVERRIDE: str(python)})
    pages = [
        json.loads(p.read_text()) for p in folder.glob("classroom/autograded/*/*/results.json")
    ]
    assert [page["score"] for page in pages] == [len(_FUNCTIONS)] * size, done.text
    return done


def _make_for_otter(otter: Path, folder: Path) -> None:
    tests = folder / "tests"
    tests.mkdir(parents=True)
    cells = [new_code_cell("import otter\ngrader = otter.Notebook()\nimport numpy as np")]
    for name, (body, calls) in _FUNCTIONS.items():
        cells.append(new_code_cell(f"def {name}(x):\n    return {body}"))
        cells.append(new_code_cell(f'grader.check("{name}")'))
        cases = [
            {"code": f">>> bool(np.allclose({call}, {_expected(name, call)}))\nTrue"}
            | {"hidden": number > 0, "locked": False}
            for number, call in enumerate(calls)
        ]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": 1, "suites": [suite]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n")
    nbformat.write(new_notebook(cells=cells), folder / "small.ipynb")
    (folder / "requirements.txt").write_text("numpy\n")
    command = [str(otter), "generate", "-t", str(tests), "-o", str(folder / "autograder.zip")]
    subprocess.run([*command, "--no-environment"], check=True, cwd=folder, capture_output=True)


def _make_for_us(folder: Path, size: int) -> None:
    place = folder / "notebooks" / "01-small"
    place.mkdir(parents=True)
    (folder / "solutions").mkdir()
    (folder / "solutions" / "__init__.py").touch()
    cells = [_cell("imports", "import numpy as np", locked=True)]
    for name, (body, calls) in _FUNCTIONS.items():
        region = f"    ### BEGIN SOLUTION\n    return {body}\n    ### END SOLUTION"
        cells.append(_cell(name, f"def {name}(x):\n{region}", solution=True))
        visible, *hidden = [
            f'assert np.allclose({call}, {_expected(name, call)}), "{call} is another number."'
            for call in calls
        ]
        docstring = f'"""{name} gives the right numbers."""'
        hidden = ["### BEGIN HIDDEN TESTS", *hidden, "### END HIDDEN TESTS"]
        text = "\n".join([docstring, visible, *hidden])
        cells.append(_cell(f"{name}-is-right", text, grade=True, locked=True, points=1))
    notebook = new_notebook(cells=[new_markdown_cell("# Small", id="title"), *cells])
    nbformat.write(notebook, place / "small.ipynb")
    assert len(Course(folder).assignments) == 1
    for number in range(size):
        student = folder / "classroom" / "submitted" / f"student-{number:04}" / "01-small"
        student.mkdir(parents=True)
        nbformat.write(notebook, student / "small.ipynb")


def _cell(name: str, source: str, **marks: object) -> nbformat.NotebookNode:
    usual = {"grade": False, "solution": False, "locked": False, "task": False}
    marks = {"grade_id": name, "schema_version": 3, **usual, **marks}
    cell: nbformat.NotebookNode = new_code_cell(source, id=name, metadata={"nbgrader": marks})
    return cell


def _expected(name: str, call: str) -> object:
    import numpy as np

    body = _FUNCTIONS[name][0]
    names: dict[str, object] = {"np": np}
    exec(f"def {name}(x):\n    return {body}", names)
    return np.round(eval(call, names), 12).tolist()

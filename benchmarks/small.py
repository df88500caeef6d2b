"""A course of two assignments that are graded in a moment, for what needs thousands of gradings."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

from autograder.course.course import Course
from autograder.notebook.cells import cell_from
from autograder.notebook.regions import released
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from benchmarks.classes import COURSE

DOUBLE, HALF = "01-double", "02-half"
FULL = 3.0  # points of each assignment
RIGHT = {"double": "np.asarray(x) * 2", "half": "np.asarray(x) / 2"}


def make_course(root: Path) -> Course:
    """Make the course; its students have the Python of this repository's own course."""
    for assignment in (DOUBLE, HALF):
        stem = assignment[3:]
        folder = root / "notebooks" / assignment
        folder.mkdir(parents=True)
        (folder / f"{stem}.ipynb").write_text(json.dumps(source(stem)), encoding="utf-8")
    (root / "solutions").mkdir()
    (root / "solutions" / "__init__.py").touch()
    os.environ[OVERRIDE] = str(StudentEnvironment.find(COURSE.root).python)
    return Course(root)


def source(stem: str) -> dict[str, Any]:
    """Return the source notebook of one of the assignments."""
    number = {"double": 2, "half": 0.5}[stem]
    region = f"    ### BEGIN SOLUTION\n    return {RIGHT[stem]}\n    ### END SOLUTION"
    values = "\n".join(
        [
            f'"""{stem.capitalize()} of some numbers."""',
            f'assert np.allclose({stem}(4), {4 * number}), "of 4 it is {4 * number}."',
            "### BEGIN HIDDEN TESTS",
            "from autograder.checks import agrees, normal",
            f"agrees({stem}, lambda x: {number} * np.asarray(x), on=[1.0, normal(3)])",
            "### END HIDDEN TESTS",
        ]
    )
    shape = f'"""Keeps the shape."""\nassert {stem}(np.zeros((2, 3))).shape == (2, 3), "(2, 3)."'
    cells = [
        _cell("title", f"# The {stem} of a number", kind="markdown"),
        _cell("imports", "import numpy as np", locked=True),
        _cell(stem, f'def {stem}(x):\n    """The {stem} of x."""\n{region}', solution=True),
        _cell(f"{stem}-values", values, grade=True, locked=True, points=2),
        _cell(f"{stem}-shape", shape, grade=True, locked=True, points=1),
        _cell(f"{stem}-look", f"print({stem}(21))"),
    ]
    return {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def handed_in(stem: str, answer: str | None = None) -> dict[str, Any]:
    """Return the released notebook with the right answer in it, or this one."""
    made = copy.deepcopy(source(stem))
    for at, raw in enumerate(made["cells"]):
        raw["source"] = released(cell_from(raw, at))
        if raw["id"] == stem:
            raw["source"] = answer or f"def {stem}(x):\n    return {RIGHT[stem]}"
    return made


def _cell(name: str, text: str, kind: str = "code", **marks: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": text}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if marks:
        usual = {"grade": False, "locked": False, "solution": False, "task": False}
        cell["metadata"]["nbgrader"] = {"grade_id": name, "schema_version": 3} | usual | marks
    return cell

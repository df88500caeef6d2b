"""A course of one assignment, small enough to read, for the tests of what is done to courses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.course.course import Course

REFERENCE = '''"""Doubling."""

import numpy as np


def twice(x):
    """Two times x.

    Parameters
    ----------
    x : (...) array_like of float
    """
    # a float array, so that integers and lists work
    x = np.asarray(x) * 1.0
    return 2 * x
'''

EXERCISE = '''def twice(x):
    """Two times x."""
    ### BEGIN SOLUTION
    return "not built yet"
    ### END SOLUTION'''

CLAIM = '''"""The double of 3 is 6."""
assert twice(3) == 6, "twice(3) should be 6."
### BEGIN HIDDEN TESTS
import numpy as np
assert np.all(twice([1.5, -7.25]) == [3, -14.5]), "twice of a list went wrong."
### END HIDDEN TESTS'''


def code(id: str, source: str, *tags: str, **marks) -> dict:
    """One code cell; with marks it takes part in grading."""
    metadata = {"tags": list(tags)} if tags else {}
    if marks:
        roles = {"grade": False, "solution": False, "locked": False, "task": False}
        metadata["nbgrader"] = {**roles, **marks, "grade_id": id, "schema_version": 3}
    return {
        "cell_type": "code",
        "id": id,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def text(id: str, source: str) -> dict:
    """One Markdown cell."""
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def write_notebook(path: Path, cells: list[dict]) -> None:
    """Write a notebook as an author's editor would."""
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def twice_cells() -> list[dict]:
    """The cells of the one notebook."""
    return [
        text("title", "# Double a number\n\n**What you'll do:** double."),
        code("import-numpy", "import numpy as np", locked=True),
        code("write-twice", EXERCISE, solution=True),
        code("twice-doubles-three", CLAIM, grade=True, locked=True, points=2),
        code("look", 'print("shown", twice(21))'),
    ]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course in a directory of its own."""
    root = tmp_path / "course"
    write_notebook(root / "notebooks/01-twice/twice.ipynb", twice_cells())
    (root / "solutions/mistakes").mkdir(parents=True)
    (root / "solutions/__init__.py").touch()
    (root / "solutions/twice.py").write_text(REFERENCE, encoding="utf-8")
    return Course(root)

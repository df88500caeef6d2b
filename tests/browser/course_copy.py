"""A copy of the course with one assignment, for instructors and authors to change."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from autograder.course.course import Course
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment

ROOT = Path(__file__).resolve().parents[2]
LAB = [sys.executable, "-m", "jupyterlab"]  # the instructor's: nbgrader's panels are all there


def copy_course(root: Path, assignment: str = "09-softmax") -> Course:
    """Copy what an instructor's directory holds, so that nothing here is ever changed."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(ROOT / "solutions", root / "solutions", ignore=leave)
    folder = root / "notebooks" / assignment
    shutil.copytree(ROOT / "notebooks" / assignment, folder, ignore=leave)
    for module in (ROOT / "notebooks").glob("*.py"):
        shutil.copy(module, root / "notebooks")
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    return Course.find(root)


@pytest.fixture(scope="module")
def students_python() -> dict[str, str]:
    """Environment variables with which the copy uses the students' Python of this checkout."""
    return {OVERRIDE: os.environ.get(OVERRIDE) or str(StudentEnvironment.find(ROOT).python)}

"""The small course and the classroom that gradings are tested with, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from tests.autograder.grading.conftest import (
    assignment,
    course,
    course_root,
    grade,
    grade_all,
    record,
    submit,
)
from tests.postgres import Server, server

__all__ = [
    "assignment",
    "course",
    "course_root",
    "grade",
    "grade_all",
    "record",
    "submit",
]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of PostgreSQL."""
    with server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def classroom(request, tmp_path: Path) -> Classroom:
    """An empty classroom, its gradebook in a file or in a server's database."""
    root = tmp_path / "class"
    root.mkdir()
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
        use_database(root, url)
    return Classroom(root)


def use_database(root: Path, url: str) -> None:
    """Tell nbgrader in a directory where the gradebook is."""
    text = f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n"
    (root / "nbgrader_config.py").write_text(text)

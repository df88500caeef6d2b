"""A small course, and downloads of it as platforms make them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course

TITLES = {"04-sigmoid": "Squash any number", "09-softmax": "Scores to probabilities"}


def cell(kind: str, source: str, grade_id: str = "", **flags) -> dict:
    """Return one cell; with a grade_id one of nbgrader's."""
    one: dict = {"cell_type": kind, "id": grade_id or "text", "metadata": {}, "source": source}
    if kind == "code":
        one |= {"outputs": [], "execution_count": None}
    if grade_id:
        marks = {"grade": False, "solution": False, "locked": False, "task": False}
        one["metadata"]["nbgrader"] = (
            marks | {"grade_id": grade_id, "schema_version": 3} | {"points": 0} | flags
        )
    return one


def notebook(stem: str, body: str = "raise NotImplementedError()", hidden: bool = False) -> dict:
    """Return a notebook of the course: text, one answer, two claims."""
    secret = "\n### BEGIN HIDDEN TESTS\nassert the_secret\n### END HIDDEN TESTS" if hidden else ""
    text = f"# {next((t for n, t in TITLES.items() if n.endswith(stem)), stem)}\nAll about {stem}."
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "cells": [
            cell("markdown", text),
            cell("code", "import numpy as np", "imports", locked=True),
            cell("code", f"def {stem}(x):\n    {body}", f"{stem}-answer", solution=True),
            *(
                cell(
                    "code",
                    f'"""{stem} is {word}."""\nassert {stem}([1.0]) is not {word}' + secret,
                    f"{stem}-{word}",
                    grade=True,
                    locked=True,
                    points=points,
                )
                for word, points in (("short", 2), ("tall", 1))
            ),
        ],
    }


def handed_in(stem: str, body: str = "return x", **changes) -> bytes:
    """Return a student's notebook."""
    return json.dumps(notebook(stem, body) | changes).encode()


def make_course(root: Path) -> Course:
    """Make a course of two assignments."""
    (root / "solutions").mkdir(parents=True)
    for name in TITLES:
        stem = name[3:]
        (root / "notebooks" / name).mkdir(parents=True)
        source = json.dumps(notebook(stem, hidden=True))
        (root / "notebooks" / name / f"{stem}.ipynb").write_text(source)
    return Course(root)


def make_classroom(root: Path) -> Classroom:
    """Make an empty classroom."""
    root.mkdir(parents=True)
    return Classroom(root)


def zipped(files: dict[str, bytes | str], to: Path | None = None, when: int = 2026) -> bytes:
    """Return a zip of these files, and write it if told where."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (when, 1, 30, 15, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    if to:
        to.write_bytes(buffer.getvalue())
    return buffer.getvalue()

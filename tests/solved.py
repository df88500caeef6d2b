"""A notebook in which a student has solved everything, or nearly."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from autograder.course.course import Assignment, Course
from autograder.course.start import start
from autograder.notebook.regions import solved


def right_answers(assignment: Assignment) -> dict[str, str]:
    """Return what a student writes who does everything right, by cell."""
    return {one.id: solved(one) for one in assignment.cells if one.is_answer}


def fill_in(notebook: dict[str, Any], answers: Mapping[str, str]) -> None:
    """Write answers into the cells of a notebook."""
    for one in notebook["cells"]:
        one["source"] = answers.get(one["id"], one["source"])


def solve(course: Course, workbook: Path, name: str, but: Collection[str] = ()) -> Path:
    """Put a notebook with its solutions into a workbook, all but some cells; return its path."""
    assignment = course.select([name])[0]
    start(course, workbook, assignment)
    path = workbook / assignment.name / assignment.notebook.name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    answers = right_answers(assignment)
    fill_in(notebook, {name: text for name, text in answers.items() if name not in but})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path

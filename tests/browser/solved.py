"""A workbook in which a student has solved nearly everything."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from autograder.course.course import Course
from autograder.course.start import start
from autograder.notebook.regions import solved


def solve(course: Course, workbook: Path, name: str, but: Collection[str] = ()) -> Path:
    """Put a notebook with its solutions into a workbook, all but some cells; return its path."""
    assignment = course.select([name])[0]
    start(course, workbook, assignment)
    answers = {one.id: solved(one) for one in assignment.cells if one.is_answer}
    path = workbook / assignment.name / assignment.notebook.name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for one in notebook["cells"]:
        if one["id"] in answers and one["id"] not in but:
            one["source"] = answers[one["id"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path

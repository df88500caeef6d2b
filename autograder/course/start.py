"""`autograder start`: a learner's own copies of the released notebooks."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.course import Assignment, Course
from autograder.course.release import convert_checked
from autograder.files import write_bytes


@dataclass(frozen=True)
class Started:
    """Which files of an assignment were put into the workbook, and which were there already."""

    assignment: str
    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)


def start(course: Course, workbook: Path, assignment: Assignment) -> Started:
    """Put an assignment into the workbook, never touching a file that is there."""
    result = Started(assignment.name)
    place = workbook / assignment.name
    if (place / assignment.notebook.name).exists() and not _missing(place, assignment):
        result.kept.append(place / assignment.notebook.name)
        return result  # converting would take seconds and change nothing
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        fresh = convert_checked(course, assignment, Path(temporary))
        for path in sorted(p for p in fresh.rglob("*") if p.is_file()):
            own = place / path.relative_to(fresh)
            if own.exists():
                result.kept.append(own)
                continue
            write_bytes(own, path.read_bytes())
            result.written.append(own)
    return result


def _missing(place: Path, assignment: Assignment) -> list[Path]:
    """Return the files beside the notebook that the learner has not got yet."""
    relative = [path.relative_to(assignment.folder) for path in assignment.files]
    return [path for path in relative if not (place / path).exists()]

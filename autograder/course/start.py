"""`autograder start`: a learner's own copies of the released notebooks."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.checking_files import package_files
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


def start_pages(course: Course, workbook: Path) -> list[Path]:
    """Put the map of the course and the katas into the workbook; return the files that are new."""
    wanted = {page.name: page.read_bytes() for page in course.pages}
    if wanted:
        wanted |= package_files()
    new = [workbook / name for name in wanted if not (workbook / name).exists()]
    for path in new:
        write_bytes(path, wanted[path.relative_to(workbook).as_posix()])
    return new


def _missing(place: Path, assignment: Assignment) -> list[Path]:
    """Return the files beside the notebook that the learner has not got yet."""
    relative = [path.relative_to(assignment.folder) for path in assignment.files]
    return [path for path in relative if not (place / path).exists()]

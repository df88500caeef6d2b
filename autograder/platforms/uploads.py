"""Feedback in bulk: the students' pages in one zip, under the names that a platform gave."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import UsageError
from autograder.files import PRIVATE, Archive, write_bytes
from autograder.platforms.record import read_record
from autograder.platforms.registry import PLATFORMS


@dataclass(frozen=True)
class Upload:
    """A zip for the platform, and the students whose page is not in it."""

    file: Path
    pages: int
    left_out: tuple[str, ...]
    note: str = ""  # what the platform does with it


def write_upload(classroom: Classroom, assignment: Assignment, to: str) -> Upload:
    """Write `export/feedback-<platform>-<assignment>.zip` in the classroom, anew each time.

    Who is in it was collected from this platform: the platform finds a student by the name that it
    gave the student's file or folder. One file of a team gets one page.

    Raises
    ------
    UsageError
        If nobody's work of this assignment was collected from this platform.
    """
    platform = PLATFORMS[to]
    archive = Archive()
    collected = {
        entry.student: entry.file
        for entry in read_record(classroom)
        if (entry.platform, entry.assignment) == (to, assignment.name)
    }
    left_out = []
    for student in classroom.submissions(assignment.name):
        page = classroom.feedback_for(student, assignment.name) / f"{assignment.stem}.html"
        name = platform.feedback_name(collected.get(student, ""), f"feedback-{page.name}")
        if not name or not page.is_file():
            left_out.append(student)
        elif name not in archive.files:
            archive.add(name, page.read_bytes())
    if not archive.files:
        raise UsageError(
            f"--zip {to}: nothing of {assignment.name} that has a page was collected from {to}. "
            f"Collect it with `autograder collect --from {to}` first."
        )
    file = classroom.root / "export" / f"feedback-{to}-{assignment.name}.zip"
    write_bytes(file, archive.content(), PRIVATE)
    return Upload(file, len(archive.files), tuple(left_out), platform.feedback_note)

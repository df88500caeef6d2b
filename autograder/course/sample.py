"""A made-up class: what students hand in, tidy and not, each with the result that is right.

Nothing here knows the subject. Right answers come from the source notebooks, wrong ones from
`solutions/mistakes/`, and the untidiness from what real students' notebooks look like.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.draft import Draft, Expected
from autograder.course.mistakes import wrong_versions
from autograder.course.stories import STORIES, STUDENTS
from autograder.files import write_bytes


@dataclass(frozen=True)
class SampleSubmission:
    """One submission of the made-up class."""

    student: str
    assignment: str
    story: str
    content: bytes
    expected: Expected


def sample_class(
    course: Course, classroom: Classroom, assignment: Assignment
) -> list[SampleSubmission]:
    """Return what each of the 24 students hands in for a released assignment."""
    notebook = classroom.released(assignment.name) / assignment.notebook.name
    released = json.loads(notebook.read_text(encoding="utf-8"))
    wrong = wrong_versions(course, assignment)
    made = []
    for student, story in zip(STUDENTS, STORIES, strict=True):
        draft = Draft(assignment, released, wrong)
        content = story.write(draft) or draft.content()
        made.append(
            SampleSubmission(
                student.id, assignment.name, story.tells, content, draft.right_result()
            )
        )
    return made


def hand_in(
    classroom: Classroom, assignment: Assignment, papers: list[SampleSubmission]
) -> list[Path]:
    """Write the papers into the classroom; return those that were there already, and differ."""
    kept = []
    for paper in papers:
        folder = classroom.submission(paper.student, paper.assignment)
        file = folder / assignment.notebook.name
        if file.is_file():
            if file.read_bytes() != paper.content:
                kept.append(file)
            continue
        write_bytes(file, paper.content)
    return kept

"""Stock nbgrader runs on our notebooks, and gives honest work the same points as we do."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import nbformat
import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.release import nbgrader_settings, release
from autograder.course.sample import hand_in, sample_class
from autograder.course.stories import STORIES, STUDENTS
from autograder.grading.grade import grade_submission, job_for
from autograder.grading.templates import close_template
from autograder.sandbox.tiers import best_tier

COURSE = Course.find(Path(__file__).parent)
HONEST = {s.id for s, story in zip(STUDENTS, STORIES, strict=True) if story.honest}
_SCORES = """
    select student.id, base_cell.name, grade.auto_score, grade.needs_manual_grade
    from grade
    join base_cell on base_cell.id = grade.cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join student on student.id = submitted_assignment.student_id
"""


@pytest.mark.parametrize("name", ["04-sigmoid", "09-softmax"])
@pytest.mark.filterwarnings("ignore")  # nbgrader's own, not ours
def test_stock_nbgrader_gives_honest_work_the_same_points(name, tmp_path, monkeypatch):
    """generate_assignment, autograde and generate_feedback run; the points are equal, by claim.

    The one difference that is allowed is nbgrader's rule that a cell which warns earns nothing.
    """
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (assignment,) = COURSE.select([name])
    classroom = Classroom(tmp_path)
    release(COURSE, classroom, assignment)
    papers = [p for p in sample_class(COURSE, classroom, assignment) if p.student in HONEST]
    hand_in(classroom, assignment, papers)

    _nbgrader("Autograde", classroom, name)
    _nbgrader("GenerateFeedback", classroom, name)

    with closing(sqlite3.connect(classroom.gradebook.file)) as database:
        stock = {(s, cell): points for s, cell, points, _ in database.execute(_SCORES)}
    try:
        for paper in papers:
            job = job_for(COURSE, assignment, paper.student, paper.content, tier=best_tier())
            warned = _warned(classroom, assignment, paper.student)
            for verdict in grade_submission(job).verdicts:
                theirs = stock[paper.student, verdict.claim]
                if not (verdict.claim in warned and theirs == 0):
                    assert verdict.points == theirs, (paper.student, paper.story, verdict)
            assert (
                classroom.feedback_for(paper.student, name) / f"{assignment.stem}.html"
            ).is_file()
    finally:
        close_template()


def _nbgrader(converter: str, classroom: Classroom, name: str) -> None:
    """Run one of nbgrader's own steps, as `nbgrader ...` would, in this process."""
    from nbgrader import converters
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config(nbgrader_settings(COURSE.root, classroom))
    config.CourseDirectory.assignment_id = name
    directory = CourseDirectory(config=config)
    log = logging.Logger("nbgrader", level=logging.ERROR)
    getattr(converters, converter)(coursedir=directory, config=config, log=log).start()


def _warned(classroom: Classroom, assignment, student: str) -> set[str]:
    """Return the claims that wrote to stderr: nbgrader takes all their points."""
    file = classroom.graded(student, assignment.name) / assignment.notebook.name
    return {
        cell.id
        for cell in nbformat.read(file, as_version=4).cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream" and output.name == "stderr"
    }

"""Every made-up student gets the result that is known to be right, however untidy."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.release import release
from autograder.course.sample import hand_in, sample_class
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.results import read_results

COURSE = Course.find(Path(__file__).parent)
ASSIGNMENTS = COURSE.select(["04-sigmoid", "09-softmax"])


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The sample class, graded once: (papers, what was graded of each)."""
    classroom = Classroom(tmp_path_factory.mktemp("sample") / "classroom")
    papers = []
    for assignment in ASSIGNMENTS:
        release(COURSE, classroom, assignment)
        papers += sample_class(COURSE, classroom, assignment)
        hand_in(classroom, assignment, [p for p in papers if p.assignment == assignment.name])
    outcome = grade_class(COURSE, classroom, ASSIGNMENTS, unconfined=True)
    return classroom, papers, {(s.assignment, s.student): s for s in outcome.summaries}


def test_the_class_has_24_students_with_a_submission_each(graded):
    """Nobody is lost on the way."""
    _, papers, summaries = graded

    assert len(papers) == len(summaries) == 24 * len(ASSIGNMENTS)
    assert len({paper.student for paper in papers}) == 24


def test_everybody_gets_what_is_right(graded):
    """Points, refusals and named mistakes are those that the class was made with."""
    _, papers, summaries = graded

    wrong = []
    for paper in papers:
        summary, right = summaries[paper.assignment, paper.student], paper.expected
        if right.least is None:
            if summary.points is not None or not summary.refused:
                wrong.append((paper.student, paper.assignment, paper.story, summary))
        elif summary.points is None or not right.least <= summary.points <= right.most:
            wrong.append((paper.student, paper.assignment, paper.story, right, summary))
    assert wrong == []


def test_a_failed_claim_always_says_why(graded):
    """No student is left with a cross and no words."""
    classroom, papers, _ = graded

    for paper in papers:
        if paper.expected.least is None:
            continue
        assignment = COURSE.select([paper.assignment])[0]
        for verdict in read_results(classroom, assignment, paper.student).verdicts:
            assert verdict.outcome == "passed" or verdict.message, (paper.student, verdict.claim)


def test_most_known_mistakes_are_named(graded):
    """The coach recognises what was put in, unless a visible check speaks first."""
    _, papers, summaries = graded
    made = [paper for paper in papers if paper.expected.mistake]

    named = [paper for paper in made if summaries[paper.assignment, paper.student].mistakes]

    assert len(made) == 5 * len(ASSIGNMENTS)
    assert len(named) >= len(made) // 2


def test_papers_are_the_same_each_time(graded):
    """The class is made up without chance."""
    classroom, papers, _ = graded

    again = [p for a in ASSIGNMENTS for p in sample_class(COURSE, classroom, a)]

    assert [paper.content for paper in again] == [paper.content for paper in papers]


def test_what_was_changed_by_hand_is_kept(graded):
    """Handing in again overwrites nothing, and names the file that differs."""
    classroom, papers, _ = graded
    paper, assignment = papers[0], ASSIGNMENTS[0]
    file = classroom.submission(paper.student, paper.assignment) / assignment.notebook.name
    file.write_bytes(paper.content + b"\n")

    kept = hand_in(classroom, assignment, [paper])

    assert kept == [file]
    assert file.read_bytes() == paper.content + b"\n"
    file.write_bytes(paper.content)

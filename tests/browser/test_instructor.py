"""An instructor works in formgrader, in a JupyterLab started in the course's directory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import FrameLocator, Locator, Page, Response, expect

from autograder.course.classroom import Classroom
from autograder.course.release import release
from autograder.course.sample import hand_in, sample_class
from autograder.course.stories import STUDENTS as EVERYBODY
from autograder.gradebook.roster import add_people
from tests.browser.course_copy import LAB, copy_course, students_python  # noqa: F401
from tests.browser.jupyter import jupyter

WORK = "09-softmax"
STUDENTS = ("ada", "rosa")  # everything right; sums that lost their axis


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Classroom:
    """A classroom where two students handed in and nobody graded."""
    course = copy_course(tmp_path_factory.mktemp("instructor") / "course")
    classroom = Classroom(course.root / "classroom")
    assignment = course.select([WORK])[0]
    release(course, classroom, assignment)
    papers = sample_class(course, classroom, assignment)
    hand_in(classroom, assignment, [paper for paper in papers if paper.student in STUDENTS])
    add_people(classroom, EVERYBODY)
    return classroom


@pytest.fixture(scope="module")
def lab(browser, classroom: Classroom, students_python: dict) -> Iterator[str]:  # noqa: F811
    """JupyterLab with all of nbgrader's panels."""
    root = classroom.root.parent
    with jupyter(LAB, root, root.parent / "state", news=False, **students_python) as address:
        yield address


def formgrader(page: Page, address: str) -> FrameLocator:
    """Open formgrader from JupyterLab's menu."""
    page.goto(f"{address}/lab?reset")
    page.get_by_text("Nbgrader", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
    return page.frame_locator("iframe")


def row_of(frame: FrameLocator, name: str) -> Locator:
    """Return the row of a student or an assignment in formgrader's table."""
    return frame.locator("tr").filter(has_text=name)


def _saved(what: str) -> Callable[[Response], bool]:
    return lambda answer: f"/api/{what}/" in answer.url and answer.request.method == "PUT"


def test_an_instructor_autogrades_marks_comments_and_sees_the_feedback(
    lab: str, page: Page, classroom: Classroom
):
    """From a submission to the page that the student gets, with formgrader's own buttons."""
    frame = formgrader(page, lab)

    row_of(frame, WORK).locator(".num-submissions a").click()
    rosa = row_of(frame, "Amato, Rosa")
    expect(rosa).to_contain_text("needs autograding")
    expect(row_of(frame, "Okafor, Ada")).to_contain_text("needs autograding")
    rosa.locator(".autograde a").click()
    expect(frame.locator("#success-modal")).to_contain_text("Successfully autograded")
    frame.locator("#success-modal").get_by_role("button", name="Close").last.click()
    expect(rosa.locator(".score")).to_have_text("12 / 25")
    results = classroom.results("rosa", WORK)
    assert json.loads(results.read_text(encoding="utf-8"))["score"] == 12  # our grader did it

    rosa.get_by_role("link", name="Amato, Rosa").click()
    frame.get_by_role("link", name="softmax").last.click()
    mark = frame.locator("#softmax-rows-sum-to-one")
    expect(mark).to_have_attribute("placeholder", "0")
    with page.expect_response(_saved("grade")):
        mark.press_sequentially("1.5")
        mark.blur()
    with page.expect_response(_saved("comment")):
        comment = frame.locator("#softmax-comment")
        comment.press_sequentially("The idea is right: now do it for each row.")
        comment.blur()

    frame = formgrader(page, lab)
    row_of(frame, WORK).locator(".num-submissions a").click()
    rosa = row_of(frame, "Amato, Rosa")
    expect(rosa.locator(".score")).to_have_text("13.5 / 25")
    rosa.locator(".generate-feedback a").click()
    expect(frame.locator("#success-modal")).to_contain_text("Successfully generated feedback")

    feedback = classroom.feedback_for("rosa", WORK) / "softmax.html"
    page.goto(feedback.as_uri())
    expect(page.locator("body")).to_contain_text("13.5")
    expect(page.locator("body")).to_contain_text("The idea is right: now do it for each row.")
    expect(page.locator("body")).to_contain_text("keep the sums as a column")

"""What a person gave or wrote in formgrader stands on the feedback page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from autograder.course.classroom import Classroom
from autograder.errors import MaterialError
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.writing import Gradebook
from autograder.grading.results import Ungraded, write_results
from autograder.pages.feedback import feedback_page, write_feedback
from autograder.verdicts import Graded, Outcome

from . import made_up
from .page_check import Page, check_page

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


@pytest.fixture
def classroom(tmp_path) -> Classroom:
    """An empty one."""
    made = Classroom(tmp_path / "classroom")
    made.root.mkdir()
    return made


@pytest.fixture
def keep(classroom, assignment) -> Callable[[Graded], None]:
    """Keep a submission as grading does: results, notebook, gradebook."""

    def keep(graded: Graded) -> None:
        write_results(graded, classroom.results(graded.student, assignment.name))
        folder = classroom.graded(graded.student, assignment.name)
        (folder / "softmax.ipynb").write_text(json.dumps(graded.notebook), encoding="utf-8")
        with Gradebook(classroom) as gradebook:
            gradebook.write(graded, assignment)

    return keep


@pytest.fixture
def formgrader(classroom, assignment) -> Callable[..., None]:
    """Do to ada's submission what a person does in formgrader."""

    def give(claim="", points=None, extra=None, comment="", late="") -> None:
        where = (assignment.stem, assignment.name, "ada")
        with gradebook_of(classroom) as gradebook:
            if claim:
                grade = gradebook.find_grade(claim, *where)
                grade.manual_score, grade.extra_credit = points, extra
            if comment:
                gradebook.find_comment("softmax", *where).manual_comment = comment
            if late:
                gradebook.find_submission(*where[1:]).timestamp = datetime(2026, 5, 3)
                gradebook.update_or_create_assignment(assignment.name, duedate="2026-05-01")
                (classroom.root / "deadlines.toml").write_text(late)
            gradebook.db.commit()

    return give


@pytest.fixture
def page(course, classroom, assignment) -> Callable[[], Page]:
    """Write ada's page and read it."""

    def page() -> Page:
        path = write_feedback(classroom, assignment, "ada")
        return check_page(path.read_text(encoding="utf-8"))

    return page


def _row(page: Page, title: str) -> list[str]:
    return next([c.strip() for c in row[2:]] for row in page.rows if row[0].strip() == title)


def test_marks_and_comments_given_in_formgrader_are_on_the_page(keep, formgrader, page):
    """The headline, the table and a list of their own say what a person gave, and for what."""
    keep(made_up.struggling())
    formgrader("softmax-rows-sum-to-one", points=3.0, extra=0.5, comment="Nearly <b>right</b>.")
    shown = page()

    assert "10.5 of 25 points" in shown.text[: shown.text.index("What to do next")]
    assert "Marked by a person With this, you have 10.5 of 25 points." in shown.text
    assert "Every row of probabilities sums to one. 3 of 4, 0.5 extra" in shown.text
    assert "softmax Nearly <b>right</b>." in shown.text
    assert _row(shown, "By the grader") == ["7", "25"]
    assert _row(shown, "By a person") == ["+3.5", ""]
    assert _row(shown, "Together") == ["10.5", "25"]


def test_comments_are_markdown_without_headings_html_or_pictures(keep, formgrader, page):
    """Lines end where they end; the page's headings are its own."""
    keep(made_up.struggling())
    said = "# Good\nsee `np.sum` and\n\n- **this**\n- <i>that</i> ![x](b.png)"
    formgrader(comment=said)
    shown = page()
    part = shown.html[shown.html.index('class="comment"') :]
    part = part[: part.index("</section>")]
    assert "# Good<br />" in part and "<code>np.sum</code>" in part
    assert "<strong>this</strong>" in part and "&lt;i&gt;that" in part and "<img" not in part


def test_what_a_person_gave_points_for_is_open_no_more(keep, formgrader, page):
    """Neither at the top, nor in the table, nor in a list of its own."""
    keep(made_up.struggling())
    assert "2 points are still open" in page().text
    formgrader("softmax-leaves-its-input", points=1.0)
    shown = page()
    assert "still open" not in shown.text and "could not be graded" not in shown.text.lower()
    assert "1 marked by a person" in shown.text


def test_a_late_penalty_is_told_and_taken(keep, formgrader, page):
    """With the rule by which it is taken; where nothing counts, the rest is zero."""
    keep(made_up.struggling())
    formgrader(late="percent_a_day = 10\n")
    shown = page()
    assert "Handed in late With this, you have 5.6 of 25 points" in shown.text
    assert "1.4 points were taken because it came late." in shown.text
    assert "It came 2 days after the due date, 2026-05-01 00:00 UTC: 10 % of" in shown.text
    assert _row(shown, "Came late") == ["−1.4", ""]
    assert _row(shown, "Together") == ["5.6", "25"]
    assert "By a person" not in shown.text

    formgrader(late="none_after_days = 1\n")
    assert _row(page(), "Together") == ["0", "25"]


def test_a_comment_alone_changes_no_number(keep, formgrader, page):
    """The points stay the grader's, and nothing is said about them."""
    keep(made_up.struggling())
    formgrader(comment="See me on Monday.")
    shown = page()
    assert "See me on Monday." in shown.text
    assert "With this" not in shown.text
    assert "By the grader" not in shown.text


def test_what_the_grader_wrote_into_the_gradebook_is_no_persons_word(
    keep, page, assignment, classroom
):
    """`No response.` beside an empty answer is nbgrader's automatic comment."""
    blank = made_up.graded("ada", answers={**made_up.RIGHT, **made_up.WRONG}, blank=("softmax",))
    keep(blank)
    with gradebook_of(classroom) as gradebook:
        where = (assignment.stem, assignment.name, "ada")
        assert gradebook.find_comment("softmax", *where).comment == "No response."
    shown = page()
    assert "Marked by a person" not in shown.text
    assert "No response." not in shown.text


def test_a_mark_by_hand_settles_what_could_not_be_graded(keep, formgrader, page):
    """Its points are no longer open."""
    lost = made_up.verdict("softmax-values", Outcome.NOT_RUN, message="No process could be had.")
    keep(made_up.graded("ada", {"softmax-values": lost}))
    assert "4 points are still open" in page().text
    formgrader("softmax-values", points=4.0)
    shown = page()
    assert "still open" not in shown.text
    assert "What could not be graded" not in shown.text
    assert "25 of 25 points" in shown.text


def test_a_submission_that_could_not_be_graded_shows_what_a_person_gave(
    keep, formgrader, page, classroom, assignment
):
    """The grader's own earlier points do not count, and nobody is told that nobody looked."""
    keep(made_up.struggling())
    formgrader("softmax-values", points=2.0, comment="I read your file by eye.")
    refused = Ungraded(assignment.name, "ada", "The file is empty.", tuple(assignment.claims))
    write_results(refused, classroom.results("ada", assignment.name))
    shown = page()
    assert "The file is empty." in shown.text
    assert "I read your file by eye." in shown.text
    assert "With this, you have 2 of 25 points." in shown.text
    assert "nobody has looked" not in shown.text


def test_answers_that_a_person_marks_have_their_section_as_title(
    keep, formgrader, page, assignment
):
    """Their points join the total, and those not looked at yet are counted."""
    notebook = json.loads(assignment.notebook.read_text(encoding="utf-8"))
    for name in ("explain", "explain-more"):
        cell = made_up._answer(name, "Because ...")
        cell["metadata"]["nbgrader"] |= {"grade": True, "points": 2}
        notebook["cells"] += [made_up._markdown(f"## {name.capitalize()}"), cell]
    assignment.notebook.write_text(json.dumps(notebook), encoding="utf-8")
    assignment.__dict__.pop("cells", None)
    keep(made_up.graded("ada"))
    formgrader("explain", points=1.5)
    shown = page()
    assert "Explain 1.5 of 2" in shown.text
    assert "With this, you have 26.5 of 29 points. 1 answer still waits" in shown.text
    assert _row(shown, "By a person") == ["+1.5", "+4"]


def test_without_a_persons_word_the_page_is_the_graders_alone(
    keep, page, assignment, course, classroom
):
    """A gradebook in which nobody marked anything changes not a byte."""
    keep(made_up.struggling())
    path = write_feedback(classroom, assignment, "ada")
    assert path.read_text(encoding="utf-8") == feedback_page(assignment, made_up.struggling())


def test_a_damaged_gradebook_is_one_sentence(keep, page, classroom):
    """It says which file, and what to do."""
    keep(made_up.struggling())
    classroom.gradebook.file.write_bytes(b"no database at all, " * 100)
    with pytest.raises(MaterialError, match=r"gradebook\.db: the gradebook is damaged"):
        page()

"""nbgrader's own commands and buttons, with the drop-in, on this course."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.classes.grade_class import grade_class
from autograder.grading.results import ours, read_page
from tests.autograder.nbgrader.classes import button, marks, pressed
from tests.autograder.nbgrader.conftest import NAME, Class_

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's own, not ours

ODD = (
    "everything right, as taught",
    "deleted a check",
    "doubled",
    "forged",
    "cut off",
    "ends Pyth",
)
SECRET = "BEGIN HIDDEN"


def _odd(class_: Class_) -> list[str]:
    """One of each kind of submission that nbgrader alone stumbles over."""
    stories = {paper.story: paper.student for paper in class_.papers}
    words = (*ODD, "changed the checks", "mistake", "nothing")
    return list({who: 0 for word in words for story, who in stories.items() if word in story})[:9]


def _tests(class_: Class_, student: str) -> list[dict]:
    """The verdicts in `results.json`, without what a clock measured."""
    page = json.loads(class_.classroom.results(student, NAME).read_bytes())
    for test in page["tests"]:
        test["extra_data"].pop("seconds")
    return page["tests"]


def test_the_autograde_button_gives_what_our_command_gives(class_):
    """Points, messages and the record are equal, so the command finds nothing left to do."""
    students = _odd(class_)
    api = button(class_.settings)
    for student in students:
        pressed(api.autograde(NAME, student))
    by_button = marks(class_.classroom.gradebook.file)
    results = {student: _tests(class_, student) for student in students}

    again = grade_class(
        class_.course, class_.classroom, [class_.assignment], students=students, workers=0
    )
    forced = grade_class(
        class_.course,
        class_.classroom,
        [class_.assignment],
        students=students,
        workers=0,
        force=True,
    )

    assert again.skipped == len(students)
    assert len(forced.graded) + len(forced.refused) == len(students)
    assert {student: _tests(class_, student) for student in students} == results
    by_command = marks(class_.classroom.gradebook.file)
    assert by_command == by_button
    assert len({mark.auto for mark in by_button.values()}) > 1


def test_marks_and_comments_given_by_hand_survive_both_ways_of_grading(class_):
    """Manual mark, extra credit and comment stay, and the student's page shows them."""
    from nbgrader.api import Gradebook

    student, claim = class_.papers[0].student, class_.assignment.claims[0]
    answer = next(cell.id for cell in class_.assignment.cells if cell.solution)
    where = (class_.assignment.stem, NAME, student)
    url = class_.classroom.gradebook.url
    api = button(class_.settings)
    pressed(api.autograde(NAME, student))
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade(claim.id, *where)
        grade.manual_score, grade.extra_credit = 0.25, 2.0
        gradebook.find_comment(answer, *where).manual_comment = "Nicely said, <b>really</b>."
        gradebook.update_or_create_student(student, first_name="Séan", last_name="O'Brien")
        gradebook.db.commit()

    pressed(api.autograde(NAME, student))
    grade_class(
        class_.course,
        class_.classroom,
        [class_.assignment],
        students=[student],
        workers=0,
        force=True,
    )
    pressed(api.generate_feedback(NAME, student))

    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade(claim.id, *where)
        assert (grade.manual_score, grade.extra_credit) == (0.25, 2.0)
        assert grade.auto_score == claim.points
        said = gradebook.find_comment(answer, *where).comment
        assert said == "Nicely said, <b>really</b>."
        total = gradebook.find_submission(NAME, student).score
    page = class_.classroom.feedback_for(student, NAME) / f"{class_.assignment.stem}.html"
    text = page.read_text(encoding="utf-8")
    assert "Nicely said, &lt;b&gt;really&lt;/b&gt;." in text
    assert f"you have {total:g} of" in text
    assert f"<b>Séan O&#39;Brien</b> ({student})" in text
    assert SECRET not in text
    assert not (page.parent / "results.json").exists(), "it is not meant for students"


def test_a_late_penalty_is_taken_as_by_nbgrader(class_):
    """The configured plugin takes all points of what came after the due date."""
    from nbgrader.api import Gradebook

    student = class_.papers[0].student
    stamp = class_.classroom.submission(student, NAME) / "timestamp.txt"
    stamp.write_text("2026-02-02 10:00:00 UTC", encoding="utf-8")
    url = class_.classroom.gradebook.url
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-02-01 10:00:00 UTC")

    api = button(class_.settings, LateSubmissionPlugin={"penalty_method": "zero"})
    pressed(api.autograde(NAME, student))

    with Gradebook(url) as gradebook:
        notebook = gradebook.find_submission_notebook(class_.assignment.stem, NAME, student)
        assert notebook.late_submission_penalty == notebook.score == class_.assignment.points


def test_both_ways_of_grading_take_the_same_for_lateness(class_):
    """By `deadlines.toml`; an extension counts from the next grading on, whoever does it."""
    student = class_.papers[0].student
    stamp = class_.classroom.submission(student, NAME) / "timestamp.txt"
    stamp.write_text("2026-02-02 10:00:00 UTC", encoding="utf-8")
    file = class_.classroom.root / "deadlines.toml"
    url = class_.classroom.gradebook.url
    rule = f'timezone = "UTC"\npercent_a_day = 10\n[{NAME}]\ndue = 2026-01-31\n'
    extended = f'{rule}[{NAME}.students]\n{student} = "2026-02-02 10:00"\n'

    def ours():
        grade_class(class_.course, class_.classroom, [class_.assignment], [student], workers=0)

    def theirs():
        pressed(button(class_.settings).autograde(NAME, student))

    def taken(grade, text):
        file.write_text(text)
        grade()
        with Gradebook(url) as gradebook:
            return gradebook.find_submission(NAME, student).late_submission_penalty

    from nbgrader.api import Gradebook

    most = class_.assignment.points
    assert taken(theirs, rule) == taken(ours, rule) == pytest.approx(most / 5)
    assert taken(ours, extended) == 0
    assert taken(theirs, rule) == pytest.approx(most / 5)
    assert taken(theirs, extended) == 0


def test_limits_are_those_of_the_classroom(class_):
    """A file that is larger than usual is read, if the classroom allows it."""
    paper = class_.papers[0].student
    (class_.classroom.root / "limits.toml").write_text("submission_code = 1_000_000\n", "utf-8")
    path = class_.classroom.submission(paper, NAME) / class_.assignment.notebook.name
    notebook = json.loads(path.read_bytes())
    own = {"cell_type": "code", "id": "own", "metadata": {}, "source": "#" * 600_000}
    notebook["cells"].append(own | {"outputs": [], "execution_count": None})
    path.write_text(json.dumps(notebook))

    pressed(button(class_.settings).autograde(NAME, paper))

    assert "ungraded" not in ours(read_page(class_.classroom.results(paper, NAME)))


def test_without_running_anything_nobody_gets_points(class_):
    """`nbgrader autograde --no-execute` leaves every claim to a person; alone it gives all."""
    student = class_.papers[0].student
    api = button(class_.settings, Execute={"enabled": False}, ClearOutput={"enabled": False})

    pressed(api.autograde(NAME, student))

    given = marks(class_.classroom.gradebook.file).values()
    assert {(mark.auto, mark.waits) for mark in given} == {(None, True)}


def test_the_command_uses_the_repositorys_configuration(class_):
    """`nbgrader autograde` and `generate_feedback` in the repository give our marks and pages."""
    student = next(p.student for p in class_.papers if "deleted a check" in p.story)
    environment = {**os.environ, "AUTOGRADER_CLASSROOM": str(class_.classroom.root)}
    environment.pop("AUTOGRADER_STOCK", None)
    for command in ("autograde", "generate_feedback"):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, NAME, "--student", student],
            cwd=class_.course.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    points = [
        m.auto for (who, *_), m in marks(class_.classroom.gradebook.file).items() if who == student
    ]
    assert sum(points) == class_.assignment.points  # nbgrader alone has no score for that check
    page = class_.classroom.feedback_for(student, NAME) / f"{class_.assignment.stem}.html"
    assert "What to do next" in page.read_text(encoding="utf-8")


def test_stock_nbgrader_is_one_variable_away(monkeypatch):
    """AUTOGRADER_STOCK=1 leaves every class of nbgrader's in its place."""
    from traitlets.config import PyFileConfigLoader

    path = str(Path(__file__).parents[3])
    ours = PyFileConfigLoader("nbgrader_config.py", path).load_config()
    monkeypatch.setenv("AUTOGRADER_STOCK", "1")
    stock = PyFileConfigLoader("nbgrader_config.py", path).load_config()

    assert "autograder.nbgrader.execute.ConfinedExecute" in ours.Autograde.autograde_preprocessors
    assert "Autograde" not in stock
    assert "GenerateFeedback" not in stock

"""One submission of a team: graded once, and its mark and page are each member's."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.roster import enrol
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.templates import close_template
from autograder.pages.feedback import write_feedback
from autograder.platforms.collect import collect
from autograder.platforms.export import export
from autograder.platforms.record import teams_of
from autograder.platforms.registry import read_students
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from benchmarks.small import DOUBLE, handed_in, make_course
from tests.autograder.platforms.downloads import make_classroom, zipped

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ROSTER = b"id,name,group\na1,Ada L,Team Rocket\nb1,Bob S,Team Rocket\nc1,Cyd O,Other\n"
HALF_RIGHT = "def double(x):\n    return np.zeros(np.shape(x))"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        python = StudentEnvironment.find(Path(__file__).parents[3]).python
        patched.setenv(OVERRIDE, str(python))
        yield make_course(tmp_path_factory.mktemp("teams"))
    close_template()


@pytest.fixture
def classroom(course, tmp_path):
    """A team of two and one alone have handed in, and are graded."""
    classroom = make_classroom(tmp_path / "classroom")
    with gradebook_of(classroom):
        enrol(classroom, read_students(ROSTER, "students.csv"))
    work = json.dumps(handed_in("double", HALF_RIGHT))
    files = {"teamrocket_77_88_double.ipynb": work, "ocyd_78_89_double.ipynb": work}
    zipped(files, tmp_path / "download.zip")
    collect(course, classroom, tmp_path / "download.zip", "canvas", DOUBLE)
    return classroom


def grade(course, classroom):
    (assignment,) = course.select([DOUBLE])
    teams = teams_of(classroom)
    return grade_class(course, classroom, [assignment], unconfined=True, workers=0, teams=teams)


def seconds(classroom, student):
    page = json.loads(classroom.results(student, DOUBLE).read_bytes())
    return page["extra_data"]["autograder"]["seconds"]


def exported(course, classroom):
    (file,) = export(course, classroom, "csv", assignments=[DOUBLE]).files
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["group"] for row in rows] == ["Team Rocket", "Team Rocket", "Other"]
    return {row["student"]: row["points"] for row in rows}


def test_a_teams_submission_is_graded_once(course, classroom):
    """Somebody outside of it with the same work is graded apart."""
    assert teams_of(classroom) == dict.fromkeys([("a1", DOUBLE), ("b1", DOUBLE)], ("a1", "b1"))
    outcome = grade(course, classroom)
    assert {one.student: one.points for one in outcome.graded} == {"a1": 1, "b1": 1, "c1": 1}
    assert seconds(classroom, "a1") == seconds(classroom, "b1") != seconds(classroom, "c1")
    assert grade(course, classroom).skipped == 3
    assert exported(course, classroom) == {"a1": "1", "b1": "1", "c1": "1"}


def test_what_a_person_gave_one_of_a_team_is_each_members(course, classroom):
    """In every table and on every page; a member's own mark goes before it."""
    grade(course, classroom)
    with gradebook_of(classroom) as gradebook:
        mark = gradebook.find_grade("double-values", "double", DOUBLE, "b1")
        mark.manual_score = 1.5
        where = ("double", "double", DOUBLE, "b1")
        gradebook.find_comment(*where).manual_comment = "Nearly."
        gradebook.db.commit()
    assert exported(course, classroom) == {"a1": "2.5", "b1": "2.5", "c1": "1"}
    (assignment,) = course.select([DOUBLE])
    for student in ("a1", "b1"):
        page = write_feedback(classroom, assignment, student).read_text(encoding="utf-8")
        assert "Feedback for <b>Ada L, Bob S</b>" in page
        assert "<strong>2.5</strong>" in page and "Nearly." in page
    assert "Nearly." not in write_feedback(classroom, assignment, "c1").read_text(encoding="utf-8")

    with gradebook_of(classroom) as gradebook:
        gradebook.find_grade("double-values", "double", DOUBLE, "a1").manual_score = 0.5
        gradebook.db.commit()
    assert exported(course, classroom) == {"a1": "1.5", "b1": "2.5", "c1": "1"}


def test_who_hands_in_something_else_is_no_longer_of_the_team(course, classroom, tmp_path):
    """Their mark is their own then."""
    own = json.dumps(handed_in("double"))
    zipped({"lada_79_90_double.ipynb": own}, tmp_path / "later.zip", when=2027)
    collect(course, classroom, tmp_path / "later.zip", "canvas", DOUBLE)
    assert teams_of(classroom) == {}
    grade(course, classroom)
    assert exported(course, classroom) == {"a1": "3", "b1": "1", "c1": "1"}


def test_groups_hand_in_together_if_the_teacher_says_so(course, classroom, tmp_path):
    """Moodle repeats a team's file; the same file alone makes nobody a team."""
    work = json.dumps(handed_in("double"))
    names = {"Team Rocket-Ada L": 1, "Team Rocket-Bob S": 2, "Other-Cyd O": 3}
    place = "_assignsubmission_file_/double.ipynb"
    files = {f"{name}_{number}{place}": work for name, number in names.items()}
    zipped(files, tmp_path / "moodle.zip", when=2027)
    collect(course, classroom, tmp_path / "moodle.zip", "moodle", DOUBLE)
    assert teams_of(classroom) == {}
    done = collect(course, classroom, tmp_path / "moodle.zip", "moodle", DOUBLE, teams=True)
    assert done.notes == ("Teams that hand in together, each graded once: 1.",)
    assert teams_of(classroom) == dict.fromkeys([("a1", DOUBLE), ("b1", DOUBLE)], ("a1", "b1"))
    grade(course, classroom)
    assert seconds(classroom, "a1") == seconds(classroom, "b1") != seconds(classroom, "c1")

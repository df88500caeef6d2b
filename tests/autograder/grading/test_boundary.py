"""Whatever one student hands in, the others are graded, and it is said whose work was not."""

import os

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.gradebook.writing import Gradebook
from autograder.grading.classes import grade_class, store, workers
from autograder.grading.submission.folder import DEPTH, read_folder
from autograder.pages import feedback

from .conftest import NAME, RIGHT, by_student, handed_in

STEPS = {
    "read": (grade_class, "read"),
    "grade": (workers, "grade_submission"),
    "write": (store, "write_bytes"),
    "enter": (Gradebook, "write"),
}


@pytest.fixture
def three(submit):
    """Ann, Mallory and Zoe hand in what is right."""
    for student in ("ann", "mallory", "zoe"):
        folder = submit(student, handed_in(RIGHT)).parent
        if student == "mallory":
            mallory = folder
    return mallory


@pytest.mark.parametrize(
    "written", [b"0001-01-01 00:00:00 +2359", b"9999-12-31 23:59:59 -2359", b"\xff\xfe\0"]
)
def test_a_time_that_no_calendar_has_costs_nobody_anything(three, grade_all, written):
    (three / "timestamp.txt").write_bytes(written)
    assert by_student(grade_all()) == {"ann": 4, "mallory": 4, "zoe": 4}


def test_a_pit_of_folders_costs_nobody_anything(three, grade_all, monkeypatch):
    monkeypatch.chdir(three)
    for _ in range(1300):
        os.mkdir("d")
        os.chdir("d")
    monkeypatch.undo()
    try:
        assert by_student(grade_all()) == {"ann": 4, "mallory": 4, "zoe": 4}
    finally:
        os.system(f"rm -rf '{three}'")  # shutil cannot


def test_files_that_lie_deep_are_left_out(three):
    place = three
    for _ in range(DEPTH + 1):
        place = place / "d"
        place.mkdir()
        (place / "data.csv").touch()
    assert len(read_folder(three, "double").files) == DEPTH


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_folder_whose_name_is_no_text_costs_nobody_anything(three, submit, grade_all, classroom):
    submit("mal\udcffory", handed_in(RIGHT))
    outcome = grade_all()
    (refused,) = outcome.refused
    assert by_student(outcome) == {"ann": 4, "mallory": 4, "zoe": 4, refused.student: None}
    assert "rename the folder" in refused.refused
    assert refused.student == "mal?ory"
    assert classroom.students == classroom.submissions(NAME) == ["ann", "mallory", "zoe"]
    assert [one.student for one in grade_all().refused] == [refused.student]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", 'm" onmouseover="alert(1)'])
def test_a_folder_that_is_called_like_html_reaches_no_page(three, submit, grade_all, name):
    submit(name, handed_in(RIGHT))
    outcome = grade_all()
    assert by_student(outcome) == {"ann": 4, "mallory": 4, "zoe": 4, name: None}
    assert "rename the folder" in outcome.refused[0].refused


@pytest.mark.parametrize("error", [RecursionError("too deep"), MemoryError(), OverflowError("x")])
@pytest.mark.parametrize("step", STEPS)
def test_whatever_is_raised_is_one_submissions_and_has_its_name(
    three, grade_all, monkeypatch, step, error
):
    where, name = STEPS[step]
    real = getattr(where, name)

    def run(*args, **kwargs):
        if any(getattr(arg, "student", "") == "mallory" or "mallory" in str(arg) for arg in args):
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(where, name, run)
    outcome = grade_all()
    assert by_student(outcome) == {"ann": 4, "mallory": None, "zoe": 4}
    (refused,) = outcome.refused
    assert refused.student == "mallory" and type(error).__name__ in refused.refused
    monkeypatch.undo()
    assert by_student(grade_all()) == {"ann": 4, "mallory": 4, "zoe": 4}  # it is tried again


def test_a_page_that_cannot_be_written_is_one_students(three, grade_all, course, monkeypatch):
    grade_all()
    real = feedback.write_feedback

    def write(*args, **kwargs):
        if "mallory" in (*args, *kwargs.values()):
            raise RecursionError("too deep")
        return real(*args, **kwargs)

    monkeypatch.setattr(feedback, "write_feedback", write)
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(commands, ["feedback", "--classroom", str(three.parents[2])])
    assert done.exit_code == 1
    assert "2 pages written" in done.output
    assert "mallory, 01-double: no page was written: RecursionError('too deep')" in done.output

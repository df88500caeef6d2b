"""Commands call students by name and id; with --anonymous, by a number."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.cli.progress import in_a_line
from autograder.course.people import Names, Person
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.roster import enrol
from autograder.grading.classes.store import Summary
from tests.autograder.grading.conftest import RIGHT, handed_in


@pytest.fixture
def run(course, classroom, submit, monkeypatch):
    """Run a command on a class of two and one who has not handed in."""
    with gradebook_of(classroom):
        people = [Person("0017", "Ada", "Lovelace"), Person("0018", "Bo", "Stone")]
        enrol(classroom, [*people, Person("0019", "Cyd", "Öztürk")])
    submit("0017", handed_in(RIGHT))
    submit("0018", b"%PDF-1.4")
    monkeypatch.chdir(course.root)

    def run(*words):
        done = CliRunner().invoke(commands, [*words, "--classroom", str(classroom.root)])
        return done.exit_code, done.output

    return run


def test_grading_names_whose_work_could_not_be_graded(run):
    """A number says it where nobody is to be known."""
    code, said = run("grade", "--workers", "0", "--unconfined")
    assert code == 1 and "Bo Stone (0018), 01-double: could not be graded." in said
    code, said = run("grade", "--workers", "0", "--unconfined", "--force", "--anonymous")
    assert code == 1 and "could not be graded." in said and "Student " in said
    assert not [word for word in ("Bo", "Stone", "0018", "0017") if word in said]


def test_feedback_says_why_there_is_none(run):
    """Who is in the class and has not handed in is told apart from who is not in it."""
    run("grade", "--workers", "0", "--unconfined")
    assert run("feedback", "--student", "0019") == (
        2,
        "--student 0019: Cyd Öztürk has not handed in 01-double.\n",
    )
    code, said = run("feedback", "--student", "nobody")
    assert code == 2 and "--student nobody: no submission of 01-double in" in said
    code, said = run("feedback", "--student", "0017")
    assert (code, "1 page written" in said) == (0, True)


def test_what_students_call_their_files_drives_no_terminal():
    """Nor does it look like a line about somebody else."""
    reason = "2 other notebooks: a\x1b[2J.ipynb, b\nada: \u202e.ipynb"
    summary = Summary("01-double", "0018", None, 4, refused=reason)
    assert in_a_line(summary, Names([])) == (
        "0018, 01-double: could not be graded. 2 other notebooks: a?[2J.ipynb, b ada: ?.ipynb"
    )

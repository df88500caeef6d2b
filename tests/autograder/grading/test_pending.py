"""Nothing is graded twice, and what changed is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from autograder.course.course import Course
from autograder.database.errors import GradebookError
from autograder.errors import MaterialError, UsageError
from autograder.gradebook.manual import grades_of
from autograder.gradebook.writing import Gradebook, automatic_points
from autograder.grading.classes import workers as workers_module

from .conftest import HALF_RIGHT, NAME, RIGHT, by_student, handed_in


def test_unchanged_submissions_are_not_graded_again(grade_all, submit, monkeypatch):
    """Refused ones neither."""
    submit("ann", handed_in(RIGHT))
    submit("cy", b"{")
    first = grade_all()
    monkeypatch.setattr(workers_module, "finish", lambda job: pytest.fail("graded again"))
    second = grade_all()
    assert second.skipped == 2 and second.graded == []
    assert by_student(second) == by_student(first)


def test_a_changed_submission_is_graded_again(grade_all, submit, classroom):
    """The new marks replace the old."""
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(RIGHT))
    grade_all()
    submit("ann", handed_in(HALF_RIGHT))
    outcome = grade_all()
    assert outcome.skipped == 1
    assert by_student(outcome) == {"ann": 3, "bob": 4}
    assert automatic_points(classroom.gradebook)[NAME, "ann"] == (3, 3)


def test_a_changed_helper_file_is_a_changed_submission(grade_all, submit):
    """What lies beside the notebook counts too."""
    changed = {"double": "from helper import double"}
    submit("ann", handed_in(RIGHT | changed))
    submit("ann", b"def double(x):\n    return 2 * x\n", "helper.py")
    assert by_student(grade_all()) == {"ann": 4}
    submit("ann", b"def double(x):\n    return 3 * x\n", "helper.py")
    assert by_student(grade_all()) == {"ann": 2}


def test_a_changed_hidden_test_grades_the_class_again(grade_all, submit, course):
    """So do `solutions`, limits and whether expected values are shown."""
    submit("ann", handed_in(RIGHT))
    grade_all()
    (assignment,) = course.select()
    text = assignment.notebook.read_text().replace("1.5", "1.50")
    assignment.notebook.write_text(text)
    assert grade_all().skipped == 0
    (course.root / "solutions" / "double.py").write_text("# nothing\n")
    assert grade_all().skipped == 0
    assert grade_all(show_expected="never").skipped == 0
    assert grade_all(show_expected="never").skipped == 1


def test_a_changed_hidden_test_grades_no_other_assignment_again(grade_all, submit, course):
    """Only what it belongs to."""
    other = course.root / "notebooks" / "02-double" / "double.ipynb"
    other.parent.mkdir()
    (assignment,) = course.select()
    other.write_bytes(assignment.notebook.read_bytes())
    both = Course(course.root).select()
    for item in both:
        submit("ann", handed_in(RIGHT), assignment=item.name)
    assert len(grade_all(both).graded) == 2
    other.write_text(other.read_text().replace("1.5", "1.50"))
    outcome = grade_all(Course(course.root).select())
    assert [one.assignment for one in outcome.graded] == ["02-double"]
    assert outcome.skipped == 1


def test_force_grades_everything_again(grade_all, submit):
    """Whether it changed or not."""
    submit("ann", handed_in(RIGHT))
    grade_all()
    assert grade_all(force=True).skipped == 0


def test_a_lost_gradebook_is_written_again_from_the_results(grade_all, submit, classroom):
    """Without grading anything."""
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(HALF_RIGHT))
    grade_all()
    before = automatic_points(classroom.gradebook)
    classroom.gradebook.file.unlink()
    assert grade_all().skipped == 2
    assert automatic_points(classroom.gradebook) == before


@pytest.mark.parametrize("stopped", [GradebookError("locked"), KeyboardInterrupt])
def test_marks_that_the_gradebook_lacks_are_entered_though_their_sum_is_that_of_others(
    stopped, grade_all, submit, classroom, monkeypatch
):
    """With the time of handing in; whether the gradebook or the command was stopped."""
    stamp = classroom.submission("ann", NAME) / "timestamp.txt"
    submit("ann", handed_in({"double": "def double(x):\n    return x"}))
    stamp.write_text("2026-05-01 12:00:00 UTC")
    assert by_student(grade_all()) == {"ann": 1}

    def stop(*_):
        raise stopped

    submit("ann", handed_in({"half": RIGHT["half"]}))
    stamp.write_text("2026-05-03 12:00:00 UTC")
    with monkeypatch.context() as patched:
        patched.setattr(Gradebook, "write", stop)
        grade_all()
    assert by_student(grade_all()) == {"ann": 1}
    times, cells = grades_of(classroom, NAME)["ann"]
    assert {name: cell.auto_score for name, cell in cells.items()} == {
        "double-doubles": 0,
        "double-keeps-the-shape": 0,
        "half-halves": 1,
    }
    assert times.handed_in is not None and times.handed_in.day == 3
    assert "lacking" not in classroom.results("ann", NAME).read_text()


def test_a_corrected_time_of_handing_in_counts_without_grading_again(grade_all, submit, classroom):
    """And so does a new due date."""
    submit("ann", handed_in(RIGHT))
    stamp = classroom.submission("ann", "01-double") / "timestamp.txt"
    stamp.write_text("2026-05-03 12:00:00 UTC")
    file = classroom.root / "deadlines.toml"
    file.write_text('timezone = "UTC"\npercent_a_day = 25\n[double]\ndue = "2026-05-01 12:00"\n')

    def taken():
        with closing(sqlite3.connect(classroom.gradebook.file)) as database:
            query = "SELECT late_submission_penalty FROM submitted_notebook"
            return database.execute(query).fetchone()[0]

    grade_all()
    assert taken() == 2
    stamp.write_text("2026-05-02 12:00:00 UTC")
    assert (grade_all().skipped, taken()) == (1, 1)
    file.write_text(file.read_text().replace("05-01", "05-02"))
    assert (grade_all().skipped, taken()) == (1, None)


def test_nobody_is_graded_while_the_due_dates_are_wrong(grade_all, submit, classroom):
    """The line is told instead."""
    submit("ann", handed_in(RIGHT))
    (classroom.root / "deadlines.toml").write_text("percent_a_day = 10\n[01-duoble]\n")
    with pytest.raises(MaterialError, match=r"line 2: 01-duoble: no assignment is called so"):
        grade_all()
    assert not classroom.autograded.exists()


def test_only_the_named_students_are_graded(grade_all, submit):
    """A name without a submission is an error."""
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(RIGHT))
    assert by_student(grade_all(students=["bob"])) == {"bob": 4}
    with pytest.raises(UsageError, match="zoe: no submission of 01-double"):
        grade_all(students=["zoe"])


def test_a_run_without_changes_imports_neither_numpy_nor_nbgrader(
    grade_all, submit, course, classroom
):
    """That alone would take seconds."""
    submit("ann", handed_in(RIGHT))
    grade_all()
    code = f"""if True:
        import sys
        from pathlib import Path
        from autograder.course.classroom import Classroom
        from autograder.course.course import Course
        from autograder.grading.classes.grade_class import grade_class

        course = Course(Path({str(course.root)!r}))
        classroom = Classroom(Path({str(classroom.root)!r}))
        outcome = grade_class(course, classroom, course.select(), unconfined=True)
        assert outcome.skipped == 1, outcome
        heavy = {{"numpy", "nbgrader", "sqlalchemy", "nbformat", "IPython", "matplotlib"}}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", code], check=True)

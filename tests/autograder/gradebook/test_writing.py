"""nbgrader's gradebook shows our marks, and keeps what people wrote into it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC

import pytest

from autograder.database import version as module
from autograder.database.errors import GradebookError
from autograder.gradebook.late import DueDates
from autograder.gradebook.timestamp import nbgraders_time
from autograder.gradebook.writing import Gradebook, automatic_points
from autograder.verdicts import Outcome, Verdict
from tests.autograder.grading.conftest import CLAIMS, NAME, SOURCE, as_bytes, cell, claim, graded

on_a_file = pytest.mark.parametrize("classroom", ["sqlite"], indirect=True)


@pytest.fixture
def theirs(classroom):
    """The same gradebook as nbgrader opens it."""
    from nbgrader.api import Gradebook as Theirs

    opened = []

    def open_it():
        opened.append(Theirs(classroom.gradebook.url))
        return opened[-1]

    yield open_it
    for book in opened:
        book.close()


def test_nbgrader_sees_the_marks(record, theirs):
    """Scores, maxima, failed tests: what formgrader shows."""
    record(graded(half_halves=0.0))
    submission = theirs().find_submission(NAME, "ann")
    assert (submission.score, submission.max_score) == (3, 4)
    assert not submission.needs_manual_grade
    assert (submission.student.last_name, submission.student.first_name) == ("ann", "")
    (notebook,) = submission.notebooks
    assert notebook.failed_tests
    assert {grade.name: grade.auto_score for grade in notebook.grades} == CLAIMS | {
        "half-halves": 0.0
    }


def test_what_was_not_run_waits_for_a_person(record, theirs):
    """No automatic points, not even zero; the rest counts."""
    record(graded(half_halves=None))
    submission = theirs().find_submission(NAME, "ann")
    assert submission.needs_manual_grade
    grade = theirs().find_grade("half-halves", "double", NAME, "ann")
    assert grade.auto_score is None and grade.needs_manual_grade
    assert submission.score == 3


def test_grading_again_replaces_automatic_points_only(record, theirs):
    """Marks, extra credit and comments given by hand stay."""
    record(graded(half_halves=0.0))
    book = theirs()
    grade = book.find_grade("half-halves", "double", NAME, "ann")
    grade.manual_score, grade.extra_credit = 0.5, 0.25
    book.find_comment("half", "double", NAME, "ann").manual_comment = "nearly"
    book.db.commit()
    record(graded(double_doubles=0.0), "2026-01-02 03:04:05 UTC")
    again = theirs()
    grade = again.find_grade("half-halves", "double", NAME, "ann")
    assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (1.0, 0.5, 0.25)
    assert grade.needs_manual_grade
    assert again.find_grade("double-doubles", "double", NAME, "ann").auto_score == 0
    assert again.find_comment("half", "double", NAME, "ann").comment == "nearly"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_what_lateness_costs_is_what_lies_there_now(record, theirs, classroom, assignment):
    """Marks by hand, due dates and extensions may have changed since the grading."""

    def penalty(text):
        (classroom.root / "deadlines.toml").write_text(text)
        with Gradebook(classroom) as gradebook:
            gradebook.take_penalties(assignment, DueDates.of(classroom, classroom.root))
        return theirs().find_submission(NAME, "ann").late_submission_penalty

    record(graded(), "2026-01-02 12:00:00 UTC")
    rule = 'timezone = "UTC"\npercent_a_day = 50\n'
    assert penalty(rule) == 0  # not due
    book = theirs()
    book.update_or_create_assignment(NAME, duedate="2026-01-01 18:00:00 UTC")
    grade = book.find_grade("half-halves", "double", NAME, "ann")
    grade.manual_score, grade.extra_credit = 0.5, 0.25
    book.db.commit()
    earned = book.find_submission(NAME, "ann").score
    assert penalty(rule) == earned / 2
    assert penalty("") == 0
    assert penalty(rule) == earned / 2

    book = theirs()
    book.grant_extension(NAME, "ann", hours=18)
    book.db.commit()
    assert penalty(rule) == 0


@on_a_file
def test_nothing_but_the_gradebook_is_left(classroom, assignment):
    """No journal either, though one lies there while marks are written."""
    with Gradebook(classroom) as gradebook:
        gradebook.write(graded(), assignment)
        assert (classroom.root / "gradebook.db-journal").exists()
    assert [path.name for path in classroom.root.glob("gradebook*")] == ["gradebook.db"]


@on_a_file
def test_a_large_class_is_not_read_to_write_one_submission(classroom, assignment):
    """Whoever is graded last takes no longer than who was first."""
    with Gradebook(classroom) as gradebook:
        gradebook.write(graded("first"), assignment)  # which prepares the assignment's rows
        asked: list[str] = []
        database = gradebook._connection.file
        database.set_trace_callback(asked.append)
        gradebook.write(graded("second"), assignment)
        database.set_trace_callback(None)
        queries = [query for query in asked if query.startswith("SELECT")]
        assert queries
        for query in queries:
            plan = list(database.execute(f"EXPLAIN QUERY PLAN {query}"))
            assert not any(detail.startswith("SCAN") for *_, detail in plan), query


def test_the_time_of_handing_in_is_kept(record, theirs):
    """In UTC, as nbgrader does; formgrader compares it with the submitted file."""
    record(graded(), "2026-01-02 03:04:05 UTC")
    assert str(theirs().find_submission(NAME, "ann").timestamp) == "2026-01-02 03:04:05"
    record(graded(), "no time at all")
    assert theirs().find_submission(NAME, "ann").timestamp is None


def test_blank_answers_get_nbgraders_comment(record, theirs):
    """As its own autograder writes it."""
    record(graded(blank=("half",)))
    assert theirs().find_comment("half", "double", NAME, "ann").comment == "No response."
    record(graded())
    assert theirs().find_comment("half", "double", NAME, "ann").comment is None


def test_the_rows_of_the_assignment_are_nbgraders(
    record, assignment, tmp_path, theirs, monkeypatch
):
    """Made from the source, they are what releasing with nbgrader would have made."""
    import nbformat
    import nbgrader.api
    from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, SaveCells

    record(graded())
    ours = theirs().find_notebook("double", NAME)
    node = nbformat.reads(assignment.notebook.read_text(), as_version=4)
    database = f"sqlite:///{tmp_path / 'other.db'}"
    marks = {"notebook": "double", "assignment": NAME, "db_url": database}
    resources = {"nbgrader": marks}
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: module._versions()[-1])
    with nbgrader.api.Gradebook(database) as other:
        other.add_assignment(NAME)
        for step in (ClearSolutions(), ComputeChecksums(), SaveCells()):
            node, resources = step.preprocess(node, resources)
        expected = other.find_notebook("double", NAME)

        def described(notebook, kind, *names):
            cells = getattr(notebook, kind)
            return {one.name: tuple(getattr(one, name) for name in names) for one in cells}

        for kind, *names in (
            ("grade_cells", "max_score", "cell_type"),
            ("solution_cells",),
            ("task_cells",),
            ("source_cells", "cell_type", "locked", "source", "checksum"),
        ):
            assert described(ours, kind, *names) == described(expected, kind, *names)
        assert ours.kernelspec == expected.kernelspec


def test_answers_marked_by_hand_wait_for_a_person(record, assignment, theirs):
    """A blank one gets nothing, as nbgrader does it."""
    source = SOURCE | {"cells": [*SOURCE["cells"]]}
    marks = {"grade": True, "solution": True, "points": 5}
    source["cells"].append(cell("markdown", "why", "YOUR ANSWER", **marks))
    assignment.notebook.write_bytes(as_bytes(source))
    assignment.__dict__.pop("cells", None)
    record(graded())
    assert theirs().find_grade("why", "double", NAME, "ann").needs_manual_grade
    record(graded(blank=("why",)))
    grade = theirs().find_grade("why", "double", NAME, "ann")
    assert (grade.auto_score, grade.needs_manual_grade) == (0, False)


def test_a_changed_source_changes_the_rows(record, assignment, theirs):
    """New claims and points arrive; a claim that is gone takes its automatic points along."""
    record(graded())
    cells = [raw for raw in SOURCE["cells"] if raw["id"] != "half-halves"]
    source = SOURCE | {"cells": [*cells, claim("half-of-zero", "assert half(0) == 0", 7)]}
    assignment.notebook.write_bytes(as_bytes(source))
    assignment.__dict__.pop("cells", None)
    new = Verdict("half-of-zero", "", Outcome.PASSED, 7.0, 7.0)
    old = graded().verdicts[:2]
    record(replace(graded(), verdicts=(*old, new)))
    submission = theirs().find_submission(NAME, "ann")
    assert (submission.score, submission.max_score) == (10, 10)


def test_one_submission_is_one_transaction(record, theirs, classroom, monkeypatch):
    """If anything goes wrong in the middle, nothing of it is written."""
    record(graded())
    before = automatic_points(classroom.gradebook)

    def broken(self, *args):
        raise ArithmeticError

    monkeypatch.setattr(Gradebook, "_write_comments", broken)
    with pytest.raises(ArithmeticError):
        record(graded(half_halves=0.0))
    assert automatic_points(classroom.gradebook) == before


@on_a_file
def test_a_full_disk_is_told(record, classroom, monkeypatch):
    """With what to do."""

    def full(self, *args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Gradebook, "_write_comments", full)
    with pytest.raises(GradebookError, match="Make room"):
        record(graded())


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02 03:04:05",
        "2026-01-02 03:04:05 UTC",
        "2026-01-02 03:04:05.123456 UTC",
        "2026-07-02 03:04:05 Europe/Berlin",
        "2026-01-02 03:04:05 3600",
        "2026-01-02 03:04:05 -7200",
        "2026-01-02T03:04:05+02:00",
        "2026-01-02 03:04:05 +0200",
        "2026-01-02 03:04:05 Nowhere/Land",
    ],
)
def test_times_are_read_as_nbgrader_reads_them(text):
    """Without importing it."""
    from nbgrader.utils import parse_utc

    assert nbgraders_time(f"{text}\n") == parse_utc(text).replace(tzinfo=UTC)


def test_no_time_is_none():
    """Neither is one that cannot be read."""
    assert nbgraders_time("") is nbgraders_time(" \n") is nbgraders_time("yesterday, or so") is None


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01 00:00:00 +2359",
        "9999-12-31 23:59:59 -0100",
        "0001-01-01 00:00:00 3600",
        "\ud800",
    ],
)
def test_a_time_that_no_calendar_has_is_none(text):
    """A student may have written it."""
    assert nbgraders_time(text) is None


def test_marks_are_written_without_importing_nbgrader(record, theirs, course, classroom):
    """Into a gradebook that is there already; it would take two seconds."""
    record(graded("ann"))
    code = f"""if True:
        import sys
        from pathlib import Path
        from autograder.course.classroom import Classroom
        from autograder.course.course import Course
        from autograder.gradebook.writing import Gradebook
        from autograder.verdicts import Graded

        (assignment,) = Course(Path({str(course.root)!r})).select()
        with Gradebook(Classroom(Path({str(classroom.root)!r}))) as gradebook:
            gradebook.write(Graded({NAME!r}, "bob", (), {{}}), assignment, "2026-01-02 03:04:05")
        assert "nbgrader" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", code], check=True)
    assert str(theirs().find_submission(NAME, "bob").timestamp) == "2026-01-02 03:04:05"

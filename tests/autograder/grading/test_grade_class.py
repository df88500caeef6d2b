"""A class: everybody gets what the work deserves, nothing is done twice, nothing is lost."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from autograder.database.errors import GradebookError
from autograder.errors import MaterialError, UnfitError
from autograder.gradebook.writing import Gradebook, automatic_points
from autograder.grading.classes import patience
from autograder.grading.classes import store as keep
from autograder.grading.classes import workers as workers_module
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.classes.workers import Finished, Here, Workers
from autograder.grading.results import read_results
from autograder.grading.submission.reading import Refused

from .conftest import HALF_RIGHT, NAME, RIGHT, SOURCE, as_bytes, by_student, handed_in


def test_a_class_is_graded_by_several_workers(grade_all, submit, classroom, course):
    """Each gets notebook, results and marks; one bad submission costs nobody else anything."""
    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(HALF_RIGHT))
    submit("cy", b"{")
    submit("dee", handed_in(HALF_RIGHT | {"half": "import os\nos._exit(1)"}))
    outcome = grade_all(workers=2)
    assert by_student(outcome) == {"ann": 4, "bob": 3, "cy": None, "dee": 3}
    assert [one.student for one in outcome.refused] == ["cy"]
    assert automatic_points(classroom.gradebook) == {
        (NAME, "ann"): (4, 3),
        (NAME, "bob"): (3, 3),
        (NAME, "dee"): (3, 3),
    }
    folder = classroom.graded("ann", NAME)
    assert sorted(os.listdir(folder)) == ["double.ipynb", "results.json"]
    (assignment,) = course.select()
    assert read_results(classroom, assignment, "bob").points == 3
    steps = grade_all.steps
    assert (steps[0].done, steps[0].total) == (0, 4)
    assert [step.done for step in steps if step.summary] == [1, 2, 3, 4]


def test_what_cannot_be_graded_is_no_zero(grade_all, submit, classroom, course):
    """Results that say so, in words and without a score; nothing in the gradebook."""
    submit("cy", b"")
    grade_all()
    page = json.loads(classroom.results("cy", NAME).read_bytes())
    assert "Could not be graded" in page["output"]
    assert "score" not in page
    assert all("score" not in test for test in page["tests"]) and len(page["tests"]) == 3
    assert automatic_points(classroom.gradebook) == {}
    with pytest.raises(Refused, match="empty"):
        read_results(classroom, course.select()[0], "cy")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("2 * np.asarray", "3 * np.asarray"),
            "should get full marks.*double-doubles failed: 2 be",
        ),
        (("assert np.allclose(half(3), 1.5)", "assert half"), "should get no points"),
        (("autograder.checks", "autograder.no_such"), "double-doubles was not run.*no_such"),
    ],
)
def test_an_unfit_grader_grades_nobody(grade_all, submit, course, classroom, change, said):
    """It says that not the class is at fault, and why."""
    submit("ann", handed_in(RIGHT))
    (assignment,) = course.select()
    source = as_bytes(SOURCE).decode()
    if change[1] == "assert half":
        source = source.replace("assert np.allclose(half(3), 1.5)", "assert 'half'")
    else:
        source = source.replace(*change, 1)
    assignment.notebook.write_text(source)
    with pytest.raises(UnfitError, match=said) as caught:
        grade_all()
    assert caught.value.exit_code == 3
    assert not classroom.results("ann", NAME).exists()


def test_unconfined_grading_must_be_asked_for(grade_all, submit):
    """The tier `process` confines nothing."""
    submit("ann", handed_in(RIGHT))
    with pytest.raises(UnfitError, match="--unconfined"):
        grade_all(tier="process", unconfined=False)


def test_an_unusable_gradebook_is_told_before_anything_is_graded(grade_all, submit, classroom):
    """One clear sentence."""
    submit("ann", handed_in(RIGHT))
    classroom.gradebook.file.write_bytes(b"not a database" * 100)
    with pytest.raises(GradebookError, match="damaged"):
        grade_all()
    assert not classroom.results("ann", NAME).exists()


def test_a_gradebook_that_fails_on_the_way_loses_nothing(grade_all, submit, classroom, monkeypatch):
    """All else is written, the reason is told, and the next run enters the marks."""

    class Locked:
        def __init__(self, classroom):
            raise GradebookError("the gradebook is locked")

    submit("ann", handed_in(RIGHT))
    with monkeypatch.context() as patched:
        patched.setattr(keep, "Gradebook", Locked)
        outcome = grade_all()
    assert by_student(outcome) == {"ann": 4}
    assert "locked" in outcome.trouble
    again = grade_all()
    assert again.skipped == 1 and not again.trouble
    assert automatic_points(classroom.gradebook) == {(NAME, "ann"): (4, 3)}


def test_lateness_that_cannot_be_computed_is_told_with_what_was_graded(
    grade_all, submit, monkeypatch
):
    """A plugin of the course may fail; the class is graded then."""

    def fail(*_):
        raise MaterialError("the plugin cannot say")

    submit("ann", handed_in(RIGHT))
    monkeypatch.setattr(Gradebook, "take_penalties", fail)
    outcome = grade_all()
    assert by_student(outcome) == {"ann": 4}
    assert outcome.trouble == "the plugin cannot say"


def test_what_a_team_replaces_meanwhile_is_no_mark_of_the_others(grade_all, submit, monkeypatch):
    """They are graded in the next run, by what lies in their own folders."""
    for student in ("ann", "bob"):
        submit(student, handed_in(RIGHT))
    teams = dict.fromkeys([("ann", NAME), ("bob", NAME)], ("ann", "bob"))

    def replace(limits):
        submit("ann", handed_in(HALF_RIGHT))
        return False

    with monkeypatch.context() as patched:
        patched.setattr(patience, "are_set", replace)
        outcome = grade_all(teams=teams)
    assert by_student(outcome) == {"ann": 3, "bob": None}
    assert [one.refused for one in outcome.refused] == [
        "The team's submission changed while it was graded: grade again."
    ]
    assert by_student(grade_all(teams=teams)) == {"ann": 3, "bob": 4}


def test_ctrl_c_keeps_what_is_finished(course, classroom, submit):
    """The next run goes on where this one stopped."""
    for student in "abc":
        submit(student, handed_in(RIGHT))

    def interrupt(step):
        if step.summary is not None:
            raise KeyboardInterrupt

    settings = {"workers": 0, "unconfined": True}
    outcome = grade_class(course, classroom, course.select(), progress=interrupt, **settings)
    assert outcome.interrupted
    again = grade_class(course, classroom, course.select(), **settings)
    assert not again.interrupted
    assert again.skipped == 1 and len(again.summaries) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_share_one_preloaded_interpreter(grade_all, submit):
    """Each gets a twin of it, which takes no time and hardly any memory."""
    for student in ("ann", "bob", "cy"):
        submit(student, handed_in(RIGHT))
    others = entries()  # of other tests, in this process
    found = {}

    def look(step):
        if step.summary and not found:
            found.update(entries())

    outcome = grade_all(workers=3, progress=look)
    assert len(outcome.graded) == 3
    entered = [entry for number, entry in found.items() if number not in others]
    assert len(entered) >= 2 and set(entered) == {"serve_shared"}  # it, and its forks
    assert entries().keys() <= others.keys()


def entries() -> dict[str, str]:
    """How the students' interpreters were entered, and forks of them, that this process started,
    by their numbers.
    """
    parents, found = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[process.name] = (process / "stat").read_text().rpartition(")")[2].split()[1]
            command = (process / "cmdline").read_bytes()
            if entered := re.search(rb"from inside.template import (\w+)", command):
                found[process.name] = entered[1].decode()

    def ours(number: str) -> bool:
        return number == str(os.getpid()) or (number in parents and ours(parents[number]))

    return {number: entry for number, entry in found.items() if ours(number)}


@pytest.mark.parametrize(("usable", "most"), [(2, 2), (3, 4)])
def test_no_job_waits_ahead_where_the_writer_needs_the_processor(course, monkeypatch, usable, most):
    """With a processor to spare the next job lies ready."""
    from autograder.grading.grade import job_for

    monkeypatch.setattr(workers_module, "cores", lambda: usable)
    (assignment,) = course.select()
    jobs = [job_for(course, assignment, name, None) for name in "abcdefgh"]
    taken = []
    with Workers(2, Here) as pool:
        next(pool.run(taken.append(job) or job for job in jobs))
    assert len(taken) == most


class Fragile(Here):
    """An executor that breaks whenever it is given a job of one student."""

    def submit(self, function, /, job):
        if job.student == "bob":
            future: Future = Future()
            future.set_exception(BrokenProcessPool("a worker died"))
            return future
        return super().submit(function, job)


def test_a_worker_that_dies_costs_its_own_submission_only(course):
    """It is tried once more, alone; then it could not be graded, and nothing remembers that."""
    from autograder.grading.grade import job_for

    (assignment,) = course.select()
    content = as_bytes(handed_in(RIGHT))
    jobs = [job_for(course, assignment, student, content) for student in ("ann", "bob", "cy")]
    with Workers(2, Fragile) as pool:
        results = {job.student: finished for job, finished in pool.run(jobs)}
    assert results["bob"] == Finished(None, refused=results["bob"].refused, lasting=False)
    assert "died" in results["bob"].refused
    assert results["ann"].graded.points == results["cy"].graded.points == 4


def test_an_error_in_the_grader_costs_its_own_submission_only(grade_all, submit, monkeypatch):
    """The reason is told, and the next run tries again."""
    real = workers_module.grade_submission

    def failing(job):
        if job.student == "bob":
            raise ZeroDivisionError("oops")
        return real(job)

    submit("ann", handed_in(RIGHT))
    submit("bob", handed_in(RIGHT))
    with monkeypatch.context() as patched:
        patched.setattr(workers_module, "grade_submission", failing)
        outcome = grade_all()
    assert by_student(outcome) == {"ann": 4, "bob": None}
    assert "ZeroDivisionError: oops" in outcome.refused[0].refused
    assert by_student(grade_all()) == {"ann": 4, "bob": 4}


def test_links_are_never_followed(grade_all, submit, classroom, tmp_path):
    """Neither as notebook nor beside it."""
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(as_bytes(handed_in(RIGHT)))
    path = submit("ann", b"")
    path.unlink()
    path.symlink_to(secret)
    submit("bob", handed_in(RIGHT | {"half": "half = open('secret').read()"}))
    (classroom.submission("bob", NAME) / "secret").symlink_to(secret)
    assert by_student(grade_all()) == {"ann": None, "bob": 3}


def test_one_notebook_of_another_name_will_do(grade_all, submit):
    """Two of them will not: which one is meant?"""
    submit("ann", handed_in(RIGHT), "double (1).ipynb")
    submit("bob", handed_in(RIGHT), "one.ipynb")
    submit("bob", handed_in(RIGHT), "two.ipynb")
    outcome = grade_all()
    assert by_student(outcome) == {"ann": 4, "bob": None}
    assert "2 other notebooks: one.ipynb, two.ipynb" in outcome.refused[0].refused

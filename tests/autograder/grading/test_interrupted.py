"""Whatever is killed in the middle of a class, nothing is lost and nothing stays behind."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.gradebook import recorded
from autograder.grading.many import grade_class

from .conftest import NAME, RIGHT, as_bytes, handed_in

STUDENTS = "abcdef"
LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")


@pytest.fixture
def grade_all(course, classroom):
    """Grades the class."""

    def run(**settings):
        settings = {"workers": 0, "unconfined": True} | settings
        return grade_class(course, classroom, course.select(), **settings)

    return run


@pytest.fixture
def start(course, classroom, tmp_path):
    """Starts a process that grades the class with two workers and prints how many are done."""
    script = tmp_path / "grade.py"
    script.write_text(f"""if __name__ == "__main__":
    from pathlib import Path
    from autograder.course.classroom import Classroom
    from autograder.course.course import Course
    from autograder.grading.many import grade_class

    course = Course(Path({str(course.root)!r}))
    classroom = Classroom(Path({str(classroom.root)!r}))
    outcome = grade_class(course, classroom, course.select(), workers=2, unconfined=True,
                          progress=lambda step: print(step.done, flush=True))
    print("interrupted" if outcome.interrupted else "whole", len(outcome.graded))
""")
    started = []

    def start() -> subprocess.Popen:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([sys.executable, str(script)], start_new_session=True, **pipes)
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def wait_until_done(process: subprocess.Popen, count: int) -> None:
    """Wait until so many submissions are finished."""
    while (line := process.stdout.readline().strip()) != str(count):
        assert line, f"it ended before: {process.stderr.read()}"


def below(number: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    found = set()
    for file in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, file.read_text().split()):
                found |= {child, *below(child)}
    return found


def assert_gone(numbers: set[int]) -> None:
    """Fail if one of these processes still lives after ten seconds."""
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        assert time.monotonic() < deadline, f"still there: {numbers}"
        os.sched_yield()


def points(outcome) -> dict[str, float | None]:
    return {one.student: one.points for one in outcome.summaries}


@LINUX
@pytest.mark.parametrize("way", ["kill the command", "Ctrl-C"])
def test_the_next_run_goes_on_where_this_one_was_stopped(way, start, grade_all, submit, classroom):
    """With the same marks; nothing is graded twice, and no process stays behind."""
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    command = start()
    wait_until_done(command, 2)
    started = below(command.pid)
    assert started
    if way == "Ctrl-C":  # a terminal sends it to all of them
        os.killpg(command.pid, signal.SIGINT)
        said, complaints = command.communicate(timeout=60)
        assert said.split()[-2] == "interrupted", complaints
        assert complaints == ""
    else:
        command.kill()
        command.communicate(timeout=60)
    assert_gone(started)

    outcome = grade_all()
    assert outcome.skipped >= 2
    assert points(outcome) == dict.fromkeys(STUDENTS, 4)
    assert len(recorded(classroom.gradebook)) == len(STUDENTS)
    assert not list(classroom.root.rglob("*.part"))


def test_a_killed_worker_costs_nothing(grade_all, submit, classroom):
    """What it was at is graded again by another one."""
    for student in STUDENTS:
        submit(student, handed_in(RIGHT))
    killed = []

    def kill_one(step):
        if step.summary and not killed:
            killed.append(multiprocessing.active_children()[0])
            killed[0].kill()

    outcome = grade_all(workers=2, progress=kill_one)
    assert killed and outcome.refused == []
    assert points(outcome) == dict.fromkeys(STUDENTS, 4)
    assert recorded(classroom.gradebook) == {(NAME, student): (4, 3) for student in STUDENTS}
    assert grade_all().skipped == len(STUDENTS)


def test_a_changed_hidden_test_grades_its_assignment_again_and_no_other(
    grade_all, submit, course, classroom
):
    """Also if both have the same cells."""
    other = course.root / "notebooks" / "02-again"
    other.mkdir()
    shutil.copy(course.root / "notebooks" / NAME / "double.ipynb", other / "again.ipynb")
    for student in "ab":
        submit(student, handed_in(RIGHT))
        folder = classroom.submission(student, other.name)
        folder.mkdir(parents=True)
        (folder / "again.ipynb").write_bytes(as_bytes(handed_in(RIGHT)))
    assert len(grade_all().graded) == 4
    before = (other / "again.ipynb").read_text()
    after = before.replace("on=[1.0, normal(3)]", "on=[1.0, normal(4)]")
    assert json.loads(after) != json.loads(before)
    (other / "again.ipynb").write_text(after)

    outcome = grade_all()
    assert {(one.assignment, one.student) for one in outcome.graded} == {
        (other.name, "a"),
        (other.name, "b"),
    }
    assert outcome.skipped == 2

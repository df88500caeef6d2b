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

from autograder.gradebook.writing import automatic_points
from autograder.grading.classes.grade_class import grade_class
from autograder.sandbox.tiers import probe

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


TIER = "landlock" if probe().holds("landlock") else "process"  # the full one needs no directory
ENDLESS = "open('mine.txt', 'w').write('x')\nwhile True:\n    pass"


@pytest.fixture
def start(course, classroom, tmp_path):
    """Starts a process that grades the class with two workers and prints how many are done."""
    script = tmp_path / "grade.py"
    script.write_text(f"""if __name__ == "__main__":
    import sys
    from pathlib import Path
    from autograder.course.classroom import Classroom
    from autograder.course.course import Course
    from autograder.grading.classes.grade_class import grade_class

    course = Course(Path({str(course.root)!r}))
    classroom = Classroom(Path({str(classroom.root)!r}))
    outcome = grade_class(course, classroom, course.select(), workers=2, unconfined=True,
                          tier=sys.argv[1] if sys.argv[1:] else None,
                          progress=lambda step: print(step.done, flush=True))
    print("interrupted" if outcome.interrupted else "whole", len(outcome.graded))
""")
    started = []

    def start(*words: str) -> subprocess.Popen:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        command = [sys.executable, str(script), *words]
        process = subprocess.Popen(command, start_new_session=True, **pipes)
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
    """Fail if one of these processes still lives after a minute: they have been told to end."""
    deadline = time.monotonic() + 60
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
    assert len(automatic_points(classroom.gradebook)) == len(STUDENTS)
    assert not list(classroom.root.rglob("*.part"))


@LINUX
def test_the_next_run_removes_what_was_left_when_all_were_killed(
    start, submit, tmp_path, monkeypatch
):
    """Command, workers, templates and students: nobody could clean up. Others' files stay."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for folder in (temporary, *temporary.parents[:3]):
        folder.chmod(0o711)  # a student's user has to reach its directory
    monkeypatch.setenv("TMPDIR", str(temporary))
    submit("a", handed_in({**RIGHT, "double": ENDLESS}))
    command = start(TIER)
    deadline = time.monotonic() + 60
    while not list(temporary.glob("autograder-student-*/mine.txt")):
        assert command.poll() is None and time.monotonic() < deadline
        os.sched_yield()
    started = {command.pid, *below(command.pid)}
    for signal_ in (signal.SIGSTOP, signal.SIGKILL):  # nobody notices that the others are gone
        for number in started:
            os.kill(number, signal_)
    command.communicate(timeout=60)
    assert_gone(started)
    left = {path.name.rsplit("-", 1)[0] for path in temporary.iterdir()}
    assert left == {"autograder-student", "autograder-template"}

    (temporary / "somebody-elses").mkdir()
    submit("a", handed_in(RIGHT))
    command = start(TIER)
    said, complaints = command.communicate(timeout=60)
    assert said.split()[-2:] == ["whole", "1"], complaints
    assert [path.name for path in temporary.iterdir()] == ["somebody-elses"]


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
    assert automatic_points(classroom.gradebook) == {
        (NAME, student): (4, 3) for student in STUDENTS
    }
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

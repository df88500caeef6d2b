"""A process that grades for a service is replaced when it died, hangs, or has graded many."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from autograder.check_work.service import graders
from autograder.check_work.service.graders import Checked, Grader, Rules, Task, progress_of
from autograder.check_work.service.identity import Hub
from autograder.check_work.service.log import Log
from autograder.check_work.service.service import Service
from autograder.check_work.service.settings import FILE, Settings, SettingsFile
from autograder.course.course import Course
from autograder.errors import UnfitError
from autograder.grading.classes.workers import Here
from autograder.grading.submission.reading import Refused
from autograder.sandbox.replies import NotAnswered

ROOT = Path(__file__).parents[3]
TASK = Task(Rules("", (), True, {}, Path()), "emmy", Path(), Path(), Path())


@pytest.fixture
def made(monkeypatch) -> list[Here]:
    """The executors that were made, with a grader that has an answer at once."""
    monkeypatch.setattr(graders, "check", lambda task: Checked("01-double", 4.0))
    return []


def grader(made: list[Here], kind: type = Here) -> Grader:
    """A grader whose processes are counted."""

    def make() -> Here:
        made.append(kind())
        return made[-1]

    return Grader(make)


def checked(it: Grader) -> Checked:
    """What becomes of a notebook."""
    return asyncio.run(it.check(TASK))


def dying(times: int):
    """A check whose process dies so many times."""
    left = [BrokenExecutor("died")] * times

    def check(task: Task) -> Checked:
        if left:
            raise left.pop()
        return Checked("01-double", 4.0)

    return check


def test_a_notebook_is_tried_again_when_its_process_died(made, monkeypatch):
    """Something else may have been the cause."""
    monkeypatch.setattr(graders, "check", dying(1))

    assert checked(grader(made)).points == 4
    assert len(made) == 2


def test_a_notebook_over_which_two_processes_die_is_refused(made, monkeypatch):
    """And the next notebook is graded by a third."""
    monkeypatch.setattr(graders, "check", dying(2))
    it = grader(made)

    assert "own process died over it, twice" in checked(it).refused
    assert checked(it).points == 4
    assert len(made) == 3


def test_a_process_that_cannot_be_made_is_made_for_the_next_notebook(monkeypatch):
    """A machine may have no more memory or files for a moment."""
    monkeypatch.setattr(graders, "check", dying(1))
    makes = [ThreadPoolExecutor, None, ThreadPoolExecutor]

    def make() -> ThreadPoolExecutor:
        kind = makes.pop(0)
        if kind is None:
            raise OSError("Too many open files")
        return kind()

    it = Grader(make)

    with pytest.raises(OSError, match="Too many open files"):
        checked(it)
    assert checked(it).points == 4


class Odd(BaseException):
    """What is no Exception."""


def test_whatever_a_grader_raises_the_service_goes_on_with_the_next(tmp_path):
    """An interruption, say, that comes too late: it is of one request only."""
    said: list[str] = []
    course, settings = Course(ROOT), SettingsFile(tmp_path / FILE, Course(ROOT))
    log = Log(tmp_path / "log.jsonl")
    service = Service(course, settings, log, tmp_path, cast(Hub, None), "full", said.append)

    class Late:
        async def check(self, task: Task) -> Checked:
            raise Odd("too late") if task.user == "emmy" else ValueError("odd")

    async def serve() -> list[str]:
        grading = asyncio.create_task(service.grade(cast(Grader, Late()), first=False))
        asked = [service.queue.admit(user, "", 1, Settings()) for user in ("emmy", "kurt")]
        for one in asked:
            service.queue.enter(one)
        await asyncio.wait([grading], timeout=0.3)
        assert not grading.done()
        grading.cancel()
        return [one.reason for one in asked]

    assert asyncio.run(serve()) == ["The service failed over it: ask again."] * 2
    assert said[-2:] == ["Odd: too late", "ValueError: odd"]


def test_a_notebook_that_cannot_be_graded_counts_as_long_as_it_took(monkeypatch, tmp_path):
    """Else a student could use the grader for hours; the grader's own test is no student's time."""
    [sigmoid] = Course(ROOT).select(["04-sigmoid"])
    rules = Rules(str(ROOT), (sigmoid.name,), True, {"limits": {}}, tmp_path / "fit.json")
    task = Task(rules, "emmy", sigmoid.notebook, tmp_path / "progress", tmp_path / "answer")

    def later(seconds: float, error: BaseException):
        def fail(*_: object) -> None:
            time.sleep(seconds)
            raise error

        return fail

    monkeypatch.setattr(graders, "_fit", lambda *_: time.sleep(0.3))
    for error in (Refused("Too much."), NotAnswered("it ended"), ValueError("odd"), Odd("odd")):
        monkeypatch.setattr(graders, "_graded", later(0.1, error))
        done = graders.check(task)
        assert done.refused and 0.1 <= done.seconds < 0.3
    monkeypatch.setattr(graders, "_fit", later(0.1, UnfitError("unfit")))
    assert graders.check(task).seconds == 0


def test_a_grader_that_hangs_is_replaced(made, monkeypatch):
    """Its notebook is refused; those behind it have waited long enough."""
    go = threading.Event()
    monkeypatch.setattr(graders, "PATIENCE", 0.2)
    monkeypatch.setattr(graders, "check", lambda task: go.wait(30))
    it = grader(made, ThreadPoolExecutor)

    refused = checked(it)
    go.set()

    assert "had no answer after" in refused.refused and refused.seconds == 0.2
    assert len(made) == 2


def test_a_notebook_that_may_take_long_is_waited_for(made, monkeypatch):
    """Its `limits.toml` says how long; the assignment's own test may take as long, twice."""
    monkeypatch.setattr(graders, "PATIENCE", 0.1)
    monkeypatch.setattr(graders, "check", lambda task: time.sleep(0.3) or Checked("01-double", 4.0))
    rules = replace(TASK.rules, settings={"limits": {"notebook_seconds": 5.0}})
    it = grader(made, ThreadPoolExecutor)

    assert asyncio.run(it.check(replace(TASK, rules=rules))).points == 4
    assert "after 0 seconds" in checked(it).refused


def test_a_process_that_has_other_solutions_is_replaced(made, monkeypatch):
    """What it has imported it cannot import again."""
    answers = [Checked("01-double", 4.0), Checked(stale=True)]
    monkeypatch.setattr(graders, "check", lambda task: answers.pop())

    assert checked(grader(made)).points == 4
    assert len(made) == 2


def test_a_process_grades_so_many_notebooks(made, monkeypatch):
    """So its memory cannot grow for weeks."""
    monkeypatch.setattr(graders, "GRADED", 3)
    it = grader(made)

    for _ in range(7):
        checked(it)

    assert len(made) == 3


@pytest.mark.parametrize(
    ("text", "progress"),
    [("", (0, 0)), ("5      18     ", (5, 18)), ("x y", (0, 0)), ("5", (0, 0)), (None, (0, 0))],
)
def test_progress_is_known_or_not(text, progress, tmp_path):
    """A file that is not there yet, or not whole, says nothing."""
    path = tmp_path / "progress"
    if text is not None:
        path.write_text(text)

    assert progress_of(path) == progress

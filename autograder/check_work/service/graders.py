"""Processes that grade for a service: each takes one notebook at a time, and can be replaced."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.check_work.answer import answer_of
from autograder.course.course import Assignment, Course
from autograder.errors import UnfitError
from autograder.files import write_text
from autograder.grading.classes.patience import Pace, are_set
from autograder.grading.classes.selftest import check_fitness
from autograder.grading.classes.workers import Here, Workers, stop
from autograder.grading.fingerprints import assignment_hash, grader_hash
from autograder.grading.grade import grade_submission, job_for
from autograder.grading.submission.reading import Refused, read_submission
from autograder.grading.submission.signs import signs_of
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import NotAnswered
from autograder.verdicts import Graded

PATIENCE = 180.0  # seconds: longer than any notebook may take, if `limits.toml` says nothing else
GRADED = 300  # notebooks, after which a process is replaced: whatever it gathered is gone
LARGEST = 1_000_000  # bytes of an answer

_DIED = "The grader's own process died over it, twice. Show it to your instructor."
_HUNG = "The grader had no answer after {:.0f} seconds. Show it to your instructor."


@dataclass(frozen=True)
class Rules:
    """By what is checked.

    Attributes
    ----------
    root : str
        Of the course.
    open : tuple of str
        The names of the assignments that are checked.
    points : bool
        Whether points are shown.
    settings : dict
        Of each grading: tier, limits, show_expected.
    remembered : Path
        A file for the assignments that passed the grader's own test.
    """

    root: str
    open: tuple[str, ...]
    points: bool
    settings: dict[str, Any]
    remembered: Path


@dataclass(frozen=True)
class Task:
    """One notebook to check: whose it is, where it lies, and where the answer goes."""

    rules: Rules
    user: str
    notebook: Path
    progress: Path
    answer: Path


@dataclass(frozen=True)
class Checked:
    """What became of a task; the answer itself is in its file.

    Attributes
    ----------
    assignment : str
        What the notebook turned out to be.
    points : float or None
    seconds : float
    refused : str
        For the student: why there is no answer.
    trouble : str
        For whoever runs the service: what is wrong with the course or the grader.
    stale : bool
        Whether this process must be replaced first, because `solutions` have changed.
    """

    assignment: str = ""
    points: float | None = None
    seconds: float = 0.0
    refused: str = ""
    trouble: str = ""
    stale: bool = False


class Grader:
    """One process that grades, replaced when it died, hangs, or has graded many.

    Parameters
    ----------
    make : callable
        Returns an executor with a new process.
    """

    def __init__(self, make: Callable[[], Executor]) -> None:
        self._make = make
        self._executor: Executor | None = make()
        self._graded = 0

    async def prepare(self, rules: Rules) -> list[str]:
        """Have the grader tested before there is a notebook; return what is wrong."""
        return await asyncio.wrap_future(self._process().submit(prepare, rules))

    async def check(self, task: Task) -> Checked:
        """Return what became of a task; the answer is in its file then."""
        if self._graded >= GRADED:
            await self._renew()
        died, begun, patience = 0, time.monotonic(), _patience(task.rules)
        while True:
            self._graded += 1
            try:
                async with asyncio.timeout(patience):
                    done = await asyncio.wrap_future(self._process().submit(check, task))
            except BrokenExecutor:
                died += 1
                await self._renew()
                if died == 2:
                    return Checked(refused=_DIED, seconds=time.monotonic() - begun)
            except TimeoutError:
                await self._renew()
                return Checked(refused=_HUNG.format(patience), seconds=patience)
            else:
                if not done.stale:
                    return done
                await self._renew()

    async def close(self) -> None:
        """End the process."""
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(stop, executor)

    async def _renew(self) -> None:
        await self.close()
        self._executor, self._graded = self._make(), 0

    def _process(self) -> Executor:
        """Return the process; a new one if the last could not be made, for want of memory say."""
        if self._executor is None:
            self._executor = self._make()
        return self._executor


def _patience(rules: Rules) -> float:
    """Return how long a notebook, and before it a right and a blank one as a test, may take."""
    notebook: float = rules.settings.get("limits", {}).get("notebook_seconds", 0.0)
    return max(PATIENCE, 3 * notebook)


def prepare(rules: Rules) -> list[str]:
    """Test the grader in this process with what is open; return what is wrong."""
    course = Course(Path(rules.root))
    _loaded(course)
    wrong = []
    for assignment in course.select(rules.open) if rules.open else ():
        try:
            _fit(course, assignment, rules)
        except UnfitError as error:
            wrong.append(str(error))
    return wrong


def check(task: Task) -> Checked:
    """Grade one notebook in this process and write the answer."""
    course = Course(Path(task.rules.root))
    if _loaded(course) != _versions((course.root / "solutions").rglob("*.py")):
        return Checked(stale=True)
    name, begun = "", time.monotonic()

    def refused(sentence: str, trouble: str = "") -> Checked:
        return Checked(name, None, time.monotonic() - begun, sentence, trouble)

    try:
        content = task.notebook.read_bytes()
        name = _assignment(content, task.rules)
        [assignment] = course.select([name])
        pace = _fit(course, assignment, task.rules)
        begun = time.monotonic()  # the grader's own test is no student's time
        graded = _graded(course, assignment, content, task, pace)
        answer = json.dumps(
            answer_of(assignment, graded, points=task.rules.points),
            ensure_ascii=False,
            allow_nan=False,
        )
        if len(answer) > LARGEST:
            raise Refused("The answer is too large: let your notebook show less.")
        write_text(task.answer, answer)
    except Refused as error:
        return refused(str(error))
    except NotAnswered as error:
        return refused(f"It could not be graded: {error.sentence}.")
    except UnfitError as error:
        sorry = "This assignment cannot be checked just now. Tell your instructor."
        return Checked(name, refused=sorry, trouble=str(error))
    except BaseException as error:  # whatever it is: no other notebook suffers from it
        sorry = "The grader stopped over this notebook. Show it to your instructor."
        return refused(sorry, str(Refused.because_of(error)))
    return Checked(name, graded.points, graded.seconds)


def _assignment(content: bytes, rules: Rules) -> str:
    """Return which assignment a notebook is; its cells tell, not its file's name."""
    limits = Limits(**rules.settings["limits"])
    name = signs_of(rules.root).recognise(read_submission(content, limits).cells)
    if not name:
        raise Refused("No exercise of this course is in the notebook: is it the right one?")
    if name not in rules.open:
        raise Refused(f"This is {name}, which is not open for checking.")
    return name


def _graded(
    course: Course, assignment: Assignment, content: bytes, task: Task, pace: Pace
) -> Graded:
    settings = task.rules.settings
    job = job_for(course, assignment, task.user, content, **settings)
    if not are_set(Limits(**settings["limits"])):
        job = replace(job, times=pace.ample)
    with _told(task.progress) as progress:
        return grade_submission(job, progress)


_fits: dict[str, tuple[object, Pace]] = {}


def _fit(course: Course, assignment: Assignment, rules: Rules) -> Pace:
    """Return the pace of an assignment that the grader was tested with, now or before.

    Raises
    ------
    UnfitError
        If the source notebook does not get full marks, or a blank one gets any.
    """
    files = [assignment.notebook, *assignment.files]
    seen = _versions(files), rules.settings
    if assignment.name not in _fits or _fits[assignment.name][0] != seen:
        hashes = {assignment: assignment_hash(grader_hash(course, rules.settings), assignment)}
        with Workers(1, Here) as here:
            paces = check_fitness(course, hashes, here.run, rules.remembered, rules.settings)
        _fits[assignment.name] = seen, paces[assignment]
    return _fits[assignment.name][1]


_solutions: list[object] = []


def _loaded(course: Course) -> object:
    """Return the versions of `solutions` that this process has imported, or soon will."""
    if not _solutions:
        _solutions.append(_versions((course.root / "solutions").rglob("*.py")))
    return _solutions[0]


def _versions(files: Iterable[Path]) -> list[tuple[str, int, int]]:
    return sorted((str(f), (at := f.stat()).st_mtime_ns, at.st_size) for f in files)


@contextmanager
def _told(path: Path) -> Iterator[Callable[[int, int], None]]:
    """Return what writes into a file how far the grading is."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        yield lambda done, total: _tell(file, done, total)
    finally:
        os.close(file)


def _tell(file: int, done: int, total: int) -> None:
    os.pwrite(file, f"{done:<7} {total:<7}".encode(), 0)


def progress_of(path: Path) -> tuple[int, int]:
    """Return how many claims were judged, and of how many; (0, 0) before that is known."""
    try:
        done, total = path.read_text(encoding="ascii").split()
        return int(done), int(total)
    except (OSError, ValueError):
        return 0, 0

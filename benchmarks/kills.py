"""Kill -9 a class at random moments, half of them while it writes; the next run must give the same.

`python -m benchmarks.kills --count 200`. A first download is collected, graded and shown. Then a
process takes a second one, with new students and new versions, through collect, grade, feedback
and report, and is killed. The next run does the same to its end: marks, notebooks, pages and the
versions that were replaced are those of a run that nobody killed. Needs Linux or macOS.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import click

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.grading.classes import store
from autograder.grading.classes.grade_class import grade_class
from autograder.grading.submission.folder import SECRET
from autograder.grading.templates import close_template, share, student_environment
from autograder.pages import feedback, report
from autograder.platforms import collect, record
from autograder.sandbox.interpreter import SharedTemplate
from benchmarks import tables
from benchmarks.small import DOUBLE, handed_in, make_course

STUDENTS = "abcdef"
WRONG = "def double(x):\n    return x"
_BEGIN, _END = b"<", b">"  # of a writing, on the pipe to the one who kills
# what writes: a submission into the classroom, a result, its marks, a page
_WRITERS: tuple[tuple[Any, str], ...] = (
    (record.Record, "put"),
    (record.Record, "save"),
    (store.Store, "keep"),
    (feedback, "write_feedback"),
    (report, "write_pages"),
)
# how long it took and when it was is not the same in any two runs
_TIMES = re.compile(r'"(?:seconds|execution_time)": [\d.e-]+|(?<=/)\d{8}-\d{6}(?:-\d+)?(?=/)')


@dataclass
class Killed:
    """What came of killing a class again and again."""

    kills: Counter[str] = field(default_factory=Counter)  # by moment
    left: Counter[str] = field(default_factory=Counter)  # files that nobody will read, by kind
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """Return it as a table."""
        rows = [(f"killed {moment}", number) for moment, number in self.kills.items()]
        rows += [(f"left behind: {kind}", number) for kind, number in self.left.items()]
        rows += [("another result than undisturbed", len(self.faults))]
        body = [tables.row(name, str(number)) for name, number in rows]
        return [*tables.head("what", "times"), *body, f"{self.seconds:.0f} s"]


def kill(count: int, seed: int, say: Callable[[str], None] = print) -> Killed:
    """Return what came of so many kills; each other one is within a writing."""
    chance, done, start = random.Random(seed), Killed(), time.perf_counter()
    with TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name)
        course = make_course(folder / "course")
        first, second = _downloads(folder)
        shared = SharedTemplate(student_environment(course.root, lambda line: None))
        try:
            share(shared.client)
            before = Classroom(folder / "before")
            before.root.mkdir()
            take(course, before, first)
            close_template()
            undisturbed, room = Classroom(folder / "undisturbed"), Classroom(folder / "room")
            took, writings = _time(course, before, undisturbed, second)
            wanted = content(undisturbed)
            while (number := done.kills.total()) < count:
                _fresh(before, room)
                within = number % 2 == 1
                moment = _run_and_kill(course, room, second, chance, took, writings, within)
                if not moment:  # it had ended
                    continue
                done.kills[moment] += 1
                if not _run(course, room, second):
                    done.faults.append(f"kill {number}, {moment}: the next run failed")
                elif different := _difference(wanted, content(room)):
                    done.faults.append(f"kill {number}, {moment}: {different}")
                done.left += _left_behind(room)
                if (number + 1) % 20 == 0:
                    say(f"{number + 1} kills, {len(done.faults)} faults")
        finally:
            shared.close()
    done.seconds = time.perf_counter() - start
    return done


def take(course: Course, classroom: Classroom, download: Path) -> None:
    """Take a download through everything: collect, grade, feedback, report."""
    assignments = course.select([DOUBLE])
    collect.collect(course, classroom, download, "folder")
    outcome = grade_class(course, classroom, assignments, workers=0, unconfined=True)
    assert not outcome.refused, outcome.refused
    for student in classroom.submissions(DOUBLE):
        feedback.write_feedback(classroom, assignments[0], student)
    report.write_report(course, classroom, assignments)


def content(classroom: Classroom) -> dict[str, str]:
    """Return everything in a classroom that a person or a tool reads, by its path."""
    found: dict[str, str] = {}
    for path in sorted(classroom.root.rglob("*")):
        name = path.relative_to(classroom.root).as_posix()
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if path.is_file() and not hidden and "gradebook.db" not in name and "report/" not in name:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r'"seen": [\d.]+', "", text) if name == "collected.json" else text
            if path.name == SECRET:
                text = "made up anew with each page, for the submission has none"
            found[_TIMES.sub("time", name)] = _TIMES.sub("time", text)
    pages = sorted(path.name for path in classroom.report.iterdir() if path.name[0] != ".")
    return {**found, "report": "\n".join(pages), "marks": "\n".join(marks(classroom))}


def marks(classroom: Classroom) -> list[str]:
    """Return every row of grades in the gradebook, doubled ones too."""
    asked = """
        select student.id, base_cell.name, grade.auto_score, grade.manual_score
        from grade
        left join base_cell on base_cell.id = grade.cell_id
        left join submitted_notebook on submitted_notebook.id = grade.notebook_id
        left join submitted_assignment
        on submitted_assignment.id = submitted_notebook.assignment_id
        left join student on student.id = submitted_assignment.student_id
    """
    with closing(sqlite3.connect(classroom.root / "gradebook.db")) as database:
        (whole,) = database.execute("pragma integrity_check").fetchone()
        students = database.execute("select count(*) from student").fetchone()
        rows = sorted(map(repr, database.execute(asked)))
    return [str(whole), str(students), *rows]


def _downloads(folder: Path) -> tuple[Path, Path]:
    """Return two downloads: in the second half the students have another version, some are new."""
    made = []
    for number, students in ((1, STUDENTS[:4]), (2, STUDENTS)):
        download = folder / f"download-{number}.zip"
        with zipfile.ZipFile(download, "w") as archive:
            for who in students:
                wrong = WRONG if who in "abc" and number == 1 else None
                entry = zipfile.ZipInfo(f"{who}/double.ipynb", (2026, 1, number, 12, 0, 0))
                archive.writestr(entry, json.dumps(handed_in("double", wrong)))
        made.append(download)
    return made[0], made[1]


def _fresh(before: Classroom, room: Classroom) -> None:
    shutil.rmtree(room.root, ignore_errors=True)
    shutil.copytree(before.root, room.root)


def _time(
    course: Course, before: Classroom, room: Classroom, download: Path
) -> tuple[float, list[float]]:
    """Return how long an undisturbed run takes, and each of its writings."""
    _fresh(before, room)
    start = time.perf_counter()
    process, told = _start(course, room, download)
    moments: list[float] = []
    while told.read(1):
        moments.append(time.perf_counter())
    took = time.perf_counter() - start
    assert _ended(process) == 0, "the undisturbed run failed"
    told.close()
    return took, [end - begin for begin, end in zip(moments[::2], moments[1::2], strict=True)]


def _run_and_kill(
    course: Course,
    room: Classroom,
    download: Path,
    chance: random.Random,
    took: float,
    writings: list[float],
    within: bool,
) -> str:
    """Kill a run at a random moment; return when that was, nothing if it had ended before."""
    process, told = _start(course, room, download)
    signs = b""
    if within:
        at = chance.randrange(len(writings))
        while signs.count(_BEGIN) <= at and (sign := told.read(1)):
            signs += sign
        wait = chance.uniform(0, writings[at])
    else:
        wait = chance.uniform(0, took)
    until = time.perf_counter() + wait
    while (left := until - time.perf_counter()) > 0:
        time.sleep(left if left > 0.002 else 0)
    os.kill(process, signal.SIGKILL)
    status = _ended(process)
    signs += told.read()
    told.close()
    if status == 0:
        return ""
    return "within a writing" if signs.count(_BEGIN) > signs.count(_END) else "elsewhere"


def _run(course: Course, room: Classroom, download: Path) -> bool:
    """Do it once more, undisturbed; return whether it went well."""
    process, told = _start(course, room, download)
    told.read()
    told.close()
    return _ended(process) == 0


def _start(course: Course, room: Classroom, download: Path) -> tuple[int, Any]:
    """Start a process that takes a download through a class, and tells when it writes."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb", buffering=0)
    status = 1
    try:
        os.close(reading)
        for where, name in _WRITERS:
            patch.object(where, name, _telling(getattr(where, name), writing)).start()
        take(course, room, download)
        close_template()
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _telling(write: Callable[..., Any], pipe: int) -> Callable[..., Any]:
    """Return a function that tells when it begins and ends."""

    @wraps(write)
    def telling(*args: Any, **kwargs: Any) -> Any:
        os.write(pipe, _BEGIN)
        try:
            return write(*args, **kwargs)
        finally:
            os.write(pipe, _END)

    return telling


def _ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _difference(wanted: dict[str, str], found: dict[str, str]) -> str:
    """Return the first thing that is not as it should be; empty if all is."""
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            return f"{name} is lost"
        if name not in wanted:
            return f"{name} should not be there"
        if wanted[name] != found[name]:
            return f"{name} is another"
    return ""


def _left_behind(room: Classroom) -> Counter[str]:
    """Count the hidden files that a killed run left, which no tool takes for work."""
    kinds = {".part": ".*.part", ".new": ".new-*", "journal": "gradebook.db-journal"}
    return Counter({kind: len([*room.root.rglob(name)]) for kind, name in kinds.items()})


@click.command()
@click.option("--count", default=200, show_default=True)
@click.option("--seed", default=0, show_default=True)
def main(count: int, seed: int) -> None:
    """Kill a class at random moments."""
    done = kill(count, seed, click.echo)
    for line in [*done.lines(), *done.faults]:
        click.echo(line)
    raise SystemExit(1 if done.faults else 0)


if __name__ == "__main__":
    main()

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
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import wraps
from io import BufferedReader
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
            took, calls = _look(course, before, undisturbed, second)
            wanted = content(undisturbed)
            while (number := done.kills.total()) < count:
                _fresh(before, room)
                within = number % 2 == 1
                moment = _run_and_kill(course, room, second, chance, took, calls, within)
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


def _look(
    course: Course, before: Classroom, room: Classroom, download: Path
) -> tuple[float, list[int]]:
    """Return how long an undisturbed run takes, and how many calls each of its writings makes."""
    _fresh(before, room)
    start = time.perf_counter()
    process, told = _start(course, room, download, _Writings())
    signs = told.read()
    took = time.perf_counter() - start
    assert _ended(process) == 0, "the undisturbed run failed"
    told.close()
    return took, [int(calls) for calls in re.findall(rb">(\d+)", signs)]


def _run_and_kill(
    course: Course,
    room: Classroom,
    download: Path,
    chance: random.Random,
    took: float,
    calls: list[int],
    within: bool,
) -> str:
    """Kill a run at a random moment; return when that was, nothing if it had ended before."""
    if within:
        at = chance.randrange(len(calls))
        process, told = _start(
            course, room, download, _Writings(at, chance.randrange(calls[at] + 1))
        )
    else:
        process, told = _start(course, room, download, _Writings())
        time.sleep(chance.uniform(0, took))
        os.kill(process, signal.SIGKILL)
    signs = told.read()
    told.close()
    if _ended(process) == 0:
        return ""
    return "within a writing" if signs.count(_BEGIN) > signs.count(_END) else "elsewhere"


def _run(course: Course, room: Classroom, download: Path) -> bool:
    """Do it once more, undisturbed; return whether it went well."""
    process, told = _start(course, room, download, _Writings())
    told.read()
    told.close()
    return _ended(process) == 0


def _start(
    course: Course, room: Classroom, download: Path, writings: _Writings
) -> tuple[int, BufferedReader]:
    """Start a process that takes a download through a class, and tells when it writes."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    status = 1
    try:
        os.close(reading)
        for where, name in _WRITERS:
            told = writings.telling(getattr(where, name), writing)
            patch.object(where, name, told).start()
        take(course, room, download)
        close_template()
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


@dataclass
class _Writings:
    """Tells when each writing begins and ends, and dies within one of them.

    Where in it is said by the calls that it makes, not by a time: so it is the same however busy
    the machine is.
    """

    dies_in: int = -1  # the number of a writing; by default in none
    dies_at: int = 0  # the number of a call; at its end if it makes fewer
    begun: int = 0

    def telling(self, write: Callable[..., Any], pipe: int) -> Callable[..., Any]:
        """Return a function that does what `write` does, and tells it."""

        @wraps(write)
        def telling(*args: Any, **kwargs: Any) -> Any:
            dies, calls = self.begun == self.dies_in, 0
            self.begun += 1

            def count(frame: object, event: str, argument: object) -> None:
                nonlocal calls
                if dies and calls == self.dies_at:
                    _die()
                calls += event in ("call", "c_call")

            os.write(pipe, _BEGIN)
            sys.setprofile(count)
            try:
                return write(*args, **kwargs)
            finally:
                sys.setprofile(None)
                if dies:
                    _die()
                os.write(pipe, b"%s%d" % (_END, calls))

        return telling


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


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

"""Take random hostile submissions, folders and downloads through all that a class goes through.

`python -m benchmarks.fuzz_classes --count 10000`. All are read, restored and collected, some are
graded in small classes and shown on every page and in every table. Nothing may be raised, and in
each class two honest students keep full marks.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.grading.submission.folder import read_folder
from autograder.grading.submission.reading import Refused, read_submission
from autograder.grading.submission.restore import restore
from autograder.grading.submission.signs import signs_of
from autograder.grading.templates import close_template
from autograder.platforms.collect import collect
from autograder.platforms.record import FileOutcome
from benchmarks import tables
from benchmarks.hostile import Maker
from benchmarks.small import DOUBLE, FULL, handed_in, make_course

HONEST = ("ada", "zoe")
GOOD = json.dumps(handed_in("double")).encode()
SIZE = 25  # hostile submissions in one class, or in one download
SLOW = 5.0  # seconds that reading one may take, on a busy machine too
NAMED = {  # how platforms name what a student hands in
    "folder": "{who}/{file}",
    "canvas": "{who}_{number}_{serial}_{file}",
    "moodle": "{who} B_{number}_assignsubmission_file_/{file}",
    "nbgrader": "{who}+01-double+2026-11-29 12:00:00 UTC+x/{file}",
    "blackboard": "Task_{who}_attempt_2026-11-29-12-00-00_{file}",
    "brightspace": "{number}-9 - {who} B - Nov 29, 2026 1045 AM/{file}",
    "github-classroom": "task-{who}/{file}",
    "gradescope": "export/submission_{number}/{file}",
}
_METADATA = """submission_{number}:
  :submitters:
  - :sid: {who}
    :name: {who} B
  :created_at: 2026-11-29 12:00:00.0 Z
"""
COMMANDS = (
    ("feedback",),
    ("report",),
    ("export", "--to", "csv", "--per-claim"),
    ("export", "--to", "canvas"),
    ("export", "--to", "gradescope"),
)


@dataclass
class Tally:
    """What became of what was made, and what went wrong."""

    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # step, kind, outcome
    slowest: dict[tuple[str, str], float] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)  # by step
    faults: list[str] = field(default_factory=list)

    def note(self, step: str, kind: str, outcome: str, seconds: float = 0.0) -> None:
        """Count one."""
        self.outcomes[step, kind, outcome] += 1
        self.slowest[step, kind] = max(seconds, self.slowest.get((step, kind), 0.0))
        if seconds > SLOW and step == "read":
            self.faults.append(f"{step}: {kind}: took {seconds:.1f} s")

    @contextlib.contextmanager
    def watch(self, step: str, what: str) -> Iterator[None]:
        """Note what is raised as a fault, and how long it takes."""
        start = time.perf_counter()
        try:
            yield
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}, line {place.lineno}"
            self.faults.append(f"{step}: {what}: {error!r:.200} ({where})")
        self.seconds[step] += int(1e6 * (time.perf_counter() - start))

    def table(self) -> Iterator[str]:
        """Yield what was made, what became of it, how long it took."""
        outcomes = sorted({outcome for _, _, outcome in self.outcomes})
        yield from tables.head("step", "what was made", "number", *outcomes, "slowest, ms")
        for step, kind in self.slowest:
            counts = [self.outcomes[step, kind, outcome] for outcome in outcomes]
            slowest = f"{1e3 * self.slowest[step, kind]:.0f}"
            yield tables.row(step, kind, str(sum(counts)), *(f"{n or ''}" for n in counts), slowest)
        yield ""
        for step, took in self.seconds.items():
            yield f"{step}: {took / 1e6:.1f} s"


def fuzz(
    count: int, graded: int, seed: int, workers: int = 0, say: Callable[[str], None] = print
) -> Tally:
    """Return what became of `count` submissions, of which `graded` are graded as well.

    Parameters
    ----------
    count : int
        Submissions that are read and restored, and as many that are collected.
    graded : int
        Submissions that are graded and shown; a class takes some seconds.
    seed : int
        The same seed makes the same submissions.
    workers : int
        Processes that grade; 0 grades in this one.
    say : callable
        Is given a line now and then.
    """
    tally = Tally()
    with TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        course = make_course(folder / "course")
        for number in range(0, count, SIZE):
            maker, size = Maker(f"{seed}-{number}"), min(SIZE, count - number)
            room = folder / f"class-{number}"
            for at in range(size):
                read_one(maker, course, room / str(at), tally)
            collect_many(maker, course, Classroom(room / "classroom"), size, tally)
            remove(room)
            if number % 1_000 == 0:
                say(f"{number} read and collected, {len(tally.faults)} faults")
        for number in range(0, graded, SIZE):
            maker, size = Maker(f"{seed}-graded-{number}"), min(SIZE, graded - number)
            room = folder / f"graded-{number}"
            grade_class(maker, course, Classroom(room / "classroom"), size, workers, tally)
            remove(room)
            say(f"{number + size} graded and shown, {len(tally.faults)} faults")
    close_template()
    return tally


def read_one(maker: Maker, course: Course, place: Path, tally: Tally) -> None:
    """Put one submission into a folder, and take it from there to the notebook that is graded."""
    assignment = course.select([DOUBLE])[0]
    kind = maker.folder(place)
    start = time.perf_counter()
    outcome = "raised"
    with tally.watch("read", kind):
        try:
            folder = read_folder(place, assignment.stem)
            assert folder.digest
            submission = read_submission(folder.notebook)
            cells, _ = restore(assignment.cells, submission, DOUBLE, signs_of(str(course.root)))
            shown = [cell.as_json() for cell in cells]
            assert json.loads(json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace"))
            outcome = "read"
        except Refused as refused:
            outcome = "refused"
            assert str(refused).strip(), "no reason"
            str(refused).encode()
    tally.note("read", kind, outcome, time.perf_counter() - start)


def collect_many(
    maker: Maker, course: Course, classroom: Classroom, size: int, tally: Tally
) -> None:
    """Make a download of two honest and some other students, and collect it."""
    classroom.root.mkdir(parents=True)
    source = maker.random.choice([*NAMED])
    files = {_named(source, who, who, at): GOOD for at, who in enumerate(HONEST, start=9_000)}
    kinds: dict[str, str] = {}
    for at in range(size):
        kind, made = maker.files("STUDENT")
        kinds[f"mal{at}"] = kind
        for name, content in made.items():
            files[_named(source, name, f"mal{at}", at + 2)] = content
    if source == "gradescope":
        people = [*zip(range(9_000, 9_002), HONEST, strict=True)]
        people += [(at + 2, f"mal{at}") for at in range(size)]
        text = "".join(_METADATA.format(number=number, who=who) for number, who in people)
        files = {"export/submission_metadata.yml": text.encode(), **files}
    download = classroom.root.parent / "download.zip"
    write_zip(maker, files, download)
    if maker.random.random() < 0.3:
        download = unpacked(files, classroom.root.parent / "download")
    start = time.perf_counter()
    outcome = "raised"
    with tally.watch("collect", source):
        done = collect(course, classroom, download, source, DOUBLE)
        done.as_csv().encode("utf-8-sig")
        for who in HONEST:
            taken = list(classroom.submitted.glob(f"{who}*/{DOUBLE}/double.ipynb"))
            assert [path.read_bytes() for path in taken] == [GOOD], f"{who} was not collected"
        again = collect(course, classroom, download, source, DOUBLE)
        assert not again.count(FileOutcome.COLLECTED), "collected twice"
        outcome = "collected"
        for who, kind in kinds.items():
            own = re.compile(rf"{who}(?!\d)")
            said = [str(row.outcome) for row in done.rows if own.match(row.who)]
            tally.note("collect", kind, said[0] if said else "another's or skipped")
    tally.note("collect", f"a download as {source}", outcome, time.perf_counter() - start)


def grade_class(
    maker: Maker, course: Course, classroom: Classroom, size: int, workers: int, tally: Tally
) -> None:
    """Grade a class of two honest and some other students, write all pages and tables."""
    for who in HONEST:
        place = classroom.submission(who, DOUBLE)
        place.mkdir(parents=True)
        (place / "double.ipynb").write_bytes(GOOD)
    kinds: dict[str, str] = {}
    for at in range(size):
        name = f"mal{at}" if maker.random.random() < 0.7 else os.fsdecode(maker.student())
        with contextlib.suppress(FileExistsError):
            kinds[name] = maker.folder(classroom.submission(name, DOUBLE))
    if maker.random.random() < 0.2:
        (classroom.submitted / "a file.txt").touch()
    start = time.perf_counter()
    run(course, classroom, ("grade", "--workers", f"{workers}", "--unconfined"), "grade", tally)
    each = (time.perf_counter() - start) / (size + len(HONEST))
    for who, kind in kinds.items():
        tally.note("grade", kind, _graded(classroom, who, tally), each)
    for command in COMMANDS:
        run(course, classroom, command, " ".join(command[::2]), tally)
    with tally.watch("grade", "honest"):
        (marks,) = (classroom.root / "export").glob("marks*.csv")
        table = marks.read_text("utf-8-sig")
        for who in HONEST:
            page = json.loads(classroom.results(who, DOUBLE).read_bytes())
            assert page["score"] == FULL, f"{who} has {page.get('score')}"
            assert f"\n{who},,,,{DOUBLE},{FULL:g},{FULL:g},graded" in table, f"{who}: {table}"
            assert (classroom.feedback_for(who, DOUBLE) / "double.html").is_file()


def run(
    course: Course, classroom: Classroom, command: tuple[str, ...], step: str, tally: Tally
) -> None:
    """Run a command of `autograder`; a fault unless it exits with 0 or 1."""
    words = ["--debug", *command, "--classroom", str(classroom.root)]
    with tally.watch(step, "the command"), contextlib.chdir(course.root):
        done = CliRunner().invoke(commands, words)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code in (0, 1), done.output
    tally.note(step, "a class", "done")


def write_zip(maker: Maker, files: dict[str, bytes], to: Path) -> None:
    """Write a zip; sometimes a header of one file that is not an honest student's is damaged."""
    buffer = io.BytesIO()
    starts = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            start = buffer.tell()
            with contextlib.suppress(UnicodeError):
                archive.writestr(zipfile.ZipInfo(name.replace("\0", "")), content)
                starts.append(start)
    damaged = bytearray(buffer.getvalue())
    for _ in range(maker.random.choice((0, 0, 1, 3))):
        at = maker.random.choice(starts[len(HONEST) + 1 :])
        damaged[at + maker.random.randrange(30)] = maker.random.randrange(256)
    to.write_bytes(damaged)


def unpacked(files: dict[str, bytes], to: Path) -> Path:
    """Write a download as a folder; what the file system does not take is left out."""
    for name, content in files.items():
        path = Path(f"{to}/{name}")
        with contextlib.suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return to


def remove(folder: Path) -> None:
    """Remove a folder, however deep."""
    shutil.rmtree(folder, ignore_errors=True)


def _named(source: str, name: str, who: str, number: int) -> str:
    """Return the name that a platform gives a file `STUDENT/...`, or another's if it says so."""
    student, _, file = name.partition("/")
    student = who if student in ("STUDENT", who) else student
    file = file or "double.ipynb"
    return NAMED[source].format(who=student, number=number, serial=900 + number, file=file)


def _graded(classroom: Classroom, who: str, tally: Tally) -> str:
    path = classroom.results(who, DOUBLE)
    if not path.is_file():
        return "skipped"
    page = json.loads(path.read_bytes())
    if "score" in page:
        return "graded"
    return "stopped" if "The grader stopped" in page["output"] else "refused"


@click.command()
@click.option("--count", default=10_000, help="Submissions to read, restore and collect.")
@click.option("--graded", type=int, help="Submissions to grade and show.  [default: count / 25]")
@click.option("--seed", default=0, show_default=True)
@click.option("--workers", default=0, help="Processes that grade.  [default: only this one]")
def main(count: int, graded: int | None, seed: int, workers: int) -> None:
    """Make hostile submissions and take them through a class."""
    tally = fuzz(count, count // 25 if graded is None else graded, seed, workers, click.echo)
    for line in tally.table():
        click.echo(line)
    for fault, number in Counter(tally.faults).most_common():
        click.echo(f"FAULT ({number}): {fault}")
    raise SystemExit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()

"""The whole circle over nbgrader's exchange, by real Unix users: any mixture of commands works."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.grading.results import ours
from tests.autograder.grading.conftest import HALF_RIGHT, NAME, RIGHT, SOURCE, as_bytes, handed_in
from tests.autograder.nbgrader.users import Users
from tests.users import ROOT, skip_unless_users_can_be

FILE = "double.ipynb"
THEIRS, BUTTON, OURS = range(3)
# who collects, grades and writes the page: each pair of neighbours, and each alone
ROUTES = {f"s{c}{g}{(c + g) % 3}": (c, g, (c + g) % 3) for c in range(3) for g in range(3)}
LATE = ("s000", "s112", "s221")
ADA, BOB, MAL = "ada", "bob", "mal"
TEACHER = "teacher"


@dataclass
class Exchange:
    """Users of a machine, and an exchange on it."""

    users: Users
    root: Path
    course: Path  # with the teacher's configuration

    def classroom(self, course: str) -> Path:
        return self.users.home(TEACHER) / course

    def begin(self, course: str, who: int = OURS) -> None:
        """Have a classroom for a course, with the assignment released to its students."""
        classroom = self.classroom(course)
        if who == OURS:
            self.teach(course, "autograder", "release", NAME, "--classroom", str(classroom))
        else:
            self.users.done(TEACHER, "python", f"import os; os.mkdir({str(classroom)!r})")
            self.teach(course, "nbgrader", "generate_assignment", NAME)
        self.teach(course, "formgrader", "release_assignment", NAME)
        shutil.rmtree(self.root / course / "outbound" / NAME)
        self.teach(course, "nbgrader", "release_assignment", NAME)

    def teach(self, course: str, *command: str) -> str:
        """Have the teacher run a command on the classroom of a course."""
        if command[0] == "nbgrader":
            command = (*command, "--course", course)
        if command[0] == "formgrader":
            command = ("formgrader", course, *command[1:])
        return self.users.done(TEACHER, *command, place=self.course, **self.variables(course))

    def variables(self, course: str) -> dict[str, str]:
        return {
            "AUTOGRADER_CLASSROOM": str(self.classroom(course)),
            "AUTOGRADER_STUDENT_PYTHON": sys.executable,
        }

    def learn(self, student: str, course: str, action: str, button: bool) -> str:
        """Have a student press a button of the Assignment List, or type the command."""
        place = self.users.home(student) / course
        if button:
            return self.users.done(student, "panel", action, course, NAME, place=place)
        command = action.replace("submit_assignment", "submit")
        return self.users.done(student, "nbgrader", command, NAME, "--course", course, place=place)

    def hand_in(self, student: str, course: str, content: bytes, button: bool = False) -> None:
        """Have a student fetch the assignment, if that is not done yet, and hand it in."""
        place = self.users.home(student) / course
        if not place.is_dir():
            self.users.done(student, "python", f"import os; os.mkdir({str(place)!r})")
            self.learn(student, course, "fetch_assignment", button)
        (place / NAME / FILE).write_bytes(content)
        self.learn(student, course, "submit_assignment", button)

    def collect(self, course: str, who: int) -> str:
        inbound = str(self.root / course / "inbound")
        ways = {
            THEIRS: ("nbgrader", "collect", NAME, "--update"),
            BUTTON: ("formgrader", "collect", NAME),
            OURS: ("autograder", "collect", inbound, NAME, "--from", "nbgrader"),
        }
        return self.teach(course, *ways[who])

    def grade(self, course: str, who: int, students: list[str]) -> None:
        self._for_each(course, who, students, "grade", "autograde")

    def write_pages(self, course: str, who: int, students: list[str]) -> None:
        self._for_each(course, who, students, "feedback", "generate_feedback")

    def _for_each(self, course: str, who: int, students: list[str], ours: str, theirs: str) -> None:
        """Run our command for these students, or nbgrader's, or press its button."""
        ways = {
            THEIRS: ("nbgrader", theirs, NAME, "--student", _glob(students)),
            BUTTON: ("formgrader", theirs, NAME, *students),
            OURS: ("autograder", ours, NAME, *_named(students)),
        }
        self.teach(course, *ways[who])

    def fetched(self, student: str, course: str) -> list[str]:
        """Return the pages that a student has fetched, in the order of handing in."""
        folder = self.users.home(student) / course / NAME / "feedback"
        return [page.read_text("utf-8") for page in sorted(folder.glob("*/double.html"))]


def _glob(students: list[str]) -> str:
    """Return a pattern for these, whose names differ in some of their letters."""
    return "".join(f"[{''.join(sorted(set(letters)))}]" for letters in zip(*students, strict=True))


def _named(students: list[str]) -> list[str]:
    return [word for student in students for word in ("--student", student)]


def _points(page: str) -> str:
    return re.findall(r'class="figure"><strong>([^<]*)</strong>', page)[0]


@pytest.fixture(scope="module")
def exchange() -> Iterator[Exchange]:
    skip_unless_users_can_be()
    folder = Path(tempfile.mkdtemp(prefix="exchange-", dir="/tmp"))  # pytest's own is closed
    folder.chmod(0o755)
    users = Users([TEACHER, *ROUTES, ADA, BOB, MAL], folder)
    try:
        if users.trouble:
            pytest.skip(f"a process of root's cannot have mounts of its own here: {users.trouble}")
        root = folder / "exchange"
        root.mkdir()
        root.chmod(0o777)
        for name in users.numbers:
            settings = users.home(name) / ".jupyter" / "nbgrader_config.py"
            settings.parent.mkdir()
            settings.write_text(f"c = get_config()\nc.Exchange.root = {str(root)!r}\n")
        source = folder / "course" / "notebooks" / NAME / FILE
        source.parent.mkdir(parents=True)
        source.write_bytes(as_bytes(SOURCE))
        (folder / "course" / "solutions").mkdir()
        (folder / "course" / "solutions" / "__init__.py").touch()
        shutil.copy(ROOT / "nbgrader_config.py", folder / "course")
        here = Exchange(users, root, folder / "course")
        yield here
    finally:
        users.close()
        subprocess.run(["rm", "-rf", folder], check=True)  # Python does not go that deep


NOTHING, HALF, WHOLE = (as_bytes(handed_in(what)) for what in ({}, HALF_RIGHT, RIGHT))  # 0, 3, 4


def test_any_mixture_of_commands_goes_the_whole_circle(exchange):
    """Nine routes at once, and each student another one for the second version."""
    course, students = "np101", list(ROUTES)
    exchange.begin(course)
    listed = exchange.classroom(course) / "students.csv"
    listed.write_text("\n".join(["id", *students]))
    exchange.teach(course, "autograder", "roster", str(listed))
    extended = "".join(f'{student} = "2020-01-01 12:00"\n' for student in LATE)
    (exchange.classroom(course) / "deadlines.toml").write_text(
        f'timezone = "UTC"\n[{NAME}]\npercent_a_day = 10\ncap_percent = 50\n'
        f"[{NAME}.students]\n{extended}"
    )
    for version, shift in ((NOTHING, 0), (WHOLE, 1)):
        ways = {s: [(way + shift) % 3 for way in ROUTES[s]] for s in students}
        for who in (THEIRS, BUTTON, OURS):
            for at, student in enumerate(students):
                if ways[student][0] == who:
                    exchange.hand_in(student, course, version, bool((at + shift) % 2))
            if shift == 0:
                exchange.collect(course, who)
        if shift:  # feedback for the first, when the second is handed in already
            for at, student in enumerate(students):
                exchange.learn(student, course, "fetch_feedback", bool(at % 2))
                (page,) = exchange.fetched(student, course)
                assert _points(page) == "0", student
            exchange.collect(course, OURS)
        for who in (THEIRS, BUTTON, OURS):
            exchange.grade(course, who, [s for s in students if ways[s][1] == who])
        for who in (THEIRS, BUTTON, OURS):
            exchange.write_pages(course, who, [s for s in students if ways[s][2] == who])
        if shift:
            exchange.teach(course, "formgrader", "release_feedback", NAME)
        else:
            exchange.teach(course, "nbgrader", "release_feedback", NAME)

    marks = {student: "2" if student in LATE else "4" for student in students}
    for at, student in enumerate(students):
        exchange.learn(student, course, "fetch_feedback", bool((at + 1) % 2))
        first, second = exchange.fetched(student, course)
        assert (_points(first), _points(second)) == ("0", marks[student])
        assert all(f"<b>{student}</b>" in page for page in (first, second))
    table = exchange.classroom(course) / "grades.csv"
    exchange.teach(course, "autograder", "export", "--to", "csv", "--output", str(table))
    with table.open(encoding="utf-8-sig") as file:
        got = {row["student"]: row["points"] for row in csv.DictReader(file)}
    assert got == marks


# What a student can do with a terminal and an inbound folder that everybody may write to.
_HOSTILE = """
import os, shutil
from pathlib import Path
place, mine, theirs = map(Path, arguments)
os.chdir(place)
os.umask(0o022)  # as `nbgrader submit` has it

def named(name, content=mine.read_bytes(), secret="s" * 128, stamp="2026-11-01 10:00:00 UTC"):
    os.mkdir(name)
    os.chmod(name, 0o777)
    for file, text in (("double.ipynb", content), ("submission_secret.txt", secret),
                       ("timestamp.txt", stamp)):
        if text is not None:
            (Path(os.fsdecode(name)) / file).write_bytes(
                text if isinstance(text, bytes) else text.encode())
    return Path(os.fsdecode(name))

user = mine.parent.name
"""
_AS_MAL = (
    _HOSTILE
    + """
named("ada+01-double+2099-01-01 00:00:00.000000 UTC+forged")       # in another's name, the latest
named("teacher+01-double+2026-11-02 00:00:00.000000 UTC+x")        # in the teacher's
named("..+01-double+2026-11-02 00:00:00.000000 UTC+x")             # out of submitted/
named("mal+01-double+no time at all+x")                            # a name that cannot be read
named("+01-double+2026-11-02 00:00:00.000000 UTC+x")               # of nobody
named(b"m\\xe4l+01-double+2026-11-02 00:00:00.000000 UTC+x")       # a name that is no UTF-8
linked = named("mal+01-double+2026-11-03 00:00:00.000000 UTC+x", content=None)
(linked / "double.ipynb").symlink_to(theirs)                       # what the teacher may read
os.symlink(theirs.parent, "mal+01-double+2026-11-04 00:00:00.000000 UTC+x")
os.makedirs("evil/inbound/ada+01-double+2026-11-05 00:00:00.000000 UTC+x")
"""
)
_AS_BOB = (
    _HOSTILE
    + """
name = "bob+01-double+2026-11-02 00:00:00.000000 UTC+x"
folder = named(name, secret=b"\\xff\\xfe", stamp="never")
os.mkfifo(folder / "pipe")
(folder / os.fsdecode(b"caf\\xe9.txt")).write_text("not UTF-8")
(folder / "passwd").symlink_to("/etc/passwd")
(folder / "closed.txt").write_text("closed")
os.chmod(folder / "closed.txt", 0)
os.chdir(folder)
for _ in range(1_100):
    os.mkdir("d")
    os.chdir("d")
"""
)


@pytest.mark.parametrize("who", [THEIRS, OURS], ids=["by nbgrader", "by our command"])
def test_what_one_student_puts_into_the_exchange_stops_nobody_else(exchange, who):
    """A forged name, links, a missing secret, odd bytes: each is told, and the others go on."""
    course = f"np20{who}"
    classroom = exchange.classroom(course)
    exchange.begin(course, who)
    solutions = exchange.users.home(TEACHER) / "solutions.ipynb"
    solutions.write_bytes(WHOLE)
    os.chown(solutions, exchange.users.numbers[TEACHER], -1)
    solutions.chmod(0o600)
    inbound = exchange.root / course / "inbound"
    for user, script in ((MAL, _AS_MAL), (BOB, _AS_BOB)):
        mine = exchange.users.home(user) / "mine.ipynb"
        mine.write_bytes(HALF)
        exchange.users.done(user, "python", script, str(inbound), str(mine), str(solutions))
    exchange.hand_in(ADA, course, WHOLE)
    exchange.hand_in("s000", course, HALF)
    exchange.hand_in("s011", course, HALF)
    folders = {folder.name.split("+")[0]: folder for folder in inbound.iterdir()}
    (folders["s000"] / "submission_secret.txt").unlink()
    folders["s011"].chmod(0o700)

    said = exchange.collect(course, who)
    exchange.users.run(  # it fails if one could not be graded
        TEACHER, "autograder", "grade", NAME, place=exchange.course, **exchange.variables(course)
    )
    exchange.teach(course, "autograder", "feedback", NAME)
    exchange.teach(course, "nbgrader", "release_feedback", NAME)
    exchange.learn(ADA, course, "fetch_feedback", who == OURS)

    assert (classroom / "submitted" / BOB / NAME / "timestamp.txt").read_text().startswith("2026-")
    there = {folder.name for folder in (classroom / "submitted").iterdir()}
    assert there - {MAL} == {ADA, BOB, "s000", "s011"}
    pages = {
        student: json.loads(
            (classroom / "autograded" / student / NAME / "results.json").read_bytes()
        )
        for student in there
    }
    marks = {student: page.get("score", 0) for student, page in pages.items()}
    assert (marks[ADA], marks[BOB], marks["s000"]) == (4, 3, 3)
    assert ours(pages["s011"])["ungraded"]
    assert marks.get(MAL, 0) < 4, "what a link points to was graded as the student's"
    assert [_points(page) for page in exchange.fetched(ADA, course)] == ["4"]
    assert f"the folder belongs to {MAL}: not taken as {ADA}'s" in " ".join(said.split())

"""Several instructors work in one classroom, as users of their own with one group in common."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import pytest

from autograder.course.build import build
from autograder.course.course import Course
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from tests.autograder.course.conftest import REFERENCE, twice_cells, write_notebook
from tests.users import ROOT, User, open_directory, skip_unless_users_can_be

INSTRUCTORS = 60900
ANN = User(60701, 60801, (INSTRUCTORS,), umask=0o077)
BEA = User(60702, 60802, (INSTRUCTORS,), umask=0o022)
STRANGER = User(60703, 60803)
NAME = "01-twice"
RIGHT, WRONG = "2 * np.asarray(x, dtype=float)", '"not yet"'
COMMANDS = {
    "release": ("release", NAME, "--kit", "--force"),
    "roster": ("roster", "../students.csv"),
    "collect": ("collect", "../handed-in", NAME, "--from", "folder"),
    "grade": ("grade", NAME, "--force"),
    "report": ("report", NAME),
    "feedback": ("feedback", NAME, "--mail"),
    "export": ("export", "--to", "csv", NAME),
}


class Desk:
    """A course that instructors may read, what comes from a platform, and a classroom."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course, self.classroom = root / "course", root / "classroom"
        write_notebook(self.course / "notebooks" / NAME / "twice.ipynb", twice_cells())
        (self.course / "solutions/mistakes").mkdir(parents=True)
        (self.course / "solutions/__init__.py").touch()
        (self.course / "solutions/twice.py").write_text(REFERENCE, encoding="utf-8")
        build(Course(self.course), Course(self.course).assignments[0])
        for name in ("nbgrader_config.py", "pyproject.toml", "environment.yml"):
            shutil.copy(ROOT / name, self.course)
        (root / "students.csv").write_text("id,name,e-mail\nada,Ada L,ada@x.edu\nbob,Bob,b@x.edu\n")
        self.hand_in(WRONG)
        self.variables = {
            "AUTOGRADER_CLASSROOM": str(self.classroom),
            OVERRIDE: str(StudentEnvironment.find(ROOT).python),
        }

    def hand_in(self, answer: str) -> None:
        """Have the platform's download hold this answer of everybody."""
        cells = twice_cells()
        cells[2]["source"] = f"def twice(x):\n    return {answer}"
        for student in ("ada", "bob"):
            write_notebook(self.root / "handed-in" / student / "twice.ipynb", cells)

    def open_classroom(self, owner: int, mode: int) -> None:
        """Make the instructors' directory, as an administrator does."""
        self.classroom.mkdir()
        os.chown(self.classroom, owner, INSTRUCTORS)
        self.classroom.chmod(mode)

    def run(self, who: User, *command: str) -> subprocess.CompletedProcess[str]:
        return who.autograder(*command, place=self.course, **self._variables(who))

    def nbgrader(self, who: User, *command: str) -> subprocess.CompletedProcess[str]:
        return who.nbgrader(*command, place=self.course, **self._variables(who))

    def _variables(self, who: User) -> dict[str, str]:
        fonts = self.root / f"matplotlib-{who.number}"
        if not fonts.exists():
            fonts.mkdir()
            os.chown(fonts, who.number, who.group)
            for file in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
                shutil.copyfile(file, fonts / file.name)  # to look for them takes seconds
        return {**self.variables, "MPLCONFIGDIR": str(fonts)}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    skip_unless_users_can_be()
    with open_directory() as root:
        yield Desk(root)


def not_for_the_group(root: Path) -> list[str]:
    """What is not the group's, or cannot be read, changed and removed by it."""
    found = []
    for path in (root, *root.rglob("*")):
        about = path.stat()
        needed = 0o2770 if path.is_dir() else 0o660
        if about.st_mode & needed != needed or about.st_gid != INSTRUCTORS:
            found.append(f"{stat.filemode(about.st_mode)} {about.st_gid} {path.relative_to(root)}")
    return found


def test_every_command_works_for_the_second_instructor_as_for_the_first(desk):
    """Whatever their umask; what one made, the other can change, by our commands or nbgrader's."""
    desk.open_classroom(0, 0o2770)
    for name, command in COMMANDS.items():
        done = desk.run(ANN, *command)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    assert not_for_the_group(desk.classroom) == []
    assert (desk.classroom / "gradebook.db").stat().st_uid == ANN.number
    (desk.classroom / "deadlines.toml").write_text(f'["{NAME}"]\ndue = "2026-05-01 23:59Z"\n')

    desk.hand_in(RIGHT)
    for name, command in COMMANDS.items():
        done = desk.run(BEA, *command)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    for command in ("autograde", "generate_feedback", "generate_assignment"):
        done = desk.nbgrader(BEA, command, NAME, "--force")
        assert done.returncode == 0, done.stderr
    (desk.classroom / "deadlines.toml").unlink()
    assert not_for_the_group(desk.classroom) == []

    for name in ("grade", "feedback"):
        done = desk.run(ANN, *COMMANDS[name])
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    assert not_for_the_group(desk.classroom) == []
    results = desk.classroom / "autograded/ada" / NAME / "results.json"
    assert '"score": 2' in results.read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_who_may_not_write_is_told_whose_it_is_and_what_to_do(desk, name):
    """In one sentence, with exit code 2, and nothing is changed."""
    for path in (desk.classroom, *desk.classroom.rglob("*")):
        os.chown(path, ANN.number, INSTRUCTORS)
        path.chmod(0o2750 if path.is_dir() else 0o640)
    before = {path: path.stat().st_mtime_ns for path in desk.classroom.rglob("*")}
    desk.hand_in("x")

    done = desk.run(BEA, *COMMANDS[name])

    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert "user 60702 may not write to it: it belongs to user 60701, group 60900" in said
    assert "Let user 60701 run `chmod -R g+rwX" in said
    assert len(said.strip().splitlines()) == 1
    assert before == {path: path.stat().st_mtime_ns for path in desk.classroom.rglob("*")}


def test_who_may_not_even_look_is_told_so(desk):
    """A classroom is closed to everybody else on the machine."""
    done = desk.run(STRANGER, *COMMANDS["grade"])

    said = done.stdout + done.stderr
    assert (done.returncode, len(said.strip().splitlines())) == (2, 1), said
    assert f"{desk.classroom}: user 60703 may not enter it" in said

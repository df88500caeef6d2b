"""An instructor's desk: a small course, what comes from a platform, a classroom, the commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import matplotlib

from autograder.course.build import build
from autograder.course.course import Course
from autograder.sandbox.environment import OVERRIDE, StudentEnvironment
from tests.autograder.course.conftest import REFERENCE, twice_cells, write_notebook
from tests.users import ROOT, User

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

    def open_classroom(self, group: int, mode: int) -> None:
        """Make the instructors' directory, as an administrator does."""
        self.classroom.mkdir()
        os.chown(self.classroom, 0, group)
        self.classroom.chmod(mode)

    def run(self, who: User, *command: str) -> subprocess.CompletedProcess[str]:
        return who.autograder(*command, place=self.course, **self.variables_of(who))

    def nbgrader(self, who: User, *command: str) -> subprocess.CompletedProcess[str]:
        return who.nbgrader(*command, place=self.course, **self.variables_of(who))

    def variables_of(self, who: User) -> dict[str, str]:
        fonts = self.root / f"matplotlib-{who.number}"
        if not fonts.exists():
            fonts.mkdir()
            os.chown(fonts, who.number, who.group)
            for file in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
                shutil.copyfile(file, fonts / file.name)  # to look for them takes seconds
        return {**self.variables, "MPLCONFIGDIR": str(fonts)}

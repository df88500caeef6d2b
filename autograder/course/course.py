"""The course: `notebooks/` and `solutions/`, and which assignments they hold."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.errors import PlaceError, UsageError
from autograder.files import INSTALLED_COURSE, check_readable, read_toml
from autograder.notebook.cells import Cell, read_cells
from autograder.notebook.exercises import title_of

_FOLDER = re.compile(r"(?:\d+-)?(?P<stem>[\w-]+)")


@dataclass(frozen=True)
class Assignment:
    """One folder of `notebooks/`, with one notebook of the same stem."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name, such as `09-softmax`."""
        return self.folder.name

    @property
    def stem(self) -> str:
        """The notebook's name without its ending, such as `softmax`."""
        found = _FOLDER.fullmatch(self.name)
        return found["stem"] if found else self.name

    @property
    def module(self) -> str:
        """The name of its modules, such as `softmax_gradient` for the stem `softmax-gradient`."""
        return self.stem.replace("-", "_")

    @property
    def notebook(self) -> Path:
        """The source notebook, with solutions and hidden tests in it."""
        return self.folder / f"{self.stem}.ipynb"

    @property
    def content(self) -> bytes:
        """The source notebook as it lies there."""
        return self.notebook.read_bytes()

    @cached_property
    def cells(self) -> list[Cell]:
        """The source notebook's cells, in order."""
        return read_cells(self.content, where=f"{self.name}/{self.notebook.name}")

    @property
    def title(self) -> str:
        """The notebook's first heading, else the stem in words."""
        return title_of(self.cells) or self.stem.replace("-", " ").capitalize()

    @property
    def claims(self) -> list[Cell]:
        """The graded cells, in order."""
        return [cell for cell in self.cells if cell.is_claim]

    @property
    def points(self) -> float:
        """What a perfect submission earns."""
        return sum(cell.points for cell in self.cells)

    @property
    def files(self) -> list[Path]:
        """What is released beside the notebook: modules, images, data."""
        return sorted(
            path
            for path in self.folder.rglob("*")
            if path.is_file()
            and path != self.notebook
            and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
        )


@dataclass(frozen=True)
class Course:
    """The assignments that lie below one folder: a checkout, or where pip has put them."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course that holds `start`.

        By default that is the working directory; outside of any course, the one that this
        package was installed from or with.

        Raises
        ------
        UsageError
            If there is none; a PlaceError if this user may not look into it.
        """
        begin = (start or Path.cwd()).resolve()
        installed = [INSTALLED_COURSE.parent, INSTALLED_COURSE] if start is None else []
        for folder in (begin, *begin.parents, *installed):
            # tests/ has folders of these names too, but no notebook in them
            if (folder / "solutions").is_dir() and (folder / "notebooks").is_dir():
                check_readable(folder / "notebooks")  # else it would seem to be empty
                if any(folder.glob("notebooks/*/*.ipynb")):
                    return cls(folder)
        raise UsageError(
            f"{begin}: no course here. Run the command inside a checkout: "
            "a folder that holds `notebooks/` and `solutions/`."
        )

    @classmethod
    def to_change(cls) -> Course:
        """Return the course that holds the working directory, for an author to change it.

        Raises
        ------
        UsageError
            If it is the installed one: the next installation would undo what was changed there.
        """
        course = cls.find()
        if course.root == INSTALLED_COURSE:
            raise UsageError(
                f"{course.root}: was installed by pip, and is not changed. Run the command inside "
                "a checkout: a folder that holds `notebooks/` and `solutions/`."
            )
        return course

    def place_for(self, name: str) -> Path:
        """Return where a workbook or a classroom lies if nobody says otherwise.

        In the checkout, if it is there and this user may write into it, or may make it there: in a
        checkout of one's own, or in which one stands. Else in the working directory.
        """
        here, there = Path.cwd(), self.root / name
        if self.root != INSTALLED_COURSE:
            if there.exists():
                may = os.access(there, os.W_OK)
            else:
                own = not hasattr(os, "geteuid") or self.root.stat().st_uid == os.geteuid()
                may = os.access(self.root, os.W_OK) and (own or here.is_relative_to(self.root))
            if may:
                return there
        return here / name

    @property
    def assignments(self) -> list[Assignment]:
        """All assignments, in the order of their folders' numbers."""
        folders = sorted(path for path in (self.root / "notebooks").iterdir() if path.is_dir())
        found = [Assignment(folder) for folder in folders if _FOLDER.fullmatch(folder.name)]
        return [assignment for assignment in found if assignment.notebook.is_file()]

    @property
    def project(self) -> dict[str, Any]:
        """The table `project` of its pyproject.toml; empty if there is none."""
        try:
            found: dict[str, Any] = read_toml(self.root / "pyproject.toml").get("project", {})
        except FileNotFoundError:
            return {}
        return found

    def check_readable(self) -> None:
        """Raise a PlaceError if this user may not read all notebooks and solutions, to grade by."""
        places = [self.root / "solutions", *(one.notebook for one in self.assignments)]
        for place in [*places, *places[0].glob("*.py")]:
            try:
                check_readable(place)
            except PlaceError as error:
                raise PlaceError(
                    f"{error} Nothing can be graded without it: if your course keeps its solutions "
                    "from you, hand the notebook in."
                ) from error

    @property
    def pages(self) -> list[Path]:
        """The notebooks that are no assignments: the map of the course, the katas."""
        return sorted((self.root / "notebooks").glob("*.ipynb"))

    def select(self, names: tuple[str, ...] | list[str] = ()) -> list[Assignment]:
        """Return the assignments with these names or stems; all of them if none is named."""
        if not names:
            return self.assignments
        known = {key: a for a in self.assignments for key in (a.name, a.stem)}
        for name in names:
            if name.rstrip("/") not in known:
                raise UsageError(
                    f"{name}: no such assignment. "
                    f"There are: {', '.join(a.name for a in self.assignments)}."
                )
        return [known[name.rstrip("/")] for name in names]


def find_solutions_in(root: str) -> None:
    """Have `import solutions` mean those of the course in this directory.

    That holds unless this process has imported others before.
    """
    if root not in sys.path:
        sys.path.insert(0, root)

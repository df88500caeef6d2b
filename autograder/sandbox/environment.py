"""The student's own interpreter: what the course needs, and nothing of the grader."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.errors import UsageError
from autograder.files import write_json
from autograder.sandbox import packages
from autograder.sandbox.readable import Readable

OVERRIDE = "AUTOGRADER_STUDENT_PYTHON"
_MARKER = "made-from.json"


@dataclass(frozen=True)
class StudentEnvironment:
    """An interpreter whose packages a student's code may import.

    It is a virtual environment of its own because Landlock cannot take away what lies in the same
    `site-packages`: the grader's has `solutions` in it.

    Attributes
    ----------
    python : Path
        The interpreter.
    course : Path or None
        The root of the course, which the student's code must not read.
    modules : tuple of Path
        Packages of ours, which students have too, that it imports before there is any notebook.
    """

    python: Path
    course: Path | None = None
    modules: tuple[Path, ...] = ()

    @classmethod
    def find(
        cls,
        course: Path,
        progress: Callable[[str], None] = lambda line: None,
        modules: tuple[Path, ...] = (),
    ) -> StudentEnvironment:
        """Return the course's student environment; make it if it is missing or out of date.

        Parameters
        ----------
        course : Path
            The root of the course.
        progress : callable, optional
            Is given a line before something that takes seconds.
        modules : tuple of Path, optional
            Packages of ours that it shall import beforehand.

        Raises
        ------
        UsageError
            If the environment cannot be made, or `AUTOGRADER_STUDENT_PYTHON` is no interpreter.
        """
        chosen = os.environ.get(OVERRIDE)
        if chosen:
            if not os.access(chosen, os.X_OK):
                raise UsageError(f"{OVERRIDE} is {chosen}: no program. Set it to a Python or not.")
            return cls(_resolved(Path(chosen)), course, modules)
        folder = location(course)
        wanted = packages.wanted(course)
        made_from = {"python": sys.version, "base": sys.base_prefix, "packages": wanted.pins}
        environment = cls(_python(folder), course, modules)
        if _marker(folder) != made_from:
            progress(f"Making the students' Python in {folder} (once, some ten seconds) ...")
            _make(folder, wanted, made_from)
        return environment

    @property
    def folder(self) -> Path:
        """The virtual environment, where the interpreter belongs to one."""
        return self.python.parent.parent

    @cached_property
    def masked(self) -> dict[str, str]:
        """Paths of this machine that no page shows, and what it shows instead."""
        paths = {str(Path(__file__).parent): "/grader"}
        if (self.folder / "pyvenv.cfg").is_file():
            paths |= {str(self.folder): "/python", str(self.folder.resolve()): "/python"}
        return paths

    @cached_property
    def readable(self) -> Readable:
        """What of the file system this interpreter needs.

        It is asked of the interpreter once for each place where the environment lies, and again
        when something of it is no longer there.
        """
        folder = self.folder
        if not _marker(folder):  # not made by us: nothing to remember it by
            return Readable.ask(self.python)
        memory, place = folder / "readable.json", str(folder.resolve())
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(memory.read_text(encoding="utf-8"))
            found = Readable(**told["readable"])
            if told["place"] == place and all(map(os.path.exists, found.paths)):
                return found
        found = Readable.ask(self.python)
        # made by somebody else, an administrator say, it cannot be written to: ask again next time
        with contextlib.suppress(OSError):
            write_json(memory, {"place": place, "readable": asdict(found)})
        return found


def location(course: Path) -> Path:
    """Return where the environment of a course lies."""
    course = course.resolve()
    if os.access(course, os.W_OK):
        return course / ".venv-student"
    name = hashlib.sha256(str(course).encode()).hexdigest()[:12]
    return place_for(f"student-{name}")


def place_for(name: str) -> Path:
    """Return where something of this user lies that belongs to no checkout."""
    chosen = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    data = Path(chosen) if chosen else Path.home() / ".local" / "share"
    return data.resolve() / "numpy-course" / name


def _make(folder: Path, wanted: packages.Wanted, made_from: dict[str, Any]) -> None:
    """Build beside `folder` and put it there in one step, so nobody meets half of it."""
    new = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f"{folder.name}.{os.getpid()}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        packages.make(new, _python(new), wanted)
        write_json(new / _MARKER, made_from)
        if _marker(folder) == made_from:  # another process was faster, and uses it by now
            return
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except OSError as error:
        if _marker(folder) == made_from:  # another process was faster
            return
        raise UsageError(
            f"{folder}: the students' Python could not be made: {error}. Make room or give write "
            f"permission there, or set {OVERRIDE} to a Python that has NumPy and IPython."
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _marker(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _resolved(python: Path) -> Path:
    """Resolve the directory only: the last link is what makes it a virtual environment."""
    return python.parent.resolve() / python.name

"""Which packages the students' interpreter has, and how they get there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from shutil import copy2, rmtree

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.errors import UsageError

_PROJECT = "numpy-course"
_TRY = "import numpy, matplotlib.pyplot, matplotlib_inline.backend_inline, IPython, ipywidgets"
_OVERRIDE = "Or set AUTOGRADER_STUDENT_PYTHON to a Python that has {}."


@dataclass(frozen=True)
class Wanted:
    """What the project's extra `student` names, with all that this needs, as installed here."""

    names: list[str]
    distributions: list[metadata.Distribution]

    @cached_property
    def pins(self) -> list[str]:
        """Every package with its version, sorted: `numpy==2.1.3`."""
        described = (each.metadata for each in self.distributions)  # read anew whenever asked for
        return sorted(f"{canonicalize_name(d['Name'])}=={d['Version']}" for d in described)

    @property
    def can_be_copied(self) -> bool:
        """Whether the files are known, and stand on their own (conda's need its libraries)."""
        return all(
            d.files and (d.read_text("INSTALLER") or "").strip() != "conda"
            for d in self.distributions
        )


def wanted(course: Path) -> Wanted:
    """Return what the students' interpreter shall have, in the versions of this interpreter."""
    asked = [Requirement(line) for line in _student_extra(course)]
    found: dict[str, metadata.Distribution] = {}
    ahead = list(asked)
    while ahead:
        needed = ahead.pop()
        name = canonicalize_name(needed.name)
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError as error:
            raise UsageError(
                f"{name}: students need it, but it is not installed here. "
                f"Run `{sys.executable} -m pip install '{needed.name}{needed.specifier}'`."
            ) from error
        for line in found[name].requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                ahead.append(requirement)
    return Wanted([requirement.name for requirement in asked], list(found.values()))


def make(folder: Path, python: Path, wanted: Wanted) -> None:
    """Make a virtual environment in `folder` that has what is wanted.

    Copying takes 3 seconds, works without a network and gives the very same files; pip is for
    packages that cannot be copied.
    """
    if wanted.can_be_copied:
        _empty(folder)
        _copy(wanted.distributions, folder)
        if not _failure(python):
            return
        rmtree(folder)
    _empty(folder)
    _install(python, wanted)
    failure = _failure(python)
    if failure:
        raise UsageError(
            f"{folder}: the students' Python cannot import its packages: {failure}. "
            f"Install the course anew. {_override(wanted)}"
        )


def _student_extra(course: Path) -> list[str]:
    """Read pyproject.toml in a checkout: what was installed may be older than the file."""
    try:
        project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        if project["name"] == _PROJECT:
            extra: list[str] = project["optional-dependencies"]["student"]
            return extra
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        pass
    try:
        lines = metadata.requires(_PROJECT) or []
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"{course}: the course is not installed in {sys.executable}. "
            f"Run `{sys.executable} -m pip install -e {course}`."
        ) from error
    requirements = [Requirement(line) for line in lines]
    return [
        str(requirement)
        for requirement in requirements
        if requirement.marker
        and requirement.marker.evaluate({"extra": "student"})
        and not requirement.marker.evaluate({"extra": ""})
    ]


def _empty(folder: Path) -> None:
    try:
        import venv  # some distributions package it apart
    except ImportError as error:
        raise UsageError(
            f"{sys.base_prefix}: this Python has no module venv. On Debian and Ubuntu: "
            f"`sudo apt install python{sys.version_info.major}.{sys.version_info.minor}-venv`."
        ) from error
    venv.EnvBuilder(symlinks=sys.platform != "win32", with_pip=False).create(folder)


def _copy(distributions: list[metadata.Distribution], folder: Path) -> None:
    windows = sys.platform == "win32"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    target = folder / ("Lib/site-packages" if windows else f"lib/{version}/site-packages")
    made: set[Path] = set()
    for distribution in distributions:
        for file in distribution.files or []:
            # what lies outside of site-packages are programs and pages for the browser
            if ".." in file.parts or file.suffix == ".pyc":
                continue
            copy = target / file
            if copy.parent not in made:
                copy.parent.mkdir(parents=True, exist_ok=True)
                made.add(copy.parent)
            copy2(str(distribution.locate_file(file)), copy)


def _install(python: Path, wanted: Wanted) -> None:
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        raise UsageError(
            f"{sys.executable}: this Python has no pip. Run `{sys.executable} -m ensurepip` (on "
            f"Debian: `sudo apt install python3-pip python3-venv`). {_override(wanted)}"
        )
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("\n".join(wanted.pins), encoding="utf-8")
        command = [*pip, "--python", str(python), "install", "--quiet", "--no-compile"]
        command += ["--disable-pip-version-check", "-c", str(pins), *wanted.names]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise UsageError(
            f"pip could not install {', '.join(wanted.names)} for the students' Python: {reason}. "
            f"If there is no network now, try again when there is. {_override(wanted)}"
        )


def _failure(python: Path) -> str | None:
    """Import what the student process will, which also compiles it; return what went wrong."""
    done = subprocess.run(
        [str(python), "-I", "-c", _TRY], capture_output=True, text=True, check=False
    )
    return (
        (done.stderr.strip().splitlines() or ["no reason given"])[-1] if done.returncode else None
    )


def _override(wanted: Wanted) -> str:
    return _OVERRIDE.format(", ".join(wanted.names))

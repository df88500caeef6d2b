"""What decides about marks on a machine, and in what two machines differ."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from autograder import __version__
from autograder.course.course import Course
from autograder.errors import AutograderError, UsageError
from autograder.grading.fingerprints import code_hash, course_hash
from autograder.sandbox import packages
from autograder.sandbox.environment import OVERRIDE
from autograder.sandbox.tiers import TIERS, probe

_NONE = "none"  # of a package that is not there
_ASK = """
import json, sys
from importlib import metadata
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps([sys.version.split()[0], found]))
"""


@dataclass(frozen=True)
class Machine:
    """A machine as a grader.

    Attributes
    ----------
    name : str
        What it calls itself in the network.
    version, code : str
        Of this package, and the hash of what of it decides about marks.
    root, course : str
        Where its course lies, and the hash of that; empty if it has none.
    python : str
        The version of the students' Python.
    packages, own : dict of str to str
        The versions of what students' notebooks need, in their Python and in the grader's.
    tiers : tuple of str
        Those that hold here.
    """

    name: str
    version: str
    code: str
    root: str
    course: str
    python: str
    packages: dict[str, str]
    own: dict[str, str]
    tiers: tuple[str, ...]

    @classmethod
    def here(cls, root: str) -> Machine:
        """Describe this machine; its course lies at `root`, or else where a command finds one."""
        course = own_course(root)
        pins = packages.wanted(Path(course or ".")).pins
        own = dict(pin.split("==", 1) for pin in pins)
        python, students = _students(own)
        return cls(
            name=platform.node(),
            version=__version__,
            code=code_hash(),
            root=course,
            course=course_hash(Course(Path(course))) if course else "",
            python=python,
            packages=students,
            own=own,
            tiers=tuple(tier for tier in TIERS if probe().holds(tier)),
        )


def own_course(root: str) -> str:
    """Return where this machine's course lies: at this path, or where a command finds one."""
    for start in (Path(root), None):
        try:
            if start is None or start.is_dir():
                return str(Course.find(start).root)
        except AutograderError:
            continue
    return ""


def differences(mine: Machine, theirs: Machine, tier: str, sent: bool = False) -> list[str]:
    """Return in what a worker's machine differs from the teacher's, as far as marks may depend.

    Parameters
    ----------
    mine, theirs : Machine
        The teacher's and the worker's.
    tier : str
        The confinement that is wanted.
    sent : bool
        Whether the course is sent there, so that its own does not matter.

    Returns
    -------
    list of str
        Parts of a sentence; none if there is no difference.
    """
    found = []
    if mine.code != theirs.code:
        versions = f"{theirs.version} there, {mine.version} here"
        same = mine.version == theirs.version
        found.append(f"its autograder has other code ({'both ' if same else ''}{versions})")
    if not sent and not theirs.course:
        found.append("it has no course (--send-course sends yours)")
    elif not sent and mine.course != theirs.course:
        found.append(
            f"its course in {theirs.root} has other notebooks or solutions "
            "(--send-course sends yours)"
        )
    if _short(mine.python) != _short(theirs.python):
        found.append(f"students' Python is {theirs.python} there, {mine.python} here")
    for name in sorted(mine.own):
        version = mine.packages.get(name, _NONE)
        there = theirs.packages.get(name, _NONE)
        graders = theirs.own.get(name, _NONE)
        if there != version:
            found.append(f"students' {name} is {there} there, {version} here")
        elif graders != mine.own[name]:
            found.append(f"the grader's {name} is {graders} there, {mine.own[name]} here")
    if tier not in theirs.tiers:
        best = theirs.tiers[0]
        remedy = f"; --tier {best} has everybody graded so" if best != "process" else ""
        found.append(f"it cannot confine student code at the tier {tier}, only {best}{remedy}")
    return found


def _students(own: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the version of the students' Python, and those of these packages in it."""
    chosen = os.environ.get(OVERRIDE)
    if not chosen:  # the environment is made of the grader's own packages
        return platform.python_version(), own
    command = [chosen, "-I", "-c", _ASK, *own]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UsageError(
            f"{OVERRIDE} is {chosen}, which cannot say what it has: {done.stderr.strip()[-200:]}."
        )
    version, theirs = json.loads(done.stdout)
    return str(version), theirs


def _short(version: str) -> str:
    """Return `3.11` of `3.11.7`: what notebooks are told is the same in all of those."""
    return ".".join(version.split(".")[:2])

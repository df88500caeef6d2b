"""Hashes of everything that a result depends on: what is unchanged is not graded again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import autograder
from autograder.course.course import Assignment, Course
from autograder.sandbox import packages
from autograder.sandbox.environment import OVERRIDE

# of the grader: what decides
_PARTS = ("checking", "checks", "course", "grading", "notebook", "sandbox", "verdicts.py")


def grader_hash(course: Course, settings: dict[str, Any]) -> str:
    """Return the hash of the grader, of `solutions`, of the students' packages and settings."""
    sum_ = _code()
    sum_.update(_hash_of(course.root, _sources(course.root / "solutions")).digest())
    chosen = os.environ.get(OVERRIDE)
    settings = settings | {"packages": chosen or packages.wanted(course.root).pins}
    sum_.update(json.dumps(settings, sort_keys=True, default=str).encode())
    return sum_.hexdigest()


def code_hash() -> str:
    """Return the hash of what of the grader's own code a result depends on."""
    return _code().hexdigest()


def course_hash(course: Course) -> str:
    """Return the hash of a course's notebooks and of `solutions`."""
    notebooks = [assignment.notebook for assignment in course.assignments]
    files = [*_sources(course.root / "solutions"), *notebooks]
    return _hash_of(course.root, files).hexdigest()


def grader_files() -> list[Path]:
    """Return the modules of the grader that a result depends on."""
    package = Path(autograder.__file__).parent
    return [path for part in _PARTS for path in _sources(package / part)]


def assignment_hash(grader: str, assignment: Assignment) -> str:
    """Return the hash of an assignment's source and released files, the grader's included."""
    sum_ = _hash_of(assignment.folder, [assignment.notebook, *assignment.files])
    sum_.update(grader.encode())
    return sum_.hexdigest()


def submission_key(assignment: str, digest: str) -> str:
    """Return the hash of one submission, with that of all that it is graded with."""
    return hashlib.blake2b(f"{assignment} {digest}".encode(), digest_size=20).hexdigest()


def _sources(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(p for p in place.rglob("*.py") if p.is_file())


def _code() -> hashlib.blake2b:
    return _hash_of(Path(autograder.__file__).parent, grader_files())


def _hash_of(root: Path, files: Iterable[Path]) -> hashlib.blake2b:
    sum_ = hashlib.blake2b(digest_size=20)
    for path in files:
        content = path.read_bytes()
        sum_.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        sum_.update(content)
    return sum_

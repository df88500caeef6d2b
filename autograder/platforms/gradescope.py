"""For Gradescope: an autograder zip that runs this grader, and marks as `results.json`."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
from autograder.course.archive import Archive
from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError
from autograder.platforms.marks import Mark

SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, while it builds the image.
set -euo pipefail
ROOT="${AUTOGRADER_ROOT:-/autograder}"
COURSE="$ROOT/source/course"

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \\
            2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

PYTHON="$(find_python || true)"
if [ -z "$PYTHON" ]; then
    apt-get update
    apt-get install -y --no-install-recommends python3.11 python3.11-venv ||
        apt-get install -y --no-install-recommends python3 python3-venv
    PYTHON="$(find_python)"
fi
"$PYTHON" -m venv "$COURSE/.venv"
"$COURSE/.venv/bin/python" -m pip install --no-cache-dir \\
    --constraint "$ROOT/source/constraints.txt" --editable "$COURSE"
# makes the students' own Python, releases, and grades the blank notebook; not fatal, for what
# builds the image may be stricter than what runs it
export AUTOGRADER_ROOT="$ROOT"
"$COURSE/.venv/bin/python" "$COURSE/autograder/platforms/container.py" --prepare || {
    rm -rf "$ROOT/source/classroom"
    echo "The blank notebook could not be graded, see above: neither may submissions be." >&2
}
"""

RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission. For a trial at home: AUTOGRADER_ROOT, AUTOGRADER_PYTHON.
ROOT="${AUTOGRADER_ROOT:-/autograder}"
export AUTOGRADER_ROOT="$ROOT"
COURSE="$ROOT/source/course"
PYTHON="${AUTOGRADER_PYTHON:-$COURSE/.venv/bin/python}"
export PYTHONPATH="$COURSE${PYTHONPATH:+:$PYTHONPATH}"
exec "$PYTHON" "$COURSE/autograder/platforms/container.py"
"""


def autograder_zip(course: Course, assignment: Assignment) -> bytes:
    """Return the zip that an instructor uploads under "Configure Autograder".

        setup.sh  run_autograder  settings.json  constraints.txt
        course/   the grader, solutions/ and this one assignment

    The same course gives the same bytes.
    """
    archive = Archive()
    settings = {"assignment": assignment.name, "course": "course"}
    archive.add("setup.sh", SETUP, executable=True)
    archive.add("run_autograder", RUN, executable=True)
    archive.add("settings.json", json.dumps(settings, indent=1) + "\n")
    archive.add("constraints.txt", _constraints(course))
    for name in ("pyproject.toml", "README.md", "LICENSE", "nbgrader_config.py"):
        if (course.root / name).is_file():
            archive.add(f"course/{name}", (course.root / name).read_bytes())
    package = Path(autograder.__file__).resolve().parent
    for prefix, folder in (
        ("course/autograder", package),
        ("course/solutions", course.root / "solutions"),
        (f"course/notebooks/{assignment.name}", assignment.folder),
    ):
        archive.add_folder(prefix, folder)
    for module in sorted((course.root / "notebooks").glob("*.py")):
        archive.add(f"course/notebooks/{module.name}", module.read_bytes())
    return archive.content()


def results_of(classroom: Classroom, mark: Mark) -> bytes | None:
    """Return a student's `results.json` with the total that counts; None if there is none.

    The total includes marks given by hand and the late penalty. If it is not known there is no
    `score`, which Gradescope reports to the instructor instead of taking it for a zero.
    """
    file = classroom.results(mark.student, mark.assignment)
    if not file.is_file():
        return None
    try:
        results = json.loads(file.read_bytes())
        results.pop("score", None)
    except (ValueError, AttributeError) as error:
        raise MaterialError(f"{file}: not as the grader wrote it. Grade it again.") from error
    if mark.points is not None:
        results = {"score": mark.points, **results}
    return (json.dumps(results, indent=1, ensure_ascii=False) + "\n").encode()


def _constraints(course: Course) -> str:
    """Return the versions that grade here, so that the container grades alike."""
    file = course.root / "pyproject.toml"
    project = tomllib.loads(file.read_text(encoding="utf-8"))["project"] if file.is_file() else {}
    lines = []
    for requirement in project.get("dependencies", []):
        name = re.match(r"[\w.-]+", requirement)[0]
        try:
            lines.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            continue
    return "\n".join(lines) + "\n"

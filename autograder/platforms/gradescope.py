"""Gradescope: exports of an assignment's submissions, an autograder zip, marks as `results.json`.

The zip runs this module in Gradescope's container (`python -m autograder.platforms.gradescope`):

    /autograder/submission/            what the student handed in
    /autograder/results/results.json   what Gradescope shows
    /autograder/source/course/         the course and the grader, from the zip

AUTOGRADER_ROOT names another directory than /autograder, for a trial at home. With `--prepare`,
when the image is built, the blank notebook is graded: this tries everything, and the classroom that
it leaves spares each submission the release and the grader's own test.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import autograder
from autograder.errors import MaterialError
from autograder.files import Archive, write_json
from autograder.gradebook.timestamp import read_time
from autograder.platforms.archives import Found
from autograder.platforms.platform import Hints, Origin, Platform, StudentList, Whose
from autograder.tables import Table

if TYPE_CHECKING:
    from autograder.course.classroom import Classroom
    from autograder.course.course import Assignment, Course
    from autograder.platforms.marks import Mark

_METADATA = "submission_metadata.yml"
_STUDENT = "student"

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
cd "$COURSE"
"$COURSE/.venv/bin/python" -m autograder.platforms.gradescope --prepare || {
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
cd "$COURSE"
exec "$PYTHON" -m autograder.platforms.gradescope
"""


class Gradescope(Platform):
    """A folder for each submission, and one file that tells whose each is."""

    name = "gradescope"
    marks = "files"
    key_is_platform_id = False
    own_files = frozenset((_METADATA,))
    students = tuple(
        StudentList(
            (*needs, "email"),
            {
                "id": ("sid", "student id", "email"),
                "first": ("first name",),
                "last": ("last name",),
                "name": ("name", "full name"),
                "email": ("email",),
                "section": ("section", "sections"),
            },
        )
        for needs in (("first name", "last name", "sid"), ("name", "sid"), ("full name", "sid"))
    )

    def is_student(self, table: Table, cells: list[str]) -> bool:
        role = table.find("role")
        return any(cells) and (role is None or cells[role].casefold() in ("", "student"))

    def origins(self, files: Mapping[str, Found], hints: Hints) -> Whose:
        whose: Whose = dict.fromkeys(files, ())
        # only the outermost is Gradescope's: a student may hand in a file of this name
        found = [name for name in files if name.rsplit("/", 1)[-1] == _METADATA]
        depth = min((name.count("/") for name in found), default=0)
        for name in found:
            if name.count("/") > depth:
                continue
            folder = name[: -len(_METADATA)]
            people = _submitters(files[name])
            for other in files:
                head, *inner = other.removeprefix(folder).split("/")
                if other.startswith(folder) and inner and head in people:
                    whose[other] = tuple(
                        Origin(one.key, one.name, one.ids, inner[-1], when=one.when)
                        for one in people[head]
                    )
        return whose


def _submitters(file: Found) -> dict[str, list[Origin]]:
    """Return who handed in each folder, and when, from Gradescope's metadata."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        told = yaml.load(file.read(), Loader=loader)
    except Exception as error:  # YAML's own, or that of a date that does not exist
        raise MaterialError(f"{file.name}: cannot be read: {error}. Export again.") from error
    people: dict[str, list[Origin]] = {}
    for folder, facts in told.items() if isinstance(told, dict) else ():
        if not isinstance(facts, dict):
            continue
        submitters = facts.get(":submitters")
        when = _moment(facts.get(":created_at"))
        for one in submitters if isinstance(submitters, list) else ():
            if isinstance(one, dict):
                words = [str(one.get(key) or "").strip() for key in (":sid", ":email", ":name")]
                ids = tuple(word for word in words[:2] if word)
                key = (*ids, words[2])[0]
                people.setdefault(str(folder), []).append(Origin(key, words[2], ids, when=when))
    return people


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):  # without a zone YAML means UTC
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return read_time(value) if isinstance(value, str) else None


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
    for name in ("pyproject.toml", "README.md", "LICENSE"):  # a database's password is nowhere
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

    The total includes marks given by hand and the late penalty, and the tests add up to it. If it
    is not known there is no `score`, which Gradescope reports to the instructor instead of taking
    it for a zero.
    """
    file = classroom.results(mark.student, mark.assignment)
    if not file.is_file():
        return None
    try:
        results = json.loads(file.read_bytes())
        results.pop("score", None)
        tests = [_as_marked(test, mark) for test in results["tests"]]
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise MaterialError(f"{file}: not as the grader wrote it. Grade it again.") from error
    if mark.points is not None:
        named = {test.get("name") for test in tests}
        tests += [
            {"name": name, "score": points or 0.0, "output": "Marked by hand."}
            for name, points in mark.claims.items()
            if name not in named
        ]
        taken = mark.points - sum(float(test.get("score") or 0.0) for test in tests)
        if abs(taken) > 1e-9:
            tests.append({"name": "Late penalty", "score": taken, "output": mark.why_late})
        results = {"score": mark.points, **results, "tests": tests}
    return (json.dumps(results, indent=1, ensure_ascii=False) + "\n").encode()


def _as_marked(test: dict[str, Any], mark: Mark) -> dict[str, Any]:
    """Return a test with the points that count: a person may have changed them."""
    points = mark.claims.get(str(test.get("name")), test.get("score"))
    return test if points is None else {**test, "score": points}


def _constraints(course: Course) -> str:
    """Return the versions that grade here, so that the container grades alike."""
    from importlib.metadata import PackageNotFoundError, version

    lines = []
    for requirement in course.project.get("dependencies", []):
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            lines.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            continue
    return "\n".join(lines) + "\n"


def grade_in_container() -> int:
    """Grade `submission/`, write `results/results.json`; return 0 unless the grader failed."""
    root = Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))
    settings = json.loads((root / "source" / "settings.json").read_text(encoding="utf-8"))
    results = root / "results"
    results.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        room = Path(folder)
        shutil.copytree(root / "submission", room / "handed-in" / _STUDENT, symlinks=True)
        classroom = room / "classroom"
        if (root / "source" / "classroom").is_dir():
            shutil.copytree(root / "source" / "classroom", classroom)
        name = settings["assignment"]
        steps = (
            ["release", name],
            ["collect", str(room / "handed-in"), "--from", "folder", name],
            ["grade", name],
        )
        said = []
        for step in steps:
            done = _autograder([*step, "--classroom", str(classroom)], root, settings)
            said.append(done.stdout)
            print(done.stdout, flush=True)  # for the instructor; students do not see it
            if not (classroom / "submitted" / _STUDENT / name).is_dir() and step[0] == "collect":
                return _cannot(results, f"No notebook of {name} was found in what you handed in.")
        graded = classroom / "autograded" / _STUDENT / name / "results.json"
        if not graded.is_file():
            return _cannot(results, "This could not be graded. Your instructor has been told.", 1)
        shutil.copyfile(graded, results / "results.json")
    return 0


def prepare_container() -> int:
    """Release and grade the blank notebook into `source/classroom/`; return the exit code."""
    root = Path(os.environ.get("AUTOGRADER_ROOT", "/autograder"))
    settings = json.loads((root / "source" / "settings.json").read_text(encoding="utf-8"))
    name, classroom = settings["assignment"], root / "source" / "classroom"
    for step in ("release", "grade"):
        done = _autograder([step, name, "--classroom", str(classroom)], root, settings)
        print(done.stdout, flush=True)
        if done.returncode:
            return done.returncode
        if step == "release":
            blank = classroom / "submitted" / "rehearsal" / name
            shutil.copytree(classroom / "release" / name, blank, dirs_exist_ok=True)
    return 0


def _autograder(
    arguments: list[str], root: Path, settings: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=root / "source" / settings["course"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _cannot(results: Path, sentence: str, code: int = 0) -> int:
    """Say why there are no points; no score is written, so Gradescope asks the instructor."""
    page = {"output": sentence, "visibility": "visible", "tests": []}
    write_json(results / "results.json", page)
    return code


GRADESCOPE = Gradescope()

if __name__ == "__main__":
    sys.exit(prepare_container() if sys.argv[1:] == ["--prepare"] else grade_in_container())

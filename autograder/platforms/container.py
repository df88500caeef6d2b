"""Grades the one submission in a Gradescope container; runs as a script, see `run_autograder`.

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
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_STUDENT = "student"


def main() -> int:
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


def prepare() -> int:
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
    arguments: list[str], root: Path, settings: dict
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
    text = json.dumps({"output": sentence, "visibility": "visible", "tests": []}, indent=1)
    (results / "results.json").write_text(text + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(prepare() if sys.argv[1:] == ["--prepare"] else main())

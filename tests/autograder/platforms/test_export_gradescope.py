"""Gradescope's container can run the zip, and each student's marks are in its schema."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import zipfile

import pytest

from autograder.platforms.export import export
from autograder.platforms.gradescope import autograder_zip, results_of
from autograder.platforms.marks import Mark, State
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course

# stands for `python -m autograder`: writes what the commands write, so that the scripts of the
# zip are tested apart from the grader
PRETENDED = """
import json, pathlib, shutil, sys
command, *rest = sys.argv[1:]
classroom = pathlib.Path(rest[rest.index("--classroom") + 1])
assert pathlib.Path("notebooks/09-softmax/softmax.ipynb").is_file()
target = classroom / "submitted/student/09-softmax"
if command == "collect":
    found = list(pathlib.Path(rest[0]).rglob("*.ipynb"))
    if found:
        target.mkdir(parents=True)
        shutil.copy(found[0], target / "softmax.ipynb")
if command == "grade" and b"crash" not in (target / "softmax.ipynb").read_bytes():
    graded = classroom / "autograded/student/09-softmax"
    graded.mkdir(parents=True)
    (graded / "results.json").write_text(json.dumps({"score": 2, "tests": []}))
"""


@pytest.fixture
def container(tmp_path):
    """Unpack the zip as Gradescope does, with a stand-in for the commands; return how to run it."""
    course = make_course(tmp_path / "course")
    root = tmp_path / "autograder"
    (root / "submission").mkdir(parents=True)
    content = autograder_zip(course, course.select(["softmax"])[0])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            path = archive.extract(entry, root / "source")
            os.chmod(path, entry.external_attr >> 16)
    (root / "run_autograder").write_bytes((root / "source" / "run_autograder").read_bytes())
    (root / "run_autograder").chmod(0o755)
    (root / "source/course/autograder/__main__.py").write_text(PRETENDED)

    def run():
        environment = os.environ | {
            "AUTOGRADER_ROOT": str(root),
            "AUTOGRADER_PYTHON": sys.executable,
        }
        done = subprocess.run([root / "run_autograder"], env=environment, cwd=root, check=False)
        return done.returncode, json.loads((root / "results/results.json").read_text())

    run.root = root
    return run


def test_the_zip_has_what_gradescope_asks_for(tmp_path):
    """Both scripts at the top, executable, correct bash; one assignment; the same bytes twice."""
    course = make_course(tmp_path / "course")
    (course.root / "nbgrader_config.py").write_text("c = get_config()\n")
    assignment = course.select(["softmax"])[0]
    content = autograder_zip(course, assignment)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        for script in ("setup.sh", "run_autograder"):
            assert stat.S_IMODE(archive.getinfo(script).external_attr >> 16) == 0o755
            subprocess.run(["bash", "-n"], input=archive.read(script), check=True)

    assert "course/autograder/platforms/gradescope.py" in names
    assert [n for n in names if n.endswith(".ipynb")] == [
        "course/notebooks/09-softmax/softmax.ipynb"
    ]
    assert not [n for n in names if "__pycache__" in n]
    assert not [n for n in names if "nbgrader_config" in n]  # a database's password may be there
    assert autograder_zip(course, assignment) == content


def test_a_submission_is_graded_in_the_container(container):
    """Whatever the file is called; the results land where Gradescope looks for them."""
    (container.root / "submission" / "my homework.ipynb").write_bytes(handed_in("softmax"))
    code, results = container()
    assert (code, results) == (0, {"score": 2, "tests": []})


def test_a_submission_without_a_notebook_is_told_so(container):
    """A sentence for the student, and no score that could be taken for a zero."""
    (container.root / "submission" / "essay.pdf").write_bytes(b"%PDF")
    code, results = container()
    assert code == 0
    assert results["output"].startswith("No notebook of 09-softmax was found")
    assert "score" not in results


def test_a_grader_that_fails_gives_no_zero(container):
    """Gradescope then tells the instructor that the autograder failed."""
    (container.root / "submission" / "softmax.ipynb").write_bytes(handed_in("softmax", "crash"))
    code, results = container()
    assert code == 1
    assert "could not be graded" in results["output"]
    assert "score" not in results


def test_each_student_gets_a_results_file(tmp_path):
    """With the total that counts, or none if it is not known."""
    course, classroom = make_course(tmp_path / "course"), make_classroom(tmp_path / "classroom")
    for student, score in (("ada", {"score": 1.5}), ("bob", {})):
        file = classroom.results(student, "09-softmax")
        file.parent.mkdir(parents=True)
        test = {"name": "softmax-short", "max_score": 2, "output": "said", **score}
        file.write_text(json.dumps({"score": 9, "tests": [test], "visibility": "visible"}))

    exported = export(course, classroom, "gradescope", output=tmp_path / "out")

    ada, bob = (
        json.loads((tmp_path / "out/09-softmax" / student / "results.json").read_text())
        for student in ("ada", "bob")
    )
    assert (ada["score"], ada["visibility"], ada["tests"][0]["output"]) == (1.5, "visible", "said")
    assert sum(test["score"] for test in ada["tests"]) == 1.5
    assert "score" not in bob
    assert (tmp_path / "out/09-softmax-autograder.zip") in exported.files


@pytest.mark.parametrize(
    ("penalty", "score"), [(0.0, 4.0), (1.25, 2.75), (9.0, 0.0)], ids=["in time", "late", "very"]
)
def test_the_tests_add_up_to_the_score(tmp_path, penalty, score):
    """Points that a person changed or gave, and what was taken for being late, are tests too."""
    classroom = make_classroom(tmp_path / "classroom")
    file = classroom.results("ada", "09-softmax")
    file.parent.mkdir(parents=True)
    tests = [
        {"name": "softmax-short", "max_score": 2, "score": 2.0, "output": "said"},
        {"name": "softmax-tall", "max_score": 1, "output": "Not run."},
    ]
    file.write_text(json.dumps({"score": 2.0, "tests": tests}))
    claims = {"softmax-short": 1.0, "softmax-tall": 0.5, "essay": 2.5}
    mark = Mark("ada", "09-softmax", State.GRADED, score, 6, claims, (), penalty, "It came late.")

    results = json.loads(results_of(classroom, mark))

    assert results["score"] == score
    assert sum(test.get("score", 0) for test in results["tests"]) == score
    named = {test["name"]: test["score"] for test in results["tests"]}
    named.pop("Late penalty", None)
    assert named == claims
    assert all(test["output"] for test in results["tests"])

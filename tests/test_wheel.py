"""The package, built and installed where there is no checkout, is the whole course."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import autograder
from autograder.course.course import Course
from autograder.sandbox.tiers import probe
from tests.installed import ROOT, Installed, build
from tests.solved import fill_in, right_answers

pytest.importorskip("build")
pytest.importorskip("twine")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
LEFT = {"__pycache__", ".ipynb_checkpoints"}
STEALS = """
def softmax_vector(z):
    import pathlib, sys
    try:
        own = {}
        exec(pathlib.Path(COURSE, "solutions/softmax.py").read_text(), own)
        return own["softmax_vector"](z)
    except OSError:
        sys.path.insert(0, COURSE)
        from solutions.softmax import softmax_vector as reference
        return reference(z)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Path]:
    """The sdist and the wheel."""
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Installed:
    """The wheel in an environment of its own, with the notebook on softmax in the workbook."""
    installed = Installed.from_wheel(built[1], tmp_path_factory.mktemp("installed"))
    done = installed.run("start", "softmax")
    assert done.returncode == 0, done.stderr
    return installed


def answered(installed: Installed, **own: str) -> Path:
    """Write a notebook with the solutions as answers, but for these cells; return its path."""
    (assignment,) = Course.find(ROOT).select(["softmax"])
    mine = {name.replace("_", "-"): text for name, text in own.items()}
    notebook = json.loads((installed.home / "workbook/09-softmax/softmax.ipynb").read_bytes())
    fill_in(notebook, right_answers(assignment) | mine)
    path = installed.home / "softmax.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def tried(installed: Installed, notebook: Path, *options: str) -> dict:
    """Return Gradescope's results of a notebook that is graded by the installed command."""
    done = installed.run("try", notebook, "--json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_version_stands_in_one_place_and_the_changelog_begins_with_it(built):
    """Package, command and both files are of the version that CHANGELOG.md tells of first."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    newest = re.search(r"^## (\S+) - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)

    assert newest and newest[1] == autograder.__version__
    assert PROJECT["dynamic"] == ["version"]
    assert [path.name for path in built] == [
        f"numpy_course-{newest[1]}.tar.gz",
        f"numpy_course-{newest[1]}-py3-none-any.whl",
    ]


def test_twine_finds_nothing_wrong(built):
    """Metadata and the page for PyPI are as they should be."""
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_asks_for_the_ranges_of_the_project(built):
    """What pip reads is what pyproject.toml says, extras included."""
    with zipfile.ZipFile(built[1]) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode()
    asked = importlib.metadata.PathDistribution(zipfile.Path(built[1], f"{Path(name).parent}/"))
    wanted = {str(Requirement(line)) for line in PROJECT["dependencies"]}
    for extra, lines in PROJECT["optional-dependencies"].items():
        wanted |= {str(Requirement(f"{line}; extra == '{extra}'")) for line in lines}

    assert {str(Requirement(line)) for line in asked.requires or []} == wanted
    assert f"Requires-Python: {PROJECT['requires-python']}" in text


def test_the_wheel_has_the_whole_course_and_nothing_else(built):
    """Each file of the package, the notebooks and the solutions; no test, no guide, no leftover."""
    with zipfile.ZipFile(built[1]) as archive:
        inside = {n for n in archive.namelist() if ".dist-info/" not in n and ".data/" not in n}

    wanted = {
        "checking.py",
        *(f"numpy_course/{n}" for n in ("pyproject.toml", "README.md", "LICENSE")),
    }
    for folder, place in (
        ("autograder", ""),
        ("notebooks", "numpy_course/"),
        ("solutions", "numpy_course/"),
    ):
        found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
        wanted |= {f"{place}{path.as_posix()}" for path in found if not LEFT & set(path.parts)}
    assert inside == wanted


def test_the_sdist_has_every_file_that_git_has(built):
    """Tests and guides too: whoever has the sdist can do what whoever has a checkout can."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout: there is nothing to compare the sdist with")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    kept = {name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()}

    with tarfile.open(built[0]) as archive:
        inside = {one.name.partition("/")[2] for one in archive.getmembers() if one.isfile()}

    assert kept <= inside
    assert not {name for name in inside if name.startswith((".venv", "classroom", "workbook"))}


def test_what_jupyter_looks_for_is_where_it_looks(installed):
    """Settings and extensions lie below the environment, not in the package only."""
    places = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]

    assert places
    for source, place in places.items():
        for file in [path for path in (ROOT / source).rglob("*") if path.is_file()] or [
            ROOT / source
        ]:
            there = installed.environment / place / file.relative_to(ROOT / source)
            assert there.read_bytes() == file.read_bytes()


def test_in_an_empty_directory_the_workbook_is_made_there(installed):
    """Notebook, map and katas lie in `workbook/`, and nothing else lies in the directory."""
    workbook = installed.home / "workbook"

    assert (workbook / "09-softmax/checking/known.json").is_file()
    assert {path.name for path in workbook.glob("*.ipynb")} == {"start.ipynb", "katas.ipynb"}


def test_right_work_gets_all_points_and_a_mistake_is_named(installed):
    """`autograder try` of the installed course grades, hidden tests too, and coaches."""
    right = tried(installed, answered(installed))
    wrong = tried(
        installed,
        answered(installed, softmax_vector="def softmax_vector(z):\n    return z / np.sum(z)\n"),
    )

    assert right["score"] == 25
    assert wrong["score"] < 25
    assert any("powers of e" in one.get("output", "") for one in wrong["tests"])


@pytest.mark.parametrize("tier", ["full", "landlock"])
def test_student_code_cannot_read_the_reference_of_the_installed_course(installed, tier):
    """Neither by import nor by the very path; what it returns instead earns nothing there."""
    if not probe().holds(tier):
        pytest.skip(f"{tier}: not on this machine, see `autograder check`")
    attack = STEALS.replace("COURSE", repr(str(installed.course)))
    taken: dict = {}
    exec(attack, taken)
    assert taken["softmax_vector"]([0.0, 0.0]).tolist() == [0.5, 0.5]  # unconfined, it works

    results = tried(installed, answered(installed, softmax_vector=attack), "--tier", tier)

    failed = {one["name"] for one in results["tests"] if not one["score"]}
    assert {"softmax-vector-values", "softmax-vector-takes-lists"} <= failed


def test_a_made_up_class_is_graded_in_an_empty_directory(installed):
    """`autograder demo` releases, grades and writes its pages below the directory."""
    done = installed.run("demo", "04-sigmoid")

    assert done.returncode == 0, done.stderr
    assert (installed.home / "classroom-demo/report/index.html").is_file()


def test_the_installed_course_is_in_order(installed):
    """`autograder check` finds nothing to say of the material."""
    done = installed.run("check", "--no-machine", "04-sigmoid")

    assert (done.returncode, done.stdout) == (0, "04-sigmoid: in order, 30 points.\n")


def test_the_files_of_the_installed_course_are_not_changed(installed):
    """What writes into the course says that a checkout is needed."""
    for command in (
        ["build", "softmax"],
        ["new", "cube", "--function", "cube"],
        ["rename", "softmax", "softmax_vector", "shares"],
    ):
        done = installed.run(*command)

        assert done.returncode == 2
        assert "inside a checkout" in done.stderr

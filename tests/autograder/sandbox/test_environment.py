"""What is promised of the students' interpreter."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.sandbox import environment as module
from autograder.sandbox import packages
from autograder.sandbox.environment import StudentEnvironment, location
from autograder.sandbox.readable import Readable

ROOT = Path(__file__).parents[3]
needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="paths of Linux and macOS")


def says(python, code):
    """What the interpreter prints for this code."""
    return subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A course whose students need one small package."""
    monkeypatch.delenv(module.OVERRIDE, raising=False)
    monkeypatch.setattr(packages, "_TRY", "import cycler")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "numpy-course"\n[project.optional-dependencies]\nstudent = ["cycler"]\n'
    )
    return tmp_path


@pytest.fixture(scope="module")
def real():
    """The environment of this course, made if need be."""
    return StudentEnvironment.find(ROOT)


@pytest.mark.parametrize("name", ["numpy", "matplotlib"])
def test_students_get_the_graders_version(real, name):
    """A result cannot differ because the versions do."""
    code = f"import {name}; print({name}.__version__)"

    assert says(real.python, code) == says(sys.executable, code)


@pytest.mark.parametrize("name", ["autograder", "solutions", "nbgrader"])
def test_nothing_of_the_grader_can_be_imported(real, name):
    """The students' interpreter has neither the solutions nor the tool."""
    code = f"import importlib.util; print(importlib.util.find_spec({name!r}))"

    assert says(real.python, code) == "None"


def test_no_file_in_it_leads_to_the_grader(real):
    """No link, no path file and no copied record names the checkout."""
    site = real.python.parent.parent
    paths = [path for path in site.rglob("*") if path.suffix in {".pth", ".egg-link"}]

    assert paths == []
    assert not [p for p in site.rglob("*") if p.name in {"solutions", "autograder"}]


@needs_symlinks
def test_it_is_made_once(small):
    """The second call finds what the first one made, and says nothing."""
    said = []
    first = StudentEnvironment.find(small, said.append)
    second = StudentEnvironment.find(small, said.append)

    assert first == second
    assert says(first.python, "import cycler; print('yes')") == "yes"
    assert len(said) == 1
    assert str(small / ".venv-student") in said[0]


@needs_symlinks
def test_it_is_made_anew_when_a_version_changed(small):
    """The marker tells what it was made from."""
    made = StudentEnvironment.find(small)
    marker = made.python.parent.parent / "made-from.json"
    marker.write_text(marker.read_text().replace("cycler==", "cycler==0."))
    said = []

    StudentEnvironment.find(small, said.append)

    assert len(said) == 1
    pins = json.loads(marker.read_text())["packages"]
    assert pins == packages.wanted(small).pins
    assert sorted(path.name for path in small.iterdir()) == [".venv-student", "pyproject.toml"]


@needs_symlinks
def test_a_checkout_that_was_moved_reads_what_lies_there_now(small):
    """What its interpreter needs is asked anew; all else of the environment may move."""
    first, second = small / "first", small / "second"
    first.mkdir()
    (small / "pyproject.toml").rename(first / "pyproject.toml")
    before = StudentEnvironment.find(first).readable
    assert str(first / ".venv-student") in before.paths

    first.rename(second)
    moved = StudentEnvironment.find(second)

    assert str(second / ".venv-student") in moved.readable.paths
    assert not [path for path in moved.readable.paths if path.startswith(str(first))]
    assert moved.readable == Readable.ask(moved.python)
    assert says(moved.python, "import cycler; print(cycler.__file__)").startswith(str(second))


@needs_symlinks
def test_what_the_interpreter_needs_is_asked_once_for_each_place(small, monkeypatch):
    """A second process takes over what the first was told."""
    asked = []
    ask = Readable.ask
    monkeypatch.setattr(Readable, "ask", lambda python: asked.append(python) or ask(python))

    assert StudentEnvironment.find(small).readable == StudentEnvironment.find(small).readable
    assert len(asked) == 1


@needs_symlinks
def test_what_is_gone_is_asked_for_anew(small):
    """A library that the system put elsewhere since."""
    readable = StudentEnvironment.find(small).readable
    memory = small / ".venv-student" / "readable.json"
    told = json.loads(memory.read_text())
    told["readable"]["paths"].append("/nowhere/lib.so")
    memory.write_text(json.dumps(told))

    assert StudentEnvironment.find(small).readable == readable


def test_the_user_can_choose_the_interpreter(monkeypatch, tmp_path):
    """AUTOGRADER_STUDENT_PYTHON wins, and nothing is made."""
    monkeypatch.setenv(module.OVERRIDE, sys.executable)

    assert StudentEnvironment.find(tmp_path).python.samefile(sys.executable)
    assert list(tmp_path.iterdir()) == []


def test_a_chosen_interpreter_that_is_none_is_refused(monkeypatch, tmp_path):
    """The error names the variable and its value."""
    monkeypatch.setenv(module.OVERRIDE, str(tmp_path / "python"))

    with pytest.raises(UsageError, match=r"AUTOGRADER_STUDENT_PYTHON is .*no program"):
        StudentEnvironment.find(tmp_path)


def test_a_course_that_cannot_be_written_has_it_in_the_users_data(monkeypatch, tmp_path):
    """A read-only checkout works too, and two of them do not share one environment."""
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    one, other = location(tmp_path / "one"), location(tmp_path / "other")

    assert one.parent == (tmp_path / "data/numpy-course").resolve()
    assert one != other


@needs_symlinks
def test_pip_installs_what_cannot_be_copied(small, monkeypatch):
    """Packages of conda need its libraries; pip is asked for the same versions."""
    monkeypatch.setattr(packages.Wanted, "can_be_copied", False)
    asked = []
    run = subprocess.run

    def without_network(command, **options):
        if "install" in command:
            asked.append((command, Path(command[command.index("-c") + 1]).read_text()))
            return subprocess.CompletedProcess(command, 1, "", "No route to host")
        if "--version" in command:  # whether there is a pip is not the question here
            return subprocess.CompletedProcess(command, 0, "", "")
        return run(command, **options)

    monkeypatch.setattr(packages.subprocess, "run", without_network)

    with pytest.raises(UsageError, match=r"No route to host.*If there is no network"):
        StudentEnvironment.find(small)

    command, pins = asked[0]
    assert command[-1] == "cycler"
    assert pins == packages.wanted(small).pins[0]
    assert [path.name for path in small.iterdir()] == ["pyproject.toml"]


def test_a_package_that_is_not_installed_is_named(small):
    """The error names the package and the command that installs it."""
    text = (small / "pyproject.toml").read_text().replace("cycler", "no-such-package")
    (small / "pyproject.toml").write_text(text)

    with pytest.raises(UsageError, match=r"students need it.*pip install 'no-such-package"):
        StudentEnvironment.find(small)


def test_outside_a_checkout_the_installed_project_says_what_students_need(tmp_path):
    """The extra `student` is read from the package's own metadata."""
    assert "numpy" in packages.wanted(tmp_path).names
    assert "nbgrader" not in packages.wanted(tmp_path).names


def test_an_environment_that_another_process_has_just_made_stays(small, monkeypatch):
    """It is in use there: taking it away would end what runs in it."""
    make = packages.make

    def overtaken(*arguments):
        monkeypatch.setattr(packages, "make", make)
        faster.append(StudentEnvironment.find(small).folder.stat().st_ino)
        make(*arguments)

    faster: list[int] = []
    monkeypatch.setattr(packages, "make", overtaken)

    found = StudentEnvironment.find(small)

    assert [found.folder.stat().st_ino] == faster

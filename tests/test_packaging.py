"""What must be installed is said in one place, and the other places agree with it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without Qt, which notebooks do not need
NOT_FROM_PYPI = {"python", "pip"}


def conda_ranges() -> dict[str, SpecifierSet]:
    """Return name and range of each conda dependency; a malformed one fails here."""
    ranges = {}
    for line in CONDA["dependencies"]:
        if isinstance(line, str):
            match = re.fullmatch(r"([a-z0-9-]+)(?: ([<>=!][\w.,<>=!*]+))?", line)
            assert match, f"environment.yml: {line!r} is not `name range`."
            ranges[match[1]] = SpecifierSet(match[2] or "")
    return ranges


def test_conda_and_pip_install_the_same_ranges():
    """environment.yml names each dependency of pyproject.toml with the same range, and no other."""
    wanted = {}
    for line in PROJECT["dependencies"]:
        requirement = Requirement(line)
        wanted[CONDA_NAMES.get(requirement.name, requirement.name)] = requirement.specifier

    found = {name: r for name, r in conda_ranges().items() if name not in NOT_FROM_PYPI}

    assert found == wanted


def test_conda_forge_comes_first_and_the_project_itself_last():
    """The channels are conda-forge and no defaults; pip adds nothing but this project."""
    assert CONDA["name"] == PROJECT["name"]
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]
    assert CONDA["dependencies"][-1] == {"pip": ["-e ."]}
    assert conda_ranges()["python"] == SpecifierSet(PROJECT["requires-python"])


def test_what_students_have_is_a_part_of_what_the_grader_has():
    """A package of the student extra has the range of the dependency of the same name."""
    own = {Requirement(line).name: Requirement(line) for line in PROJECT["dependencies"]}

    for line in PROJECT["optional-dependencies"]["student"]:
        requirement = Requirement(line)
        if requirement.name in own:
            assert requirement.specifier == own[requirement.name].specifier


@pytest.mark.parametrize(
    "command", ["help", "demo", "lab", "site", "test", "browser", "pictures", "check", "clean"]
)
def test_make_knows_the_command(command):
    """Each target parses, and `make help` says what it does."""
    dry = subprocess.run(
        ["make", "--dry-run", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert dry.returncode == 0, dry.stderr
    if command != "help":
        shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert f"make {command} " in shown.stdout


def test_make_never_removes_anybodys_work():
    """`make clean` names the two environments and nothing else."""
    dry = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "clean"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert dry.stdout.split() == ["rm", "-rf", ".venv", ".venv-student"]


def test_an_unusable_python_is_named_with_its_cure(tmp_path):
    """Where venv is missing, the message has the package to install."""
    hide = "import sys; sys.modules['ensurepip'] = None; sys.argv = ['x', 'y']; "
    script = ROOT / ".ci/make_venv.py"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{hide}import runpy; runpy.run_path({str(script)!r}, {{}}, '__main__')",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert re.search(r"sudo apt install python3\.\d+-venv", run.stderr)
    assert list(tmp_path.iterdir()) == []

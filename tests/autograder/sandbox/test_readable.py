"""What is promised of the part of the file system that student code can read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.sandbox.readable import Readable


@pytest.fixture
def tree(tmp_path):
    """A library with a course inside, and the students' packages inside that."""
    for name in ("lib/python/os.py", "lib/python/site-packages/secret.py", "lib/course/key.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "lib/course/venv").mkdir()
    return tmp_path


def test_what_is_hidden_is_in_no_readable_path(tree):
    """A course that lies inside the interpreter's library is taken out of it."""
    readable = Readable([str(tree / "lib")], [], {}).hiding([tree / "lib/course"])

    assert readable.apart() == [str(tree / "lib/python")]


def test_the_students_packages_stay_readable_inside_a_hidden_course(tree):
    """The environment is found although the checkout around it is hidden."""
    lib, venv = str(tree / "lib"), str(tree / "lib/course/venv")

    readable = Readable([lib, venv], [], {}).hiding([tree / "lib/course"])

    assert readable.needed == [lib, venv]
    assert venv in readable.apart()
    assert str(tree / "lib/course/key.txt") not in readable.apart()


def test_private_paths_outside_cost_nothing(tree):
    """What could not be read anyway is not hidden once more."""
    readable = Readable([str(tree / "lib/python")], [], {}).hiding([tree / "elsewhere"])

    assert readable.hidden == []
    assert readable.apart() == [str(tree / "lib/python")]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/maps")
def test_an_interpreter_names_its_library_and_not_its_packages():
    """The standard library can be read, the base's site-packages cannot."""
    readable = Readable.ask(Path(sys.executable))

    shown = readable.apart()

    assert any(Path(os.__file__).resolve().is_relative_to(path) for path in shown)
    base = subprocess.run(
        [sys.executable, "-I", "-c", "import os, sys; print(os.path.realpath(os.__file__))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    packages = Path(base.strip()).parent / "site-packages"
    # on Debian there is no such directory within the library
    assert not packages.is_dir() or not any(packages.is_relative_to(path) for path in shown)


def test_a_broken_interpreter_is_named_with_the_remedy(tmp_path):
    """The error says which interpreter and what to do."""
    with pytest.raises(UsageError, match=r"does not start.*Delete its directory"):
        Readable.ask(tmp_path / "python")

"""What lies beside a notebook: released modules compiled, the student's never over them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.grading.submission.files import beside

COMPILED = f"__pycache__/pictures.{sys.implementation.cache_tag}.pyc"


@pytest.fixture
def put(tmp_path):
    """Writes files into a directory."""

    def write(files: dict[str, bytes]) -> None:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    return write


def said(folder, code: str) -> str:
    """What a Python says that runs there."""
    command = [sys.executable, "-B", "-v", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_a_released_module_is_not_compiled_again(put, tmp_path):
    """Python takes it as it is, and names its text in tracebacks."""
    put(beside({"pictures.py": b"def f():\n    return 1 / 0\n"}, {}))
    told = said(tmp_path, "import pictures; print(pictures.f.__code__.co_filename)")
    assert f"code object from '{tmp_path}/{COMPILED}'" in told
    assert f"\n{tmp_path}/pictures.py\n" in f"\n{told}"


def test_a_module_whose_text_was_changed_is_compiled_again(put, tmp_path):
    """What is compiled knows its text."""
    put(beside({"pictures.py": b"x = 1\n"}, {}))
    put({"pictures.py": b"x = 2\n"})
    assert "<2>" in said(tmp_path, "import pictures; print(f'<{pictures.x}>')")


def test_modules_in_folders_are_compiled_where_they_lie():
    """Each folder has its own place for it; other files have none."""
    names = set(beside({"a/pictures.py": b"", "data.csv": b"1"}, {"own.py": b""}))
    assert names == {"a/pictures.py", f"a/{COMPILED}", "data.csv", "own.py"}


def test_a_module_that_cannot_be_compiled_is_left_to_whoever_imports_it():
    """Whatever is wrong with it, the student's process says it."""
    assert beside({"pictures.py": b"def"}, {}) == {"pictures.py": b"def"}


def test_nothing_of_the_student_takes_the_place_of_what_is_released():
    """Neither the text nor what is compiled of it, nor a file in the place of a folder."""
    released = {"pictures.py": b"x = 1\n"}
    own = {"pictures.py": b"x = 2\n", COMPILED: b"mine", "__pycache__": b"", "pictures.py/a": b""}
    found = beside(released, {**own, "notes.txt": b"mine"})
    assert found == {**beside(released, {}), "notes.txt": b"mine"}

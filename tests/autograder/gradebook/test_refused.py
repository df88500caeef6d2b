"""A gradebook in a file that cannot be written to stays as it is, and one sentence says why."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from autograder.database import version as module
from autograder.database.errors import GradebookError
from autograder.database.version import check_gradebook
from autograder.errors import MaterialError
from autograder.gradebook.opening import existing_gradebook_of
from autograder.gradebook.writing import Gradebook, automatic_points
from tests.autograder.grading.conftest import NAME, graded

pytestmark = pytest.mark.parametrize("classroom", ["sqlite"], indirect=True)


def set_version(path, version: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()


@pytest.mark.parametrize(
    ("version", "said"),
    [("fedcba987654", "newer nbgrader"), ("167914646830", "nbgrader db upgrade")],
)
def test_a_gradebook_of_another_nbgrader_is_left_alone(record, classroom, version, said):
    """One sentence that says what to do."""
    record(graded())
    set_version(classroom.gradebook.file, version)
    content = classroom.gradebook.file.read_bytes()
    with pytest.raises(GradebookError, match=said):
        check_gradebook(classroom.gradebook)
    with pytest.raises(GradebookError, match=said):
        record(graded(half_halves=0.0))
    assert classroom.gradebook.file.read_bytes() == content


def test_a_locked_gradebook_is_said_to_be_locked(record, classroom):
    """Another program writes to it and does not finish."""
    record(graded())
    with sqlite3.connect(classroom.gradebook.file) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GradebookError, match="locked by another program"):
            check_gradebook(classroom.gradebook, wait=0.05)
        other.rollback()
    other.close()


def test_a_damaged_gradebook_is_said_to_be_damaged(record, classroom):
    """Cut short, or no database at all."""
    record(graded())
    content = classroom.gradebook.file.read_bytes()
    for damaged in (b"something else " * 50, content[:100] + b"\xff" * 4000):
        classroom.gradebook.file.write_bytes(damaged)
        with pytest.raises(GradebookError, match="damaged"):
            check_gradebook(classroom.gradebook)
        with pytest.raises(GradebookError, match="damaged"):
            automatic_points(classroom.gradebook)
        assert classroom.gradebook.file.read_bytes() == damaged


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux")
def test_a_gradebook_that_could_not_be_opened_is_let_go_of(record, classroom):
    """No connection to it stays open."""
    record(graded())
    file = classroom.gradebook.file
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 4000)
    with pytest.raises(MaterialError) as damaged, existing_gradebook_of(classroom):
        pass
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    assert file not in links, damaged


def test_a_database_of_something_else_is_said_not_to_be_nbgraders(classroom):
    """No table of ours is made in it."""
    with sqlite3.connect(classroom.gradebook.file) as other:
        other.execute("CREATE TABLE songs (name)")
    other.close()
    with pytest.raises(GradebookError, match="not nbgrader's"):
        check_gradebook(classroom.gradebook)


def test_a_missing_or_empty_gradebook_can_be_written(classroom, record):
    """It is made when it is first needed."""
    check_gradebook(classroom.gradebook)
    classroom.gradebook.file.touch()
    check_gradebook(classroom.gradebook)
    assert automatic_points(classroom.gradebook) == {}
    record(graded())
    assert automatic_points(classroom.gradebook) == {(NAME, "ann"): (4, 3)}


def test_a_gradebook_is_there_whole_or_not_at_all(classroom, record, monkeypatch):
    """Whoever looks while nbgrader makes it can go on, and so can whoever comes after a kill."""
    from alembic.script import ScriptDirectory

    def look_then_end(scripts):  # nbgrader asks for its version between tables and version
        check_gradebook(classroom.gradebook)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ScriptDirectory, "get_current_head", look_then_end)
        with pytest.raises(KeyboardInterrupt), Gradebook(classroom):
            pass
    record(graded())
    assert automatic_points(classroom.gradebook) == {(NAME, "ann"): (4, 3)}


def test_the_version_is_that_of_the_installed_nbgrader(classroom):
    """Read from its files, it is what its own command says in seconds."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    assert module._versions()[-1] == ScriptDirectory(ALEMBIC_DIR).get_current_head()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_shared_gradebook_and_its_journal_are_the_groups(classroom, assignment):
    """Whatever the umask: whoever comes after a killed run must be able to roll it back."""
    classroom.root.chmod(0o2770)
    before = os.umask(0o077)
    try:
        with Gradebook(classroom) as gradebook:
            gradebook.write(graded(), assignment)
            files = sorted(classroom.root.glob("gradebook.db*"))
            modes = [stat.S_IMODE(file.stat().st_mode) for file in files]
    finally:
        os.umask(before)
    assert [file.name for file in files] == ["gradebook.db", "gradebook.db-journal"]
    assert modes == [0o660, 0o660]

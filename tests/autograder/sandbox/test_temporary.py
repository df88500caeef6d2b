"""What a killed grading leaves behind goes with the next one; what is in use stays."""

import multiprocessing
import os
import sys

import pytest

from autograder.sandbox import temporary
from autograder.sandbox.temporary import Temporary, sweep
from autograder.sandbox.tiers import first_student_user
from tests.users import is_root

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is swept on Windows")
root = pytest.mark.skipif(not is_root(), reason="only root makes files of others")
STALE = "autograder-student-abcd_123"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The directory for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def stale(folder):
    """A directory as a killed grading leaves it."""
    made = folder / STALE
    (made / "deep" / "er").mkdir(parents=True)
    (made / "deep" / "answer.txt").write_text("x")
    (made / "deep").chmod(0)
    made.chmod(0)
    return made


def make_and_wait(connection):
    """Make a directory, say which, and hold it until something is sent."""
    made = Temporary("student")
    connection.send(str(made.path))
    connection.recv()


def test_a_directory_that_nobody_holds_is_swept(stale, folder):
    """With all that lies in it, whatever its rights."""
    sweep()
    assert list(folder.iterdir()) == []


def test_a_directory_in_use_stays(folder):
    """As long as its process lives, wherever that is; then it goes."""
    ours, theirs = multiprocessing.Pipe()
    owner = multiprocessing.get_context("spawn").Process(target=make_and_wait, args=(theirs,))
    owner.start()
    path = ours.recv()
    mine = Temporary("template")
    sweep()
    assert {str(one) for one in folder.iterdir()} == {path, str(mine.path)}

    owner.kill()
    owner.join()
    assert os.path.isdir(path)
    sweep()
    assert list(folder.iterdir()) == [mine.path]
    mine.close()
    assert list(folder.iterdir()) == []


def test_what_is_not_ours_by_name_stays(folder):
    """Only the names that we give, and only directories."""
    for name in ("student-abcd_123", f"{STALE}4", f"x{STALE}", "unlocked-" + STALE):
        (folder / name).mkdir()
    (folder / "autograder-abcd_123.txt").touch()
    (folder / "autograder-template-abcd_123").touch()
    before = sorted(folder.iterdir())
    sweep()
    assert sorted(folder.iterdir()) == before


def test_a_link_is_not_followed(folder, tmp_path_factory):
    """Whatever its name, and whatever it leads to."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept.txt").touch()
    (folder / STALE).symlink_to(elsewhere)
    (folder / "autograder-template-12345678").mkdir()
    (folder / "autograder-template-12345678" / "link").symlink_to(elsewhere)
    sweep()
    assert [one.name for one in folder.iterdir()] == [STALE]
    assert (elsewhere / "kept.txt").exists()


@root
@pytest.mark.parametrize(("user", "left"), [(12345, [STALE]), (first_student_user(), [])])
def test_only_own_directories_are_swept(stale, folder, user, left):
    """Also those that root gave to a student's user, and no other user's."""
    os.chown(stale, user, user)
    sweep()
    assert [one.name for one in folder.iterdir()] == left


@pytest.mark.parametrize("step", ["before the lock", "after the lock"])
def test_who_sweeps_first_takes_nothing_from_a_new_directory(step, folder, monkeypatch):
    """Swept between being made and being held, a directory is made again."""
    lock, rounds = temporary._lock, []

    def interrupted(path):
        if step == "before the lock" and not rounds:
            rounds.append(path)
            path.rmdir()
        held = lock(path)
        if step == "after the lock" and not rounds:
            rounds.append(path)
            path.rmdir()
        return held

    monkeypatch.setattr(temporary, "_lock", interrupted)
    made = Temporary("student")
    assert rounds and made.path not in rounds
    assert list(folder.iterdir()) == [made.path]


def test_without_locks_nothing_is_swept(folder, monkeypatch):
    """A file system that has none cannot tell whether a directory is in use."""

    def refused(*_):
        raise OSError("Operation not supported")

    monkeypatch.setattr("fcntl.flock", refused)
    made = Temporary("student")
    monkeypatch.undo()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    sweep()
    assert list(folder.iterdir()) == [made.path]
    made.close()
    assert list(folder.iterdir()) == []


def test_a_forgotten_directory_goes(folder):
    """With the object that made it."""
    Temporary("student")
    assert list(folder.iterdir()) == []

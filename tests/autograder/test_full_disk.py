"""A disk that is full is told as that, and loses nothing."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.course import Course
from autograder.database.address import Database
from autograder.gradebook.writing import automatic_points
from tests.autograder.desk import COMMANDS, NAME, RIGHT, Desk
from tests.users import is_root

WHO = {(NAME, student) for student in ("ada", "bob")}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A class that was graded, on a disk of its own that has hardly room for it."""
    if not is_root():
        pytest.skip("only root can mount a small disk to fill it")
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.classroom.mkdir()
    disk = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(desk.classroom)]
    mounted = subprocess.run(disk, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(desk.course)
            for name, value in desk.variables.items():
                patched.setenv(name, value)
            for name, command in COMMANDS.items():
                done = CliRunner().invoke(commands, command)
                assert done.exit_code == 0, f"{name}: {done.output}"
            desk.hand_in(RIGHT)
            with (desk.root / "students.csv").open("a") as file:
                file.writelines(f"s{number},,\n" for number in range(200))
            yield desk
    finally:
        subprocess.run(["umount", "--lazy", str(desk.classroom)], check=True)


def fill(folder: Path, spare: int) -> None:
    """Take all of a disk's room but so many bytes."""
    with (folder / "film.mp4").open("ab", buffering=0) as film:
        try:
            while True:
                film.write(bytes(4096))
        except OSError:
            pass
        film.truncate(film.tell() - spare)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("film.mp4", "gradebook.db-journal")
    }


@pytest.mark.parametrize("spare", [0, 8192], ids=["full", "all but full"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_as_that_and_nothing_is_lost(desk, name, spare, caplog):
    """One sentence; every file is the old one or the new one, and the next run goes on."""
    before = contents(desk.classroom)
    fill(desk.classroom, spare)
    try:
        done = CliRunner().invoke(commands, COMMANDS[name])
        after = contents(desk.classroom)
    finally:
        (desk.classroom / "film.mp4").unlink()
    if spare == 0:
        assert done.exit_code == 2, done.output
    if done.exit_code:
        assert (
            done.output.count("no space is left on its disk. What was there before is kept.") == 1
        )
        assert caplog.text == ""  # without a log, that would be on the terminal
        assert "fault of the grader" not in done.output and "Traceback" not in done.output
    assert before.keys() <= after.keys()
    assert [path for path, now in after.items() if not now and before.get(path) != now] == []
    assert not [path for path in after if path.endswith(".part")]
    assert automatic_points(Database.of_file(desk.classroom / "gradebook.db")).keys() == WHO
    if spare:  # there is room again
        done = CliRunner().invoke(commands, COMMANDS[name])
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["release", "grade", "try"])
def test_no_room_for_temporary_files_is_told_too(desk, name, monkeypatch):
    """All disks of the machine may be full: then there is none for a traceback either."""
    words = COMMANDS.get(name, ("try", str(desk.root / "handed-in/ada/twice.ipynb")))
    full = desk.classroom / "full"
    full.mkdir()
    fill(desk.classroom, 0)
    monkeypatch.chdir(full)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(full)])
    monkeypatch.setattr(Course, "find", lambda: Course(desk.course))
    try:
        done = CliRunner().invoke(commands, words)
    finally:
        (desk.classroom / "film.mp4").unlink()
        full.rmdir()

    assert done.exit_code == 2, done.output
    assert f"No usable temporary directory found in ['{full}']: there is no room" in done.output
    assert "name another in the variable TMPDIR." in done.output
    assert len(done.output.splitlines()) == 1

"""A disk that is full is told as that, and loses nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from tests.autograder.desk import COMMANDS, RIGHT, Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A class that was graded, on a disk of its own that has hardly room for it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
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
def test_a_full_disk_is_told_as_that_and_nothing_is_lost(desk, name, spare):
    """One sentence; every file is the old one or the new one, and the next run goes on."""
    before = contents(desk.classroom)
    fill(desk.classroom, spare)
    try:
        done = CliRunner().invoke(commands, COMMANDS[name])
        after = contents(desk.classroom)
    finally:
        (desk.classroom / "film.mp4").unlink()
    print(name, spare, done.exit_code, done.output)
    if done.exit_code:
        assert "no space is left on its disk" in done.output or "Make room" in done.output
        assert "fault of the grader" not in done.output and "Traceback" not in done.output
    assert before.keys() <= after.keys()
    assert not [path for path in after if path.endswith(".part")]
    assert all(after[path] for path in after)

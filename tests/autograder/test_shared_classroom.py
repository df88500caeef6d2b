"""Several instructors work in one classroom, as users of their own with one group in common."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.autograder.desk import COMMANDS, NAME, RIGHT, Desk
from tests.users import User, open_directory, skip_unless_users_can_be

INSTRUCTORS = 60900
ANN = User(60701, 60801, (INSTRUCTORS,), umask=0o077)
BEA = User(60702, 60802, (INSTRUCTORS,), umask=0o022)
STRANGER = User(60703, 60803)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """The first instructor has done everything once, in a classroom that they share."""
    skip_unless_users_can_be()
    with open_directory() as root:
        desk = Desk(root)
        desk.open_classroom(INSTRUCTORS, 0o2770)
        run_all(desk, ANN)
        yield desk


def run_all(desk: Desk, who: User) -> None:
    for name, command in COMMANDS.items():
        done = desk.run(who, *command)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


def not_for_the_group(root: Path) -> list[str]:
    """What is not the group's, or cannot be read, changed and removed by it."""
    found = []
    for path in (root, *root.rglob("*")):
        about = path.stat()
        needed = 0o2770 if path.is_dir() else 0o660
        if about.st_mode & needed != needed or about.st_gid != INSTRUCTORS:
            found.append(f"{stat.filemode(about.st_mode)} {about.st_gid} {path.relative_to(root)}")
    return found


def test_every_command_works_for_the_second_instructor_as_for_the_first(desk):
    """Whatever their umask; what one made, the other can change, by our commands or nbgrader's."""
    assert not_for_the_group(desk.classroom) == []
    assert (desk.classroom / "gradebook.db").stat().st_uid == ANN.number
    (desk.classroom / "deadlines.toml").write_text(f'["{NAME}"]\ndue = "2026-05-01 23:59Z"\n')

    desk.hand_in(RIGHT)
    run_all(desk, BEA)
    for command in ("autograde", "generate_feedback", "generate_assignment"):
        done = desk.nbgrader(BEA, command, NAME, "--force")
        assert done.returncode == 0, done.stderr
    (desk.classroom / "deadlines.toml").unlink()
    assert not_for_the_group(desk.classroom) == []

    for name in ("grade", "feedback"):
        done = desk.run(ANN, *COMMANDS[name])
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    assert not_for_the_group(desk.classroom) == []
    results = desk.classroom / "autograded/ada" / NAME / "results.json"
    assert '"score": 2' in results.read_text()


@pytest.fixture
def kept_from_the_group(desk: Desk) -> Iterator[None]:
    """The group may look at the classroom, and not write there."""
    paths = (desk.classroom, *desk.classroom.rglob("*"))
    for path in paths:
        os.chown(path, ANN.number, INSTRUCTORS)
        path.chmod(0o2750 if path.is_dir() else 0o640)
    yield
    for path in paths:
        path.chmod(0o2770 if path.is_dir() else 0o660)


@pytest.mark.usefixtures("kept_from_the_group")
@pytest.mark.parametrize("name", COMMANDS)
def test_who_may_not_write_is_told_whose_it_is_and_what_to_do(desk, name):
    """In one sentence, with exit code 2, and nothing is changed."""
    before = {path: path.stat().st_mtime_ns for path in desk.classroom.rglob("*")}
    desk.hand_in("x")

    done = desk.run(BEA, *COMMANDS[name])

    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert "user 60702 may not write to it: it belongs to user 60701, group 60900" in said
    assert "Let user 60701 run `chmod -R g+rwX" in said
    assert len(said.strip().splitlines()) == 1
    assert before == {path: path.stat().st_mtime_ns for path in desk.classroom.rglob("*")}


def test_who_may_not_even_look_is_told_so(desk):
    """A classroom is closed to everybody else on the machine."""
    done = desk.run(STRANGER, *COMMANDS["grade"])

    said = done.stdout + done.stderr
    assert (done.returncode, len(said.strip().splitlines())) == (2, 1), said
    assert f"{desk.classroom}: user 60703 may not enter it" in said

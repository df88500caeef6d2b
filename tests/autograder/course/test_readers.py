"""What others can read is said, with the way to close it; what they cannot read is not."""

from __future__ import annotations

import os

import pytest

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.course.readers import open_to_all
from tests.users import User, open_directory, skip_unless_users_can_be

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
FILES = (
    "course/notebooks/01-twice/twice.ipynb",
    "course/solutions/twice.py",
    "classroom/autograded/ada/01-twice/results.json",
    "classroom/release/01-twice/twice.ipynb",
)
CLOSED = {
    "nothing": ({}, {"notebooks", "solutions", "results.json"}),
    "the home above": ({".": 0o750}, set()),
    "the checkout": ({"course": 0o700}, {"results.json"}),
    "the checkout, only for names": ({"course": 0o711}, {"notebooks", "solutions", "results.json"}),
    "the solutions": ({"course/solutions": 0o750}, {"notebooks", "results.json"}),
    "a notebook": ({"course/notebooks/01-twice/twice.ipynb": 0o600}, {"solutions", "results.json"}),
    "the classroom": ({"classroom": 0o2770}, {"notebooks", "solutions"}),
    "results": (
        {"classroom/autograded/ada/01-twice/results.json": 0o660},
        {"notebooks", "solutions"},
    ),
}


@pytest.fixture
def home():
    """A home with a checkout and a classroom, as the usual umask leaves them."""
    before = os.umask(0o022)
    try:
        with open_directory() as root:
            for name in FILES:
                (root / name).parent.mkdir(parents=True)
                (root / name).write_text("secret")
            yield root
    finally:
        os.umask(before)


@pytest.mark.parametrize("case", CLOSED)
def test_what_others_can_read_is_said_and_nothing_else(home, case):
    """A user who tries can read just that, and no longer when it was closed as was said."""
    skip_unless_users_can_be()
    modes, open_ = CLOSED[case]
    for name, mode in modes.items():
        (home / name).chmod(mode)
    stranger = User(60703, 60803)
    files = [path for path in home.rglob("*") if path.is_file() and "release" not in path.parts]

    said = list(open_to_all(Course(home / "course"), Classroom(home / "classroom")))

    for file in files:
        word = next(w for w in ("notebooks", "solutions", "results.json") if w in str(file))
        assert (str(file) in " ".join(said)) == (word in open_)
        assert (stranger.run("/bin/cat", file).returncode == 0) == (word in open_)
    for line in said:
        command = line.partition("`")[2].partition("`")[0].split()
        assert command[:2] == ["chmod", "o-rwx"]
        os.chmod(command[2], os.stat(command[2]).st_mode & ~0o007)
    assert not any(stranger.run("/bin/cat", file).returncode == 0 for file in files)


def test_what_students_get_is_no_secret(home):
    """Nor what lies beside secrets: a kit, the look of pictures."""
    (home / "classroom/autograded").chmod(0o700)
    (home / "classroom/numpy-course.zip").write_text("the kit")
    (home / "course/notebooks/01-twice/twice.ipynb").chmod(0o600)
    (home / "course/solutions/twice.py").chmod(0o600)
    (home / "course/solutions/__init__.py").touch()
    (home / "course/notebooks/style.py").touch()

    assert list(open_to_all(Course(home / "course"), Classroom(home / "classroom"))) == []


def test_an_address_with_a_password_is_one(home):
    """Of a gradebook on a server: whoever reads it can change marks."""
    for name in FILES[:3]:
        (home / name).chmod(0o600)
    config = home / "classroom/nbgrader_config.py"
    config.write_text("c = get_config()\nc.CourseDirectory.db_url = 'postgresql://a:b@h/x'\n")

    (line,) = open_to_all(Course(home / "course"), Classroom(home / "classroom"))
    assert f"Every user of this machine can read {config}" in line

    other = home / "course/nbgrader_config.py"
    config.rename(other)
    other.write_text(
        f"{other.read_text()}c.CourseDirectory.submitted_directory = '../classroom/submitted'\n"
    )
    (line,) = open_to_all(Course(home / "course"), Classroom(home / "classroom", home / "course"))
    assert f"run `chmod o-rwx {other}`" in line

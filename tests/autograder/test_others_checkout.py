"""What an ordinary user can do with a checkout of somebody else's: work beside it, not in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.course import Course
from tests.autograder.desk import NAME, Desk
from tests.users import User, open_directory, skip_unless_users_can_be

BEA = User(60702, 60802)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """The checkout is root's; everybody may read it."""
    skip_unless_users_can_be()
    with open_directory() as root:
        yield Desk(root)


@pytest.fixture
def home(desk) -> Iterator[Path]:
    """A directory of the user's own, from which the checkout is the installed one."""
    with open_directory() as folder:
        os.chown(folder, BEA.number, BEA.group)
        yield folder


def lines(done) -> list[str]:
    return (done.stdout + done.stderr).strip().splitlines()


def run(desk: Desk, place: Path, *words: object):
    """Run a command that was installed from the checkout, `pip install -e`, in a directory."""
    code = (
        "import pathlib, autograder.course.course as course\n"
        f"course.INSTALLED_COURSE = pathlib.Path({str(desk.course / 'numpy_course')!r})\n"
        "from autograder.cli import main\n"
        "main()"
    )
    return BEA.run(sys.executable, "-c", code, *words, place=place, **desk.variables_of(BEA))


def test_start_and_demo_work_where_one_stands(desk, home):
    """The checkout stays as it is."""
    before = sorted(desk.course.rglob("*"))

    started, shown = run(desk, home, "start", NAME), run(desk, home, "demo", NAME)

    assert started.returncode == 0, lines(started)
    assert (home / "workbook" / NAME / "twice.ipynb").is_file()
    assert shown.returncode == 0, lines(shown)
    assert (home / "classroom-demo/report/index.html").stat().st_uid == BEA.number
    assert (home / "classroom-demo").stat().st_mode & 0o777 == 0o700
    assert sorted(desk.course.rglob("*")) == before


def test_who_stands_in_it_is_told_that_nothing_can_be_made_there(desk):
    """One sentence, with what to do."""
    said = run(desk, desk.course, "start", NAME)

    assert said.returncode == 2
    assert len(lines(said)) == 1
    assert f"{desk.course}: user 60702 may not write to it" in lines(said)[0]
    assert "use a directory of your own" in lines(said)[0]


@pytest.mark.parametrize(
    "closed", ["solutions", "solutions/twice.py", "notebooks", f"notebooks/{NAME}/twice.ipynb"]
)
def test_try_says_what_it_may_not_read(desk, home, closed):
    """One sentence, and no guess that the notebook is of another course, or wrong."""
    notebook = home / "twice.ipynb"
    notebook.write_bytes((desk.root / "handed-in/ada/twice.ipynb").read_bytes())
    place = desk.course / closed
    mode = place.stat().st_mode & 0o777
    place.chmod(0o700 if place.is_dir() else 0o600)
    try:
        done = run(desk, home, "try", notebook)
    finally:
        place.chmod(mode)

    assert (done.returncode, len(lines(done))) == (2, 1), lines(done)
    assert f"{place}: user 60702 may not read it: it belongs to root" in lines(done)[0]


def test_in_a_checkout_of_ones_own_all_lies_in_it(tmp_path, monkeypatch):
    """Wherever in it one stands; in the wheel's there is nothing to write."""
    (tmp_path / "checkout/notebooks").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    course = Course(tmp_path / "checkout")
    for place in ("checkout/notebooks", "elsewhere"):
        monkeypatch.chdir(tmp_path / place)
        assert course.place_for("workbook") == tmp_path / "checkout/workbook"
    monkeypatch.setattr("autograder.course.course.INSTALLED_COURSE", course.root)
    assert course.place_for("workbook") == tmp_path / "elsewhere/workbook"

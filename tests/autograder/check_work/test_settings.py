"""What the instructor writes into `check-work.toml` holds from the next request on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.check_work.service.settings import FILE, Settings, SettingsFile
from autograder.course.course import Course
from autograder.errors import UsageError

COURSE = Course.find(Path(__file__).parent)

WRONG = {
    "no TOML": ("open = [", "cannot be read as TOML"),
    "no such setting": ("opened = []", "opened is no setting. There are: open, points"),
    "no such assignment": ('open = ["17-nothing"]', "17-nothing: no such assignment"),
    "no list": ('open = "04-sigmoid"', "open is '04-sigmoid', expected a list"),
    "a number in it": ("open = [4]", "open has 4 in it, expected names"),
    "points": ("points = 1", "points is 1, expected true or false"),
    "show_expected": ('show_expected = "yes"', 'expected "never", "small" or "always"'),
    "none an hour": ("requests_an_hour = 0", "expected a whole number above zero"),
    "half a request": ("requests_an_hour = 2.5", "expected a whole number above zero"),
    "not a number": ("megabytes = nan", "expected a number above zero"),
    "a number of 400 digits": (f"megabytes = -1{'0' * 400}", "expected a number above zero"),
    "one of 5000": (f"megabytes = 1{'0' * 5000}", "cannot be read as TOML"),
    "nested deep": (f"open = {'[' * 5000}", "cannot be read as TOML"),
    "true seconds": ("seconds_an_hour = true", "expected a number above zero"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings lie."""
    return tmp_path / FILE


def test_without_a_file_nothing_is_open(path):
    """Nobody is told anything that the instructor has not opened."""
    settings = Settings.read(path, COURSE)

    assert settings == Settings() and settings.open == ()
    assert settings.show_expected == "never"


def test_the_module_s_own_example_is_understood(path):
    """Assignments may be named by their stems too."""
    import autograder.check_work.service.settings as module

    path.write_text((module.__doc__ or "").partition("\n\n")[2], encoding="utf-8")

    assert Settings.read(path, COURSE) == Settings(open=("04-sigmoid", "09-softmax"))
    path.write_text('open = ["softmax"]\npoints = false\nmegabytes = 0.5\n', encoding="utf-8")
    settings = Settings.read(path, COURSE)
    assert (settings.open, settings.points, settings.bytes) == (("09-softmax",), False, 500_000)


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_one_sentence(case, path):
    """Which file, which setting, what it is and what was expected."""
    text, sentence = WRONG[case]
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as raised:
        Settings.read(path, COURSE)

    assert sentence in str(raised.value)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


def test_a_course_without_notebooks_is_told_too(path):
    """Somebody may just be moving them."""
    path.write_text('open = ["04-sigmoid"]', encoding="utf-8")

    with pytest.raises(UsageError, match=r"check-work.toml: .*No such file"):
        Settings.read(path, Course(path.parent))


def test_the_limits_of_the_class_hold_here_too(path):
    """`limits.toml` beside the settings; a fault in it is told like one in them."""
    (path.parent / "limits.toml").write_text("submission = 1000\n", encoding="utf-8")
    assert Settings.read(path, COURSE).bytes == 1000

    (path.parent / "limits.toml").write_text("submisson = 1000\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no limit is called submisson"):
        Settings.read(path, COURSE)


def test_a_change_holds_at_once_and_a_fault_closes_everything(path):
    """By old rules nothing is told: somebody may just have wanted to close an assignment."""
    file = SettingsFile(path, COURSE)
    assert file.changed() and file.settings.open == ()
    assert not file.changed()

    for at, name in enumerate(("04-sigmoid", "09-softmax")):
        path.write_text(f'open = ["{name}"]', encoding="utf-8")
        os.utime(path, ns=(at, at))
        assert file.changed() and file.settings.open == (name,)

    path.write_text("open = 3", encoding="utf-8")
    assert file.changed()
    for _ in range(2):
        with pytest.raises(UsageError, match="open is 3"):
            _ = file.settings
        assert not file.changed()

    path.unlink()
    assert file.changed() and file.settings.open == ()

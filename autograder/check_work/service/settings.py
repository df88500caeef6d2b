"""`check-work.toml` of a course: what a hub's students may have checked, how often, what they see.

open = ["04-sigmoid", "09-softmax"]
points = true
show_expected = "never"
requests_an_hour = 20
seconds_an_hour = 300
megabytes = 10
keep_notebooks = false
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args

from autograder.checking.disagreement import ShowExpected
from autograder.course.course import Course
from autograder.errors import UsageError
from autograder.files import read_toml
from autograder.sandbox.limits import Limits

FILE = "check-work.toml"


@dataclass(frozen=True)
class Settings:
    """What students may ask of the service.

    Attributes
    ----------
    open : tuple of str
        The names of the assignments that are checked; of no others anything is told.
    points : bool
        Whether points are shown.
    show_expected : {"never", "small", "always"}
        Whether messages tell what a hidden input should have given.
    requests_an_hour : int
        How many notebooks each student may have checked within an hour.
    seconds_an_hour : float
        How long the notebooks of each student may run within an hour, all together.
    megabytes : float
        How large a notebook may be.
    keep_notebooks : bool
        Whether what students sent is kept beside the log.
    limits : Limits
        Of running a notebook; from `limits.toml` beside this file.
    """

    open: tuple[str, ...] = ()
    points: bool = True
    show_expected: ShowExpected = "never"
    requests_an_hour: int = 20
    seconds_an_hour: float = 300
    megabytes: float = 10
    keep_notebooks: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def bytes(self) -> int:
        """How large a notebook may be."""
        return int(min(self.megabytes * 10**6, self.limits.submission))

    @classmethod
    def read(cls, path: Path, course: Course) -> Settings:
        """Return what a file says; if there is none, no assignment is open.

        Raises
        ------
        UsageError
            If it is no TOML, or says something that cannot be.
        """
        settings = cls(limits=Limits.read(path.parent / "limits.toml"))
        try:
            said = read_toml(path, UsageError)
        except FileNotFoundError:
            return settings
        try:
            return replace(settings, **{key: _value(key, said[key], course) for key in said})
        except (UsageError, OSError) as error:  # of the course's folder, for instance
            raise UsageError(f"{path}: {error}") from error


class SettingsFile:
    """A settings file that is read again when it has changed.

    Parameters
    ----------
    path : Path
        It need not exist.
    course : Course
        Whose assignments it names.
    """

    def __init__(self, path: Path, course: Course) -> None:
        self.path = path
        self._course = course
        self._seen: object = None
        self._settings = Settings()
        self._error: UsageError | None = None

    def changed(self) -> bool:
        """Return whether it was read anew; what it says now is in `settings`."""
        files = (self.path, self.path.parent / "limits.toml")
        seen = tuple(map(_version, files))
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            self._settings, self._error = Settings.read(self.path, self._course), None
        except UsageError as error:
            self._error = error
        return True

    @property
    def settings(self) -> Settings:
        """What the file says; a UsageError if that cannot be: nothing is served by old rules."""
        if self._error is not None:
            raise self._error
        return self._settings


def _version(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def _value(key: str, value: object, course: Course) -> Any:
    """Return a setting as `Settings` has it."""
    match key, value:
        case "open", list():
            if wrong := next((name for name in value if not isinstance(name, str)), None):
                raise UsageError(f'open has {wrong!r} in it, expected names such as "04-sigmoid".')
            return tuple(one.name for one in course.select(value)) if value else ()
        case "points" | "keep_notebooks", bool():
            return value
        case "show_expected", str() if value in get_args(ShowExpected):
            return value
        case "requests_an_hour", int() if not isinstance(value, bool) and value > 0:
            return value
        case "seconds_an_hour" | "megabytes", int() | float() if _is_positive(value):
            return value
    if key not in _EXPECTED:
        raise UsageError(f"{key} is no setting. There are: {', '.join(_EXPECTED)}.")
    raise UsageError(f"{key} is {value!r}, expected {_EXPECTED[key]}.")


def _is_positive(value: float) -> bool:
    return not isinstance(value, bool) and 0 < value < math.inf


_EXPECTED = {
    "open": 'a list of assignments such as ["04-sigmoid"]',
    "points": "true or false",
    "show_expected": '"never", "small" or "always"',
    "requests_an_hour": "a whole number above zero",
    "seconds_an_hour": "a number above zero",
    "megabytes": "a number above zero",
    "keep_notebooks": "true or false",
}
assert _EXPECTED.keys() == {one.name for one in fields(Settings)} - {"limits"}

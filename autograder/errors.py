"""What the tool says when it cannot go on.

AutograderError            exit code 1
├── MaterialError          1: something is wrong in a notebook, a submission or a file
├── UsageError             2: the command was given something that it cannot work with
│   └── PlaceError         2: a file or folder may not be read or written, or has no room
└── UnfitError             3: the grader itself cannot be trusted with this class
"""


class AutograderError(Exception):
    """One sentence: where, what is wrong, got and expected; then what to do."""

    exit_code = 1


class MaterialError(AutograderError):
    """A notebook, a submission or a file is not what it should be."""


class UsageError(AutograderError):
    """The command was asked for something that does not exist or cannot be."""

    exit_code = 2


class PlaceError(UsageError, OSError):
    """A file or folder may not be read or written by this user, or there is no room for it."""


class UnfitError(AutograderError):
    """The grader failed its own test, or cannot confine student code: nobody is graded."""

    exit_code = 3

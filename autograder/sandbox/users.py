"""Users for student code: a grader that is root gives each of its processes one of its own.

Only then does the limit of processes bind, and students' processes cannot see each other.
"""

from __future__ import annotations

import functools
import os
import re
import socket

from autograder.errors import UnfitError, UsageError

RANGE = "AUTOGRADER_STUDENT_USERS"
# https://systemd.io/UIDS-GIDS calls these unused; they also exist in containers with 65536 users
_DEFAULT = "60600-61099"


def student_user() -> int | None:
    """Return the number of this process's student user; None if it cannot change users."""
    return _reserve(os.getpid()) if os.geteuid() == 0 else None


def first_student_user() -> int:
    """Return a number from the range, for trying out whether users can be changed."""
    return _range()[0]


def is_student_user(number: int) -> bool:
    """Tell whether a user is one of those that run student code."""
    return number in _range()


def _range() -> range:
    text = os.environ.get(RANGE, _DEFAULT)
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if not match or not 0 < int(match[1]) <= int(match[2]):
        raise UsageError(f"{RANGE} is {text!r}, expected two numbers such as {_DEFAULT}.")
    return range(int(match[1]), int(match[2]) + 1)


@functools.cache
def _reserve(process: int) -> int:
    """Take a user that no other grader on this machine has, for as long as `process` lives.

    The name of an abstract socket, which is never closed, is the reservation: the kernel takes it
    back when the process ends.
    """
    import pwd

    taken = {entry.pw_uid for entry in pwd.getpwall()}
    for user in _range():
        if user in taken:
            continue
        reservation = socket.socket(socket.AF_UNIX)
        try:
            reservation.bind(f"\0autograder-student-user-{user}")
        except OSError:
            reservation.close()
        else:
            reservation.detach()
            return user
    raise UnfitError(f"All users of {RANGE} ({_range()}) are in use. Set it to a larger range.")

"""nbgrader's gradebook of a classroom, opened by nbgrader itself."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.classroom import Classroom
from autograder.errors import MaterialError, PlaceError
from autograder.files import make_file, sentence

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@contextmanager
def gradebook_of(classroom: Classroom) -> Iterator[Gradebook]:
    """Give the gradebook of a classroom, to write into; it is made if there is none.

    Raises
    ------
    PlaceError
        If this user may not write into it.
    """
    make_file(classroom.gradebook)
    from nbgrader.api import Gradebook, app_log  # two seconds: only where it is needed

    from autograder.course.release import version_from_files

    gradebook = Gradebook.__new__(Gradebook)
    # what it raises is told; it also logs the traceback, which without a log goes to the terminal
    before, app_log.disabled = app_log.disabled, True
    try:
        with version_from_files():
            gradebook.__init__(f"sqlite:///{classroom.gradebook}")
        yield gradebook
    finally:  # also if it could not be opened: it has a connection by then
        app_log.disabled = before
        gradebook.close()


@contextmanager
def existing_gradebook_of(classroom: Classroom) -> Iterator[Gradebook]:
    """Give a gradebook that is there, or a new one.

    Raises
    ------
    PlaceError
        If this user may not write into it.
    MaterialError
        If it is damaged, locked or of another version.
    """
    with readable(str(classroom.gradebook)), gradebook_of(classroom) as gradebook:
        yield gradebook


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Turn what a database says while it is used into one sentence, a MaterialError.

    No room on its disk is a PlaceError.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, ValueError) as error:  # nbgrader makes one of the other
        told = error if isinstance(error, SQLAlchemyError) else error.__cause__ or error.__context__
        if not isinstance(told, SQLAlchemyError):
            raise
        reason = str(getattr(told, "orig", None) or told).split("\n")[0]
        if "is full" in reason:
            full = OSError(errno.ENOSPC, reason)
            raise PlaceError(sentence(full, Path(where))) from error
        raise MaterialError(
            f"{where}: the gradebook cannot be read ({reason}). Close other "
            "programs that use it, or put back a copy; nothing was changed."
        ) from error

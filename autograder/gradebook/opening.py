"""nbgrader's gradebook of a classroom, opened by nbgrader itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.course.classroom import Classroom
from autograder.errors import MaterialError
from autograder.files import make_file

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
    from nbgrader.api import Gradebook  # two seconds: only where it is needed

    from autograder.course.release import version_from_files

    gradebook = Gradebook.__new__(Gradebook)
    try:
        with version_from_files():
            gradebook.__init__(f"sqlite:///{classroom.gradebook}")
        yield gradebook
    finally:  # also if it could not be opened: it has a connection by then
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
    """Turn what a database says while it is read into one sentence, a MaterialError."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise MaterialError(
            f"{where}: the gradebook cannot be read ({reason}). Close other "
            "programs that use it, or put back a copy; nothing was changed."
        ) from error

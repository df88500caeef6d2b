"""nbgrader's gradebook of a classroom, opened by nbgrader itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.course.classroom import Classroom
from autograder.database.connection import reading
from autograder.database.errors import saying
from autograder.database.making import as_a_library, make_tables
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
    database = classroom.gradebook
    make_tables(database)
    from nbgrader.api import Gradebook  # two seconds: only where it is needed

    gradebook = Gradebook.__new__(Gradebook)
    with as_a_library():
        try:
            gradebook.__init__(database.url)
            yield gradebook
        finally:  # also if it could not be opened: it has a connection by then
            gradebook.close()


def make_gradebook(classroom: Classroom) -> None:
    """Have nbgrader make the gradebook of a classroom, if there is none."""
    database = classroom.gradebook
    with reading(database) as connection:
        is_there = connection is not None
    if not is_there:
        with gradebook_of(classroom):
            pass
    if database.file:
        make_file(database.file)


@contextmanager
def existing_gradebook_of(classroom: Classroom) -> Iterator[Gradebook]:
    """Give a gradebook that is there, or a new one.

    Raises
    ------
    PlaceError
        If this user may not write into it, or there is no room.
    GradebookError
        If it is damaged, locked, of another version, or cannot be reached.
    """
    with saying(classroom.gradebook), gradebook_of(classroom) as gradebook:
        yield gradebook

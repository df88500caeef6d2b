"""nbgrader's gradebook of a classroom, opened without its detours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.classroom import Classroom
from autograder.errors import MaterialError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@contextmanager
def gradebook_of(classroom: Classroom) -> Iterator[Gradebook]:
    """Give the gradebook of a classroom; it is made if there is none.

    nbgrader asks a subprocess, `alembic`, for the version of a new database: that takes 2 s, and
    fails in an environment that is not activated. The same answer is in nbgrader's own files.
    """
    import nbgrader.api  # two seconds: only where it is needed
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(nbgrader.api.__file__).parent / "alembic"))
    before = nbgrader.api.get_alembic_version
    nbgrader.api.get_alembic_version = scripts.get_current_head
    try:
        gradebook = nbgrader.api.Gradebook(f"sqlite:///{classroom.gradebook}")
    finally:
        nbgrader.api.get_alembic_version = before
    with gradebook:
        yield gradebook


@contextmanager
def existing_gradebook_of(classroom: Classroom) -> Iterator[Gradebook]:
    """Give a gradebook to read from.

    Raises
    ------
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

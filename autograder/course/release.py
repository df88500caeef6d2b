"""`autograder release`: nbgrader's own conversion, then a leak check, then the students' copy."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.database.configuration import is_being_read
from autograder.database.errors import in_words
from autograder.database.making import as_a_library, make_tables
from autograder.errors import AutograderError, MaterialError, PlaceError
from autograder.files import (
    CLOSED,
    is_shared,
    make_file,
    make_folder,
    sentence,
    write_bytes,
    write_json,
)

_STOCK = "nbgrader.preprocessors"
_CONVERSION = [  # nbgrader's own, in its order
    f"{_STOCK}.{name}"
    for name in (
        "IncludeHeaderFooter",
        "InstantiateTests",
        "LockCells",
        "ClearSolutions",
        "ClearOutput",
        "CheckCellMetadata",
        "ComputeChecksums",
        "SaveCells",
        "ClearHiddenTests",
        "ClearMarkScheme",
        "ComputeChecksums",
        "CheckCellMetadata",
    )
]
_ADDED = "AddCheckingFiles"
_STEPS = ("release", "submitted", "autograded", "feedback")


@dataclass(frozen=True)
class Released:
    """What one release did: files written, files as they were, files that somebody edited."""

    assignment: str
    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    edited: list[Path] = field(default_factory=list)


def nbgrader_settings(course_root: Path, classroom: Classroom) -> dict[str, dict[str, Any]]:
    """Return nbgrader's configuration for a classroom: `notebooks/` in, everything else there."""
    directories = {}
    for step in _STEPS:
        path = classroom.root / step
        inside = path.is_relative_to(course_root)  # formgrader links only to what lies below
        directories[f"{step}_directory"] = str(path.relative_to(course_root) if inside else path)
    # a database that somebody chose stands in the configuration itself, or in the classroom's
    database = {} if is_being_read() else {"db_url": classroom.gradebook.url}
    return {
        "CourseDirectory": {
            "root": str(course_root),
            "source_directory": "notebooks",
            **database,
            "groupshared": classroom.root.is_dir() and is_shared(classroom.root),
            **directories,
        },
        "GenerateAssignment": {"preprocessors": [*_CONVERSION, f"{__package__}.generate.{_ADDED}"]},
    }


def release(
    course: Course, classroom: Classroom, assignment: Assignment, *, force: bool = False
) -> Released:
    """Write the students' version of an assignment, and its cells into the gradebook.

    A file in `release/` that was edited by hand stays as it is unless `force` is given.

    Raises
    ------
    MaterialError
        If the notebook cannot be converted, or what would go out holds a secret. Nothing is
        written then.
    """
    make_folder(classroom.root, CLOSED)
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        convert_checked(course, assignment, Path(temporary) / "checked")
        if classroom.gradebook.file:
            make_file(classroom.gradebook.file)
        fresh = Path(temporary) / "recorded"
        _convert(course, classroom, assignment, fresh, record=True)
        return _install(classroom, assignment, fresh / assignment.name, force)


def convert_checked(course: Course, assignment: Assignment, target: Path) -> Path:
    """Convert one assignment without any gradebook; return its folder if it holds no secret."""
    from autograder.course.leaks import find_leaks  # with NumPy, which the settings do without

    _convert(course, Classroom(target), assignment, target, record=False)
    leaks = find_leaks(assignment, target / assignment.name)
    if leaks:
        shutil.rmtree(target / assignment.name)
        raise MaterialError(
            "\n".join([f"{assignment.name}: not released, it would tell secrets.", *leaks])
        )
    return target / assignment.name


def _convert(
    course: Course, classroom: Classroom, assignment: Assignment, target: Path, *, record: bool
) -> None:
    """Run nbgrader's conversion into `target`, with or without the classroom's gradebook."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    class Conversion(GenerateAssignment):
        """Remembers the exception, which nbgrader only logs."""

        failure: Exception | None = None

        def convert_single_notebook(self, notebook_filename: str) -> None:
            with self._remembering():
                super().convert_single_notebook(notebook_filename)

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            with self._remembering():
                super().init_assignment(assignment_id, student_id)

        @contextmanager
        def _remembering(self) -> Iterator[None]:
            try:
                yield
            except Exception as error:
                self.failure = error
                raise

    quiet = logging.Logger("autograder.release", level=logging.CRITICAL + 1)
    config = Config(nbgrader_settings(course.root, classroom))
    config.CourseDirectory.assignment_id = assignment.name
    config.CourseDirectory.release_directory = str(target)
    config.GenerateAssignment.no_database = not record
    config.SaveCells.enabled = record
    directory = CourseDirectory(config=config, log=quiet)
    converter = Conversion(coursedir=directory, config=config, log=quiet)
    try:
        if record:
            make_tables(classroom.gradebook)
        with as_a_library():
            converter.start()
    except Exception as error:
        cause = converter.failure or error
        if isinstance(cause, AutograderError):
            raise cause from error
        if isinstance(cause, OSError) and (said := sentence(cause)):
            raise PlaceError(said) from error
        if not record:
            raise _in_words(assignment, cause) from error
        raise in_words(classroom.gradebook, cause) or _in_words(assignment, cause) from error


def _in_words(assignment: Assignment, error: Exception) -> MaterialError:
    reason = (str(error).strip() or type(error).__name__).split("\n")[0].rstrip(".")
    if "Cannot add or remove cells" in reason:
        return MaterialError(
            f"{assignment.name}: graded or locked cells were added or removed, but the gradebook "
            "has submissions with the old ones. Restore the cells, or release into a new classroom."
        )
    return MaterialError(
        f"{assignment.name}/{assignment.notebook.name}: nbgrader cannot convert it: {reason}. "
        "`autograder check` says more."
    )


def _install(classroom: Classroom, assignment: Assignment, fresh: Path, force: bool) -> Released:
    """Copy new files into `release/`, sparing those that were edited since the last release."""
    target = classroom.released(assignment.name)
    record = classroom.root / "released.json"  # what we wrote, to recognise what others edited
    known = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    result = Released(assignment.name)
    for path in sorted(p for p in fresh.rglob("*") if p.is_file()):
        place = target / path.relative_to(fresh)
        key = place.relative_to(classroom.root).as_posix()
        new, old = _digest(path), _digest(place)
        if old == new:
            result.unchanged.append(place)
        elif old is not None and known.get(key) != old and not force:
            result.edited.append(place)
            continue
        else:
            write_bytes(place, path.read_bytes())
            result.written.append(place)
        known[key] = new
    write_json(record, dict(sorted(known.items())))
    return result


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

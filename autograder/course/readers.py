"""Which secrets every user of this machine can read, and how they are closed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.errors import AutograderError
from autograder.files import owner_of


def open_to_all(course: Course, classroom: Classroom | None = None) -> Iterator[str]:
    """Yield a sentence for each directory that lets others read solutions, notebooks or marks.

    What the permissions say is looked at, of each file and of all directories above it.

    Parameters
    ----------
    course : Course
        Its notebooks have solutions and hidden tests in them.
    classroom : Classroom, optional
        Its `release/`, and a zip beside it, are what students get: they are no secret. What names
        a server's database is one.
    """
    if os.name != "posix":
        return
    solutions = (course.root / "solutions").rglob("*.py")
    secrets: list[tuple[Path, Iterator[Path]]] = [
        (course.root, (one.notebook for one in course.assignments)),
        (course.root, (path for path in sorted(solutions) if path.name != "__init__.py")),
    ]
    if classroom is not None:
        inside = classroom.root.is_relative_to(course.root)
        secrets.append((course.root if inside else classroom.root, _files_of(classroom)))
        with suppress(AutograderError):  # of another check
            book = classroom.gradebook
            # a password may stand beside a server's address
            if book.told_by and not book.file and book.told_by.parent != classroom.root:
                secrets.append((book.told_by, iter([book.told_by])))
    found: dict[Path, list[str]] = {}
    for root, files in secrets:
        if file := next(filter(_is_open, files), None):
            found.setdefault(root, []).append(str(file))
    for root, names in found.items():
        yield (
            f"Every user of this machine can read {' and '.join(names)}. "
            f"So that others cannot, let {owner_of(root)} run `chmod o-rwx {root}`."
        )


def _files_of(classroom: Classroom) -> Iterator[Path]:
    """Yield what is in a classroom and no student gets; nothing of what others cannot enter."""
    if not _can_be_entered(classroom.root.resolve()):
        return
    for folder, folders, files in os.walk(classroom.root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if here / name != classroom.release)
        yield from (here / name for name in sorted(files) if not name.endswith(".zip"))


def _is_open(file: Path) -> bool:
    """Return whether everybody can read a file."""
    file = file.resolve()
    return bool(_mode(file) & stat.S_IROTH) and _can_be_entered(file.parent)


def _can_be_entered(folder: Path) -> bool:
    return all(_mode(above) & stat.S_IXOTH for above in (folder, *folder.parents))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:  # gone, or not ours to look at
        return 0

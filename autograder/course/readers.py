"""Which secrets every user of this machine can read, and how they are closed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.files import owner_of

_READ, _ENTER = stat.S_IROTH, stat.S_IXOTH


def open_to_all(course: Course, classroom: Classroom | None = None) -> Iterator[str]:
    """Yield a sentence for each directory that lets others read solutions, notebooks or marks.

    What the permissions say is looked at, of each file and of all directories above it.

    Parameters
    ----------
    course : Course
        Its notebooks have solutions and hidden tests in them.
    classroom : Classroom, optional
        Its `release/`, and a zip beside it, are what students get: they are no secret.
    """
    if os.name != "posix":
        return
    secret = {
        place: course.root for place in (course.root / "notebooks", course.root / "solutions")
    }
    if classroom is not None:
        secret[classroom.root] = classroom.root
    given = {classroom.release} if classroom else set()
    found: dict[Path, list[Path]] = {}
    for place, root in secret.items():
        closed_by = course.root if root.is_relative_to(course.root) else root
        if file := _readable(place, given):
            found.setdefault(closed_by, []).append(file)
    for root, files in found.items():
        yield (
            f"Every user of this machine can read {' and '.join(map(str, files))}. "
            f"So that others cannot, let {owner_of(root)} run `chmod o-rwx {root}`."
        )


def _readable(place: Path, given: set[Path]) -> Path | None:
    """Return a file in a directory that others can read; None if there is none."""
    place = place.resolve()
    if not all(_mode(above) & _ENTER for above in (place, *place.parents)):
        return None
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(
            name
            for name in folders
            if name != "__pycache__"
            and Path(folder, name) not in given
            and _mode(Path(folder, name)) & _ENTER
        )
        for name in sorted(files):
            if not name.endswith(".zip") and _mode(Path(folder, name)) & _READ:
                return Path(folder, name)
    return None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:  # gone, or not ours to look at
        return 0

"""What travels: jobs without what they have in common, a course, and what became of a job."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from autograder.course.course import Course
from autograder.errors import AutograderError
from autograder.grading.classes.workers import Finished
from autograder.grading.grade import Job
from autograder.grading.submission.files import beside, released_files

DIED = b""  # instead of a result: the process that graded died


def shared_part(course: Course, job: Job) -> Job:
    """Return what all jobs of this one's assignment have in common."""
    (assignment,) = course.select([job.assignment])
    files = beside(released_files(assignment), {})
    return replace(job, student="", submission=None, files=files, times={}, or_not=False)


def own_part(job: Job, shared: Job) -> bytes:
    """Return what is different in a job, packed."""
    own: dict[str, Any] = {
        field.name: value
        for field in fields(Job)
        if (value := getattr(job, field.name)) != getattr(shared, field.name)
    }
    if "files" in own:
        known = shared.files.items()
        own["files"] = dict(item for item in job.files.items() if item not in known)
    return pickle.dumps(own)


def joined(shared: Job, own: bytes) -> Job:
    """Return the job again."""
    changes: dict[str, Any] = pickle.loads(own)
    changes["files"] = {**changes.get("files", {}), **shared.files}
    return replace(shared, **changes)


def packed_result(result: Finished | AutograderError) -> bytes:
    """Return a result, or what is wrong for everybody, as bytes."""
    return zlib.compress(pickle.dumps(result), 1)


def result_of(content: bytes) -> Finished | None:
    """Return the result again; None if a process died. What is wrong for everybody is raised."""
    if content == DIED:
        return None
    result = pickle.loads(zlib.decompress(content))
    if isinstance(result, AutograderError):
        raise result
    assert isinstance(result, Finished)
    return result


def packed_course(course: Course) -> bytes:
    """Return a zip of what a grader needs of a course: its notebooks and its solutions."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(course):
            archive.write(path, path.relative_to(course.root).as_posix())
    return content.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Lay a packed course into a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


def _files(course: Course) -> Iterator[Path]:
    yield from sorted((course.root / "solutions").rglob("*.py"))
    for assignment in course.assignments:
        yield assignment.notebook

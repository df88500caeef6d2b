"""Which submissions of a class must be graded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError, UsageError
from autograder.gradebook.writing import recorded
from autograder.grading.classes.store import Keeper, Summary, is_recorded
from autograder.grading.fingerprints import submission_key
from autograder.grading.results import ours, read_page
from autograder.grading.submission.folder import HandedIn, read_folder


@dataclass(frozen=True)
class Waiting:
    """A submission that is to be graded."""

    assignment: Assignment
    student: str


def has_a_new_one(classroom: Classroom, assignments: Sequence[Assignment]) -> bool:
    """Whether something was handed in for an assignment of which nothing was graded yet."""
    return any(
        any(classroom.submitted.glob(f"*/{item.name}"))
        and not any(classroom.autograded.glob(f"*/{item.name}"))
        for item in assignments
    )


def unfinished(
    classroom: Classroom,
    hashes: Mapping[Assignment, str],
    students: Sequence[str] | None,
    force: bool,
    size: int,
    keeper: Keeper,
    summaries: list[Summary],
) -> Iterator[Waiting]:
    """Yield what must be graded.

    What is unchanged goes to the summaries, and into the gradebook if it is not there any more.

    Parameters
    ----------
    classroom : Classroom
        Where it was handed in.
    hashes : mapping
        The assignments, each with the hash of what its results depend on.
    students : sequence of str or None
        Only these.
    force : bool
        Whether what is unchanged must be graded too.
    size : int
        Bytes that a submission may have.
    keeper : Keeper
        Writes to the gradebook.
    summaries : list of Summary
        Gets those of earlier runs.

    Raises
    ------
    UsageError
        If a student that was named handed nothing in.
    """
    sums = recorded(classroom.gradebook)
    found = set()
    for assignment, hashed in hashes.items():
        for student in classroom.submissions(assignment.name):
            found.add(student)
            if students is not None and student not in students:
                continue
            item = Waiting(assignment, student)
            finished = None if force else _finished(classroom, item, hashed, size)
            if finished is None:
                yield item
                continue
            page, summary = finished
            summaries.append(summary)
            if "score" in page and not is_recorded(page, sums):
                stamp = read(classroom, item, size).timestamp
                keeper.enter_again(page, assignment, stamp)
    missing = sorted(set(students or ()) - found)
    if missing:
        raise UsageError(
            f"{missing[0]}: no submission of {', '.join(a.name for a in hashes)} in "
            f"{classroom.submitted}. Is the name right?"
        )


def _finished(
    classroom: Classroom, item: Waiting, hashed: str, size: int
) -> tuple[dict, Summary] | None:
    """The results of an earlier run, if nothing that they depend on has changed."""
    path = classroom.results(item.student, item.assignment.name)
    try:
        page = read_page(path)
        handed_in = read(classroom, item, size)
        if ours(page).get("key") != submission_key(hashed, handed_in.digest):
            return None
        summary = Summary.of(page, unchanged=True)
    except (MaterialError, KeyError, TypeError, AttributeError):
        return None
    kept = path.with_name(f"{item.assignment.stem}.ipynb").is_file() or "score" not in page
    return (page, summary) if kept else None


def read(classroom: Classroom, item: Waiting, size: int) -> HandedIn:
    """Return what lies in the submission's folder; `Refused` if it cannot be graded."""
    folder = classroom.submission(item.student, item.assignment.name)
    return read_folder(folder, item.assignment.stem, size)

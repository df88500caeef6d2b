"""Which submissions of a class must be graded, and which an earlier run has finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.classroom import Classroom, is_text
from autograder.course.course import Assignment
from autograder.errors import UsageError
from autograder.gradebook.writing import automatic_points
from autograder.grading.classes.store import Store, Summary, is_recorded
from autograder.grading.fingerprints import submission_key
from autograder.grading.results import ours, read_page
from autograder.grading.submission.folder import Receipt, SubmittedFolder, read_folder
from autograder.grading.submission.reading import Refused
from autograder.sandbox.limits import Limits


@dataclass(frozen=True)
class Pending:
    """A submission that must be graded."""

    assignment: Assignment
    student: str


def has_a_new_one(classroom: Classroom, assignments: Sequence[Assignment]) -> bool:
    """Return whether something was handed in for an assignment of which nothing was graded yet."""
    return any(
        any(classroom.submitted.glob(f"*/{item.name}"))
        and not any(classroom.autograded.glob(f"*/{item.name}"))
        for item in assignments
    )


def unfinished(
    classroom: Classroom,
    hashes: Mapping[Assignment, str],
    students: Sequence[str] | None,
    limits: Limits,
    store: Store,
    force: bool = False,
) -> Iterator[Pending | Summary]:
    """Yield what must be graded, and the summaries of what an earlier run has graded.

    What is unchanged is written into the gradebook if it is not there any more.

    Parameters
    ----------
    classroom : Classroom
        Where it was handed in.
    hashes : mapping
        The assignments, each with the hash of what its results depend on.
    students : sequence of str or None
        Only these.
    limits : Limits
        How large a submission may be.
    store : Store
        Writes to the gradebook.
    force : bool
        Whether what is unchanged must be graded too.

    Raises
    ------
    UsageError
        If a student that was named handed nothing in.
    """
    sums = automatic_points(classroom.gradebook)
    found = set()
    for assignment, hashed in hashes.items():
        for student in classroom.folders(assignment.name):
            found.add(student)
            if students is not None and student not in students:
                continue
            item = Pending(assignment, student)
            finished = None if force else _finished(classroom, item, hashed, limits, store, sums)
            yield finished or item
    missing = sorted(set(students or ()) - found)
    if missing:
        raise UsageError(
            f"{missing[0]}: no submission of {', '.join(a.name for a in hashes)} in "
            f"{classroom.submitted}. Is the name right?"
        )


def read(classroom: Classroom, item: Pending, limits: Limits) -> SubmittedFolder:
    """Return what lies in the submission's folder; `Refused` if it cannot be graded."""
    if not is_text(item.student):
        raise Refused("The student's folder has a name that is no text: rename the folder.")
    if set(item.student) & set('<>"'):
        raise Refused("The student's folder has one of < > \" in its name: rename the folder.")
    folder = classroom.submission(item.student, item.assignment.name)
    return read_folder(folder, item.assignment.stem, limits)


def _finished(
    classroom: Classroom,
    item: Pending,
    hashed: str,
    limits: Limits,
    store: Store,
    sums: Mapping[tuple[str, str], tuple[float, int]],
) -> Summary | None:
    """Return the summary of an earlier run, if nothing that it depends on has changed."""
    path = classroom.results(item.student, item.assignment.name)
    try:
        page = read_page(path)
        folder = read(classroom, item, limits)
        if ours(page).get("key") != submission_key(hashed, folder.digest):
            return None
        summary = Summary.of(page, unchanged=True)
        if "score" in page and not path.with_name(f"{item.assignment.stem}.ipynb").is_file():
            return None
        if not is_recorded(page, sums) or Receipt.of(path.parent) != folder.receipt:
            store.enter_again(page, item.assignment, folder.receipt)
    except Exception:  # whatever is wrong with it is found out when it is graded
        return None
    return summary

"""Marks out of the classroom, in the form that a platform takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.errors import UsageError
from autograder.platforms.csv_files import as_canvas, as_csv
from autograder.platforms.gradescope import autograder_zip, results_of
from autograder.platforms.marks import Marks, State, marks
from autograder.platforms.tables import Filled, fill_grade_center, fill_moodle

PLATFORMS = ("csv", "canvas", "moodle", "blackboard", "gradescope")


@dataclass(frozen=True)
class Exported:
    """The files that were written, and what the teacher should know about them."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def export(
    course: Course,
    classroom: Classroom,
    to: str,
    *,
    output: Path | None = None,
    template: Path | None = None,
    per_claim: bool = False,
    assignments: Sequence[str] = (),
    scale: bool = False,
) -> Exported:
    """Write the marks of a class for a platform.

    Parameters
    ----------
    to : str
        "csv", "canvas", "moodle", "blackboard" or "gradescope".
    output : Path, optional
        The file to write (for Gradescope a folder); it must not exist. By default a file in
        `<classroom>/export/`, which each export writes anew.
    template : Path, optional
        The file that the teacher downloaded from the platform: needed for Moodle and Blackboard,
        possible for Canvas. Cells are filled in, all else stays byte for byte.
    per_claim : bool
        For csv: a column for each graded cell.
    assignments : sequence of str
        Only these; by default all for which something was graded.
    scale : bool
        Convert the points if the platform's maximum differs from the course's.

    Raises
    ------
    UsageError
        If the platform needs another option, or `output` exists.
    MaterialError
        If the template is not what the platform gives out.
    """
    if to not in PLATFORMS:
        raise UsageError(f"--to {to}: unknown. There are: {', '.join(PLATFORMS)}.")
    if per_claim and to != "csv":
        raise UsageError(f"--per-claim: {to} takes one number an assignment. Use --to csv.")
    if template and to in ("csv", "gradescope"):
        raise UsageError(f"--template: {to} needs none. Leave it out.")
    if not template and to in ("moodle", "blackboard"):
        raise UsageError(
            f"--to {to} fills in the file that {to} lets you download: give it as --template FILE."
        )
    table = _of_what_was_graded(marks(course, classroom, assignments), assignments)
    if to == "gradescope":
        return _for_gradescope(course, classroom, table, output)
    notes = _notes(table)
    if template:
        filled = _filled(template, to, table, classroom, scale)
        content = filled.content
        notes = [f"{filled.filled} cells filled in.", *_unmatched(filled), *notes]
    elif to == "canvas":
        content = as_canvas(table, classroom)
        notes.append(
            "Canvas makes a new assignment of each title that it does not have: compare the "
            "titles first, or give Canvas's own export as --template."
        )
    else:
        content = as_csv(table, per_claim)
    ending = template.suffix if template else ".csv"
    name = "marks" if to == "csv" else to
    if to == "moodle":
        name = f"moodle-{table.assignments[0].name}"
    file = _place(output, classroom, name + ending)
    file.write_bytes(content)
    return Exported((file,), tuple(notes))


def _filled(template: Path, to: str, table: Marks, classroom: Classroom, scale: bool) -> Filled:
    try:
        content = template.read_bytes()
    except OSError as error:
        raise UsageError(f"--template {template}: cannot be read: {error.strerror}.") from error
    if to == "moodle":
        return fill_moodle(content, str(template), table, classroom, scale)
    return fill_grade_center(content, str(template), table, classroom, to, scale)


def _of_what_was_graded(table: Marks, asked: Sequence[str]) -> Marks:
    """Leave out assignments that nobody was graded in, unless they were asked for."""
    done = (State.GRADED, State.PARTLY)
    kept = [a for a in table.assignments if asked or any(m.state in done for m in table.of(a.name))]
    if not kept:
        raise UsageError("nothing was graded yet. Run `autograder grade` first.")
    names = {assignment.name for assignment in kept}
    cells = {key: mark for key, mark in table.table.items() if key[1] in names}
    return Marks(table.people, tuple(kept), cells)


def _notes(table: Marks) -> list[str]:
    """Say what an empty cell stands for, and how often."""
    notes = []
    for state, what in (
        (State.PARTLY, "could not be graded (see `not run` in --to csv)"),
        (State.WAITING, "not graded yet"),
        (State.MISSING, "not handed in"),
    ):
        if number := table.count(state):
            notes.append(f"{number} empty, never 0: {what}.")
    if waiting := sum(mark.by_hand > 0 for mark in table.table.values()):
        notes.append(f"{waiting} still to be marked by hand: their points so far were exported.")
    return notes


def _unmatched(filled: Filled) -> list[str]:
    notes = []
    if filled.unplaced:
        notes.append(f"In no line of the file: {', '.join(filled.unplaced)}.")
    if filled.unknown_lines:
        number = len(filled.unknown_lines)
        notes.append(
            f"{number} lines of nobody in this classroom: {'; '.join(filled.unknown_lines)}."
        )
    return notes


def _place(output: Path | None, classroom: Classroom, name: str) -> Path:
    if output is None:
        folder = classroom.root / "export"
        folder.mkdir(exist_ok=True)
        return folder / name
    if output.exists():
        raise UsageError(f"--output {output}: exists. Name another file, or move it away.")
    output.parent.mkdir(parents=True, exist_ok=True)
    return output


def _for_gradescope(
    course: Course, classroom: Classroom, table: Marks, output: Path | None
) -> Exported:
    """Write an autograder zip for each assignment, and a `results.json` for each student."""
    folder = _place(output, classroom, "gradescope")
    files = []
    for assignment in table.assignments:
        file = folder / f"{assignment.name}-autograder.zip"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(autograder_zip(course, assignment))
        files.append(file)
        for mark in table.of(assignment.name):
            if (content := results_of(classroom, mark)) is not None:
                file = folder / assignment.name / mark.student / "results.json"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                files.append(file)
    return Exported(tuple(files), tuple(_notes(table)))

"""Options and arguments that several commands share, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.people import Names
from autograder.database.address import Database
from autograder.errors import UsageError
from autograder.files import INSTALLED_COURSE

assignments_argument = click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT]...")

classroom_option = click.option(
    "--classroom",
    "classroom_path",
    type=click.Path(path_type=Path, file_okay=False, readable=False),
    envvar="AUTOGRADER_CLASSROOM",
    metavar="DIR",
    help="The class's directory.  [default: classroom/ in your checkout, else here]",
)

anonymous_option = click.option(
    "--anonymous", is_flag=True, help="Leave out who the students are: names and ids."
)

unconfined_option = click.option(
    "--unconfined", is_flag=True, help="Accept that student code is not confined."
)


def classroom_at(path: Path | None, course: Course, *, new: bool = False) -> Classroom:
    """Return the classroom that was asked for; `new` allows one that does not exist yet."""
    path = path or course.place_for("classroom")
    started = Path.cwd() if course.root == INSTALLED_COURSE else course.root
    return Classroom(path.resolve(), started) if new else Classroom.existing(path, started)


def shown(path: Path | Database) -> str:
    """Return a path as short as it can be understood from here; a database without a password."""
    here = Path.cwd()
    if isinstance(path, Database):
        if path.file is None:
            return str(path)
        path = path.file
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def need_submissions(
    classroom: Classroom,
    assignments: Sequence[Assignment],
    students: Sequence[str] = (),
    known: Names | None = None,
) -> None:
    """Raise a UsageError if nobody handed in these assignments, or a student who was named not."""
    names = ", ".join(assignment.name for assignment in assignments)
    there = {who for one in assignments for who in classroom.submissions(one.name)}
    if not there:
        raise UsageError(
            f"{shown(classroom.submitted)}: no submission of {names}. "
            "Put some there: `autograder collect`."
        )
    for student in students:
        if student not in there:
            if known and student in known:
                who = known.name(student)
                raise UsageError(f"--student {student}: {who} has not handed in {names}.")
            raise UsageError(
                f"--student {student}: no submission of {names} in {shown(classroom.submitted)}. "
                "Is the id right? It is the name of the student's folder there."
            )


def on_stderr() -> Callable[[str], None]:
    """Return a way to say that something takes a while, without spoiling piped output."""
    return lambda line: click.echo(line, err=True)

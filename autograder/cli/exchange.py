"""Commands for what comes in and goes out: roster, collect, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import (
    assignments_argument,
    classroom_at,
    classroom_option,
    counted,
    shown,
)

if TYPE_CHECKING:
    from autograder.platforms.collect import Collected

_A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(short_help="Put the students of a CSV into the gradebook.")
@click.argument("file", type=_A_FILE)
@classroom_option
def roster(file: Path, classroom_path: Path | None) -> None:
    """Put the students of a CSV into the gradebook, so that names show everywhere.

    Its first line names the columns: id,name,e-mail,section. Only id is required; a column
    `platform` may hold the learning platform's user id. Doing it again updates; nobody is removed.
    """
    from autograder.course.course import Course
    from autograder.gradebook.roster import enrol

    classroom = classroom_at(classroom_path, Course.find())
    people = enrol(classroom, file)
    click.echo(f"{counted(len(people), 'student')} in {shown(classroom.gradebook)}.")


@click.command(short_help="Sort a platform's download into the classroom.")
@click.argument("download", type=click.Path(path_type=Path, exists=True))
@click.argument("assignment", required=False)
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Choice(["canvas", "moodle", "blackboard", "folder", "nbgrader"]),
    help="Whose names the files have; folder: one folder or file for each student.",
)
@click.option(
    "--late",
    type=click.Choice(["keep", "drop"]),
    default="keep",
    show_default=True,
    help="Drop what the platform marks as late, or what came after nbgrader's due date.",
)
@classroom_option
def collect(
    download: Path, assignment: str | None, source: str, late: str, classroom_path: Path | None
) -> None:
    """Sort a platform's DOWNLOAD, a zip or a folder, into DIR/submitted/.

    Each student's latest notebook counts. Files are recognised by their cells, whatever they are
    called; with ASSIGNMENT only this one is taken. Nothing is overwritten: what a later version
    replaces is kept in DIR/replaced/.
    """
    from autograder.course.course import Course
    from autograder.platforms.collect import collect as collect_into

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    _show(collect_into(course, classroom, download, source, assignment, late))


@click.command(short_help="Write the marks as a platform takes them.")
@assignments_argument
@click.option(
    "--to",
    required=True,
    type=click.Choice(["csv", "canvas", "moodle", "blackboard", "gradescope"]),
    help="Who is to read it.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What to write; for gradescope a folder.  [default: in DIR/export/]",
)
@click.option(
    "--template",
    type=_A_FILE,
    metavar="FILE",
    help="The file that the platform let you download, to be filled in.",
)
@click.option("--per-claim", is_flag=True, help="For csv: a column for each graded cell.")
@click.option("--scale", is_flag=True, help="Convert points to the platform's maximum.")
@classroom_option
def export(
    assignments: tuple[str, ...],
    to: str,
    output: Path | None,
    template: Path | None,
    per_claim: bool,
    scale: bool,
    classroom_path: Path | None,
) -> None:
    """Write the marks as a platform takes them; what could not be graded is empty, never 0.

    Marks given by hand and late penalties count. Moodle and Blackboard need --template, Canvas
    can have one. For Gradescope: an autograder zip for each ASSIGNMENT, and a results.json for
    each student.
    """
    from autograder.course.course import Course
    from autograder.platforms.export import export as export_to

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    done = export_to(
        course,
        classroom,
        to,
        output=output,
        template=template,
        per_claim=per_claim,
        assignments=assignments,
        scale=scale,
    )
    for note in done.notes:
        click.echo(note, err=True)
    for file in done.files[:5]:
        click.echo(shown(file))
    if len(done.files) > 5:
        click.echo(f"and {counted(len(done.files) - 5, 'more file')}")


def _show(done: Collected) -> None:
    """Print who handed in what, then what was skipped and why, then the sum."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from autograder.platforms.record import Outcome

    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("who", "what", "", "file", "note"):
        table.add_column(header, overflow="fold")
    for row in done.rows:
        cells = row.who, row.what, str(row.outcome), row.file, row.note
        table.add_row(*map(Text, cells))  # as text: a file's name is no markup
    Console(highlight=False).print(table)
    for student in done.unmatched:
        click.echo(f"{student}: not in the roster.", err=True)
    for student, assignment in done.missing:
        click.echo(f"{student}: has not handed in {assignment}.", err=True)
    for note in done.notes:
        click.echo(note, err=True)
    counts = {outcome: done.count(outcome) for outcome in Outcome}
    click.echo(", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number))


COMMANDS = (roster, collect, export)

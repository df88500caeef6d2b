"""Commands for what comes in and goes out: roster, collect, export."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import (
    anonymous_option,
    assignments_argument,
    classroom_at,
    classroom_option,
    shown,
)
from autograder.pages.numbers import counted
from autograder.platforms.registry import SOURCES, TARGETS

if TYPE_CHECKING:
    from autograder.platforms.collect import Collected

_A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(short_help="Put the students of a list into the gradebook.")
@click.argument("file", type=_A_FILE)
@classroom_option
def roster(file: Path, classroom_path: Path | None) -> None:
    """Put the students of a list into the gradebook, so that names show everywhere.

    FILE is a platform's own export or list of participants, or a table of your own whose first line
    names the columns: id,name,e-mail,section,group. Only id is required; a column `platform` may
    hold the learning platform's user id. Doing it again updates; nobody is removed.
    """
    from autograder.course.course import Course
    from autograder.gradebook.roster import enrol
    from autograder.platforms.registry import read_students

    classroom = classroom_at(classroom_path, Course.find())
    people = read_students(file.read_bytes(), str(file))
    enrol(classroom, people)
    click.echo(f"{counted(len(people), 'student')} in {shown(classroom.gradebook)}.")


@click.command(short_help="Sort a platform's download into the classroom.")
@click.argument("download", type=click.Path(path_type=Path, exists=True))
@click.argument("assignment", required=False)
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Choice(SOURCES),
    help="Whose names the files have; folder: one folder or file for each student.",
)
@click.option(
    "--late",
    type=click.Choice(["keep", "drop"]),
    default="keep",
    show_default=True,
    help="Drop what the platform marks as late, or what came after the due date.",
)
@click.option(
    "--times",
    type=_A_FILE,
    metavar="FILE",
    help="For moodle: the grading worksheet, which tells when each was handed in, and by whom.",
)
@click.option(
    "--teams", is_flag=True, help="The groups of the roster hand in together, as one submission."
)
@click.option(
    "--any-owner",
    is_flag=True,
    help="For nbgrader: folders in the exchange count whoever owns them on this machine.",
)
@classroom_option
def collect(
    download: Path,
    assignment: str | None,
    source: str,
    late: str,
    times: Path | None,
    teams: bool,
    any_owner: bool,
    classroom_path: Path | None,
) -> None:
    """Sort a platform's DOWNLOAD, a zip or a folder, into DIR/submitted/.

    Each student's latest notebook counts. Files are recognised by their cells, whatever they are
    called; with ASSIGNMENT only this one is taken. What cannot be graded is kept as it came, with
    the reason. Nothing is overwritten: what a later version replaces is kept in DIR/replaced/.
    What became of each file is in DIR/collected.csv.
    """
    from autograder.course.course import Course
    from autograder.files import PRIVATE, write_bytes
    from autograder.platforms.collect import collect as collect_into

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    done = collect_into(
        course,
        classroom,
        download,
        source,
        assignment,
        drop_late=late == "drop",
        times=times,
        teams=teams,
        any_owner=any_owner,
    )
    table = classroom.root / "collected.csv"
    write_bytes(table, done.as_csv().encode("utf-8-sig"), PRIVATE)
    _show(done, shown(table))


@click.command(short_help="Write the marks as a platform takes them.")
@assignments_argument
@click.option("--to", required=True, type=click.Choice(TARGETS), help="Who is to read it.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What to write; for gradescope a folder.  [default: in DIR/export/, with the date]",
)
@click.option(
    "--template",
    type=_A_FILE,
    metavar="FILE",
    help="The file that the platform let you download, to be filled in.",
)
@click.option(
    "--column",
    default="",
    metavar="TITLE",
    help="The column of the one ASSIGNMENT in it, if it is called otherwise.",
)
@click.option("--per-claim", is_flag=True, help="For csv: a column for each graded cell.")
@anonymous_option
@click.option("--scale", is_flag=True, help="Convert points to the platform's maximum.")
@classroom_option
def export(
    assignments: tuple[str, ...],
    to: str,
    output: Path | None,
    template: Path | None,
    column: str,
    per_claim: bool,
    anonymous: bool,
    scale: bool,
    classroom_path: Path | None,
) -> None:
    """Write the marks as a platform takes them; what could not be graded is empty, never 0.

    Marks given by hand and late penalties count. Moodle, Blackboard and Brightspace need
    --template, Canvas can have one; what somebody wrote into it (EX, N/A) stays. For Gradescope:
    an autograder zip for each ASSIGNMENT, and a results.json for each student.
    """
    from autograder.course.course import Course
    from autograder.database.connection import keeping
    from autograder.platforms.export import export as export_to

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    with keeping(classroom.gradebook):
        done = export_to(
            course,
            classroom,
            to,
            output=output,
            template=template,
            per_claim=per_claim,
            assignments=assignments,
            scale=scale,
            column=column,
            anonymous=anonymous,
        )
    for note in done.notes:
        click.echo(note, err=True)
    for file in done.files[:5]:
        click.echo(shown(file))
    if len(done.files) > 5:
        click.echo(f"and {counted(len(done.files) - 5, 'more file')}")


def _show(done: Collected, table: str) -> None:
    """Print what needs a look, then who is missing, then the count of all the rest."""
    from autograder.platforms.record import FileOutcome

    width = min(shutil.get_terminal_size().columns, 100)

    def say(text: str) -> None:
        click.echo(textwrap.fill(text, width, subsequent_indent="    ", break_on_hyphens=False))

    looks = [row for row in done.rows if row.look]
    if looks or done.unmatched:
        click.echo(f"Needs a look ({len(looks) + len(done.unmatched)}):")
    for row in looks:
        where = ", ".join(word for word in (done.names.full(row.who), row.what) if word)
        say(f"  {where or 'nobody'}: {row.file}: {row.outcome}: {row.note}")
    for student in done.unmatched:
        say(f"  {student}: not in the roster.")
    missing: dict[str, list[str]] = {}
    for student, assignment in done.missing:
        missing.setdefault(assignment, []).append(student)
    for assignment, students in missing.items():
        names = done.names.listed(students)
        say(f"{counted(len(students), 'student')} without {assignment}: {names}")
    for note in done.notes:
        say(note)
    taken = [row for row in done.rows if row.outcome != FileOutcome.SKIPPED]
    late = sum("late" in row.note.split("; ") for row in taken)
    counts = {str(outcome): done.count(outcome) for outcome in FileOutcome} | {"late": late}
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    click.echo(f"{said or 'no files'}; each file: {table}")


COMMANDS = (roster, collect, export)

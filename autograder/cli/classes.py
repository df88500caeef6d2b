"""Commands around a class: collect, roster, feedback, report, export."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import (
    assignments_argument,
    classroom_at,
    classroom_option,
    counted,
    shown,
)

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("download", type=_FILE)
@click.option(
    "--from",
    "source",
    type=click.Choice(["canvas", "moodle", "blackboard", "folder", "nbgrader"]),
    required=True,
    help="What DOWNLOAD comes from; folder: a folder or a file for each student.",
)
@click.option("--assignment", metavar="NAME", help="Take only this one.")
@click.option(
    "--late",
    type=click.Choice(["keep", "drop"]),
    default="keep",
    show_default=True,
    help="What to do with what came late.",
)
@classroom_option
def collect(
    download: Path, source: str, assignment: str | None, late: str, classroom_path: Path | None
) -> None:
    """Sort a platform's download (zip or folder) into the classroom, each student's latest."""
    from autograder.course.collect import collect as collect_all
    from autograder.course.course import Course

    course = Course.find()
    classroom = classroom_at(classroom_path, course, new=True)
    done = collect_all(course, classroom, download, source, assignment, late)
    for row in done.rows:
        note = f" ({row.note})" if row.note else ""
        click.echo(f"{row.who or '?':<20} {row.what or '-':<16} {row.outcome}: {row.file}{note}")
    for student, what in done.missing:
        click.echo(f"{student:<20} {what:<16} not handed in")
    for student in done.unmatched:
        click.echo(f"{student}: not on the roster. Add them with `autograder roster`.", err=True)
    for note in done.notes:
        click.echo(note, err=True)


@click.command()
@click.argument("file", type=_FILE)
@classroom_option
def roster(file: Path, classroom_path: Path | None) -> None:
    """Put the students of a CSV into the gradebook. Nobody is removed, marks stay."""
    from autograder.course.course import Course
    from autograder.course.roster import enrol

    people = enrol(classroom_at(classroom_path, Course.find()), file)
    click.echo(f"{counted(len(people), 'student')} in the gradebook.")


@click.command()
@assignments_argument
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this one.")
def feedback(
    assignments: tuple[str, ...], classroom_path: Path | None, students: tuple[str, ...]
) -> None:
    """Write each student's page: what holds, what does not yet, and what to look at next.

    Hidden tests are not on it. It needs no network to be read.
    """
    from autograder.course.course import Course
    from autograder.errors import MaterialError
    from autograder.pages.feedback import write_feedback

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    written, troubles = 0, []
    for assignment in course.select(assignments):
        for student in classroom.submissions(assignment.name):
            if students and student not in students:
                continue
            try:
                write_feedback(course, classroom, assignment, student)
                written += 1
            except MaterialError as error:
                troubles.append(str(error))
    for trouble in troubles:
        click.echo(trouble, err=True)
    click.echo(f"{counted(written, 'page')} written in {shown(classroom.feedback)}")
    if troubles or not written:
        raise SystemExit(1)


@click.command()
@assignments_argument
@classroom_option
def report(assignments: tuple[str, ...], classroom_path: Path | None) -> None:
    """Write the instructor's pages: who has what, which claim is hard, which mistakes are common."""
    from autograder.course.course import Course
    from autograder.errors import UsageError
    from autograder.pages.report import write_report

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    if not any(classroom.submissions(assignment.name) for assignment in chosen):
        raise UsageError(f"{shown(classroom.submitted)}: nothing was handed in. Collect it first.")
    pages = [path for path in write_report(course, classroom, chosen) if path.suffix == ".html"]
    click.echo(f"{counted(len(pages), 'page')} written; open {shown(pages[0])}")


@click.command()
@assignments_argument
@classroom_option
@click.option(
    "--to",
    type=click.Choice(["csv", "canvas", "moodle", "blackboard", "gradescope"]),
    default="csv",
    show_default=True,
)
@click.option("--output", type=_FILE, metavar="FILE", help="Where to; it must not exist.")
@click.option("--template", type=_FILE, metavar="FILE", help="The platform's own, to be filled in.")
@click.option("--per-claim", is_flag=True, help="csv: a column for each graded cell.")
@click.option("--scale", is_flag=True, help="Convert to the platform's maximum.")
def export(
    assignments: tuple[str, ...],
    classroom_path: Path | None,
    to: str,
    output: Path | None,
    template: Path | None,
    per_claim: bool,
    scale: bool,
) -> None:
    """Write the marks for a spreadsheet or a platform."""
    from autograder.course.course import Course
    from autograder.course.export import export as export_all

    course = Course.find()
    done = export_all(
        course,
        classroom_at(classroom_path, course),
        to,
        output=output,
        template=template,
        per_claim=per_claim,
        assignments=[assignment.name for assignment in course.select(assignments)]
        if assignments
        else (),
        scale=scale,
    )
    for file in done.files:
        click.echo(shown(file))
    for note in done.notes:
        click.echo(note, err=True)


COMMANDS = (collect, roster, feedback, report, export)

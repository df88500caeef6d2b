"""Commands that show what became of a class: feedback, report."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import (
    assignments_argument,
    classroom_at,
    classroom_option,
    need_submissions,
    shown,
)
from autograder.pages.numbers import counted
from autograder.platforms.registry import FEEDBACK


@click.command(short_help="Write each student's page.")
@assignments_argument
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this one.")
@click.option(
    "--zip", "upload", type=click.Choice(FEEDBACK), help="Also a zip that this platform takes back."
)
def feedback(
    assignments: tuple[str, ...],
    classroom_path: Path | None,
    students: tuple[str, ...],
    upload: str | None,
) -> None:
    """Write each student's page: what holds, what does not yet, and what to look at next.

    Hidden tests are not on it. It needs no network to be read.
    """
    from autograder.course.course import Course
    from autograder.errors import MaterialError
    from autograder.pages.feedback import write_feedback
    from autograder.platforms.uploads import write_upload

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    need_submissions(classroom, chosen, students)
    written, troubles = 0, []
    for assignment in chosen:
        for student in classroom.submissions(assignment.name):
            if students and student not in students:
                continue
            try:
                write_feedback(classroom, assignment, student)
                written += 1
            except MaterialError as error:
                troubles.append(str(error))
            except Exception as error:  # one student's page must not stop the others
                troubles.append(f"{student}, {assignment.name}: no page was written: {error!r}")
    for trouble in troubles:
        click.echo(trouble, err=True)
    click.echo(f"{counted(written, 'page')} written in {shown(classroom.feedback)}")
    for assignment in chosen:
        if upload and written and classroom.submissions(assignment.name):
            done = write_upload(classroom, assignment, upload)
            click.echo(f"{counted(done.pages, 'page')} in {shown(done.file)}")
            if done.left_out:
                click.echo(f"Not in it, not from {upload}: {', '.join(done.left_out)}.", err=True)
    if troubles or not written:
        raise SystemExit(1)


@click.command(short_help="Write the instructor's pages.")
@assignments_argument
@classroom_option
def report(assignments: tuple[str, ...], classroom_path: Path | None) -> None:
    """Write the instructor's pages: who has what, which claims are hard, what goes wrong."""
    from autograder.course.course import Course
    from autograder.pages.report import write_report

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    need_submissions(classroom, chosen)
    pages = [path for path in write_report(classroom, chosen) if path.suffix == ".html"]
    click.echo(f"{counted(len(pages), 'page')} written; open {shown(pages[0])}")


COMMANDS = (feedback, report)

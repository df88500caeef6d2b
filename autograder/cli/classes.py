"""Commands that show what became of a class: feedback, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import (
    anonymous_option,
    assignments_argument,
    classroom_at,
    classroom_option,
    need_submissions,
    shown,
)
from autograder.pages.numbers import counted
from autograder.platforms.registry import FEEDBACK

if TYPE_CHECKING:
    from autograder.course.classroom import Classroom
    from autograder.course.course import Assignment
    from autograder.course.people import Names


@click.command(short_help="Write each student's page.")
@assignments_argument
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this one.")
@anonymous_option
@click.option(
    "--zip",
    "upload",
    type=click.Choice(FEEDBACK),
    help="Also one zip, the pages named as this platform named the files.",
)
@click.option("--mail", is_flag=True, help="Also an e-mail for each student, as a file.")
@click.option("--send", is_flag=True, help="With --mail: send them, each only once.")
def feedback(
    assignments: tuple[str, ...],
    classroom_path: Path | None,
    students: tuple[str, ...],
    anonymous: bool,
    upload: str | None,
    mail: bool,
    send: bool,
) -> None:
    """Write each student's page: what holds, what does not yet, and what to look at next.

    Hidden tests are not on it. It needs no network to be read.

    With --mail there is an .eml file for each student in DIR/mail/, with the page attached: look at
    some, then add --send. DIR/mail.toml names the server: host, from, and if need be port,
    security, user, reply_to, ca. The password is in the variable AUTOGRADER_SMTP_PASSWORD.
    """
    from autograder.course.course import Course
    from autograder.database.connection import keeping
    from autograder.database.errors import UnreachableError
    from autograder.errors import MaterialError, PlaceError, UsageError
    from autograder.pages.feedback import write_feedback
    from autograder.platforms.record import names_of
    from autograder.platforms.uploads import write_upload

    if send and not mail:
        raise UsageError("--send sends what --mail writes: give both.")
    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    names = names_of(classroom, anonymous)
    need_submissions(classroom, chosen, students, names)
    written, troubles = 0, []
    who_and_what = [
        (assignment, student)
        for assignment in chosen
        for student in classroom.submissions(assignment.name)
        if not students or student in students
    ]
    with keeping(classroom.gradebook):
        for assignment, student in who_and_what:
            try:
                write_feedback(classroom, assignment, student, names)
                written += 1
            except (PlaceError, UnreachableError):
                raise
            except MaterialError as error:
                troubles.append(str(error))
            except Exception as error:  # one student's page must not stop the others
                who = names.full(student)
                troubles.append(f"{who}, {assignment.name}: no page was written: {error!r}")
    for trouble in troubles:
        click.echo(names.hidden(trouble), err=True)
    click.echo(f"{counted(written, 'page')} written in {shown(classroom.feedback)}")
    for assignment in chosen:
        if upload and written and classroom.submissions(assignment.name):
            done = write_upload(classroom, assignment, upload)
            click.echo(f"{counted(done.pages, 'page')} in {shown(done.file)}")
            if done.left_out:
                click.echo(
                    f"Not in it, not from {upload}: {names.listed(done.left_out)}.", err=True
                )
            if done.note:
                click.echo(done.note)
    delivered = not mail or _mail(classroom, chosen, students, names, send)
    if troubles or not written or not delivered:
        raise SystemExit(1)


def _mail(
    classroom: Classroom,
    chosen: list[Assignment],
    students: tuple[str, ...],
    names: Names,
    send: bool,
) -> bool:
    """Write the students' mail, send it if that is asked for; return whether all went well."""
    from autograder.platforms import mail as post

    file = classroom.root / post.SERVER
    server = post.MailServer.read(file) if send or file.is_file() else None
    well = True
    for assignment in chosen:
        who = [s for s in classroom.submissions(assignment.name) if not students or s in students]
        if not who:
            continue
        mail = post.write_mail(classroom, assignment, who, server)
        folder = shown(classroom.root / "mail" / assignment.name)
        click.echo(f"{counted(len(mail.letters), 'message')} written in {folder}")
        if mail.no_address:
            click.echo(f"No address in the roster: {names.listed(mail.no_address)}.", err=True)
        if not send or server is None:
            if mail.letters:
                click.echo("Nothing was sent: look at some, then run it with --mail --send.")
            continue
        post.send(classroom, mail, server)
        click.echo(f"{mail.sent} sent, {mail.before} had been sent before.")
        for said in mail.failed:
            click.echo(f"Not sent: {names.hidden(said)}", err=True)
        if mail.unsure:
            click.echo(
                f"Not sent again, for an earlier run was stopped while it sent to them: "
                f"{names.listed(mail.unsure)}. Ask them; to send it again, take their entry out of "
                f"{shown(classroom.root / 'mail' / 'sent.json')}.",
                err=True,
            )
        well = well and not (mail.failed or mail.unsure)
    return well


@click.command(short_help="Write the instructor's pages.")
@assignments_argument
@anonymous_option
@classroom_option
def report(assignments: tuple[str, ...], anonymous: bool, classroom_path: Path | None) -> None:
    """Write the instructor's pages: who has what, which claims are hard, what goes wrong."""
    from autograder.course.course import Course
    from autograder.pages.report import write_report

    course = Course.find()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    need_submissions(classroom, chosen)
    pages = [
        path
        for path in write_report(course, classroom, chosen, anonymous)
        if path.suffix == ".html"
    ]
    click.echo(f"{counted(len(pages), 'page')} written; open {shown(pages[0])}")


COMMANDS = (feedback, report)

"""The command that shows everything: a made-up class, graded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from autograder.cli.options import assignments_argument, shown, unconfined_option
from autograder.pages.numbers import counted

if TYPE_CHECKING:
    from autograder.grading.classes.store import Summary


@click.command(short_help="Make up a class of 24, grade it, show what comes out.")
@assignments_argument
@click.option(
    "--classroom",
    "classroom_path",
    type=click.Path(path_type=Path, file_okay=False, readable=False),
    metavar="DIR",
    help="Where to.  [default: classroom-demo/ in your checkout, else here]",
)
@unconfined_option
def demo(assignments: tuple[str, ...], classroom_path: Path | None, unconfined: bool) -> None:
    """Release assignments, make up a class of 24 students, grade it, write its pages.

    The class has right, partial, wrong, blank and broken work in it, an endless loop, a cut-off
    file, a forged one. Doing it again grades only what changed.
    """
    from autograder.cli.progress import grading_progress
    from autograder.course.classroom import Classroom
    from autograder.course.course import Course
    from autograder.course.people import Names
    from autograder.course.release import release
    from autograder.course.sample import hand_in, sample_class
    from autograder.course.stories import STUDENTS
    from autograder.gradebook.roster import add_people
    from autograder.grading.classes.grade_class import grade_class
    from autograder.pages.feedback import write_feedback
    from autograder.pages.report import write_report

    course = Course.find()
    chosen = course.select(assignments)
    classroom = Classroom((classroom_path or course.place_for("classroom-demo")).resolve())
    stories: dict[tuple[str, str], str] = {}
    kept: list[Path] = []
    for assignment in chosen:
        click.echo(f"Releasing {assignment.name} and making up 24 students' work ...")
        release(course, classroom, assignment)
        papers = sample_class(course, classroom, assignment)
        kept += hand_in(classroom, assignment, papers)
        stories |= {(paper.student, paper.assignment): paper.story for paper in papers}
    add_people(classroom, STUDENTS)
    names = Names(STUDENTS)
    with grading_progress(names) as progress:
        outcome = grade_class(course, classroom, chosen, unconfined=unconfined, progress=progress)
    if outcome.interrupted:
        raise click.Abort  # which the group tells, with its exit code
    for summary in outcome.summaries:
        assignment = course.select([summary.assignment])[0]
        write_feedback(classroom, assignment, summary.student, names)
    pages = write_report(course, classroom, chosen)
    _table(outcome.summaries, stories)
    click.echo(
        f"\n{counted(len(outcome.graded), 'submission')} graded in {outcome.seconds:.1f} s, "
        f"{outcome.skipped} unchanged. Confinement: {outcome.tier}."
    )
    if kept:
        click.echo(
            f"{counted(len(kept), 'submission')} in {shown(classroom.submitted)} had been changed "
            "by hand and were graded as they are."
        )
    example = classroom.feedback_for("rosa", chosen[-1].name) / f"{chosen[-1].stem}.html"
    click.echo("\nTo open:")
    click.echo(f"  {shown(pages[0])}  the instructor's report")
    click.echo(f"  {shown(example)}  one student's feedback")
    click.echo(f"  {shown(classroom.gradebook)}  the gradebook, for nbgrader and formgrader")
    if outcome.trouble:
        click.echo(outcome.trouble, err=True)
        raise SystemExit(1)


def _table(summaries: Sequence[Summary], stories: dict[tuple[str, str], str]) -> None:
    """Print who earned what, and what was found beside what was made up."""
    click.echo(f"\n{'student':<9}{'assignment':<15}{'points':>8}  {'made up':<46}what was found")
    for one in sorted(summaries, key=lambda one: (one.assignment, one.student)):
        points = "-" if one.points is None else f"{one.points:g}/{one.possible:g}"
        story = stories.get((one.student, one.assignment), "")
        click.echo(f"{one.student:<9}{one.assignment:<15}{points:>8}  {story:<46}{_found(one)}")


def _found(summary: Summary) -> str:
    """Return what an instructor should know of one submission, in a line."""
    if summary.refused:
        return f"could not be graded: {shorten(summary.refused, 60, placeholder=' ...')}"
    said = list(summary.mistakes)
    if summary.not_run:
        said.append(f"{counted(summary.not_run, 'claim')} not run")
    if not said and summary.failed:
        said.append(f"{counted(summary.failed, 'claim')} failed")
    if summary.notes:
        said.append(summary.notes[0] + (" ..." if len(summary.notes) > 1 else ""))
    return "; ".join(said)


COMMANDS = (demo,)

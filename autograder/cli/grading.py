"""Commands that grade: try one notebook, grade a class."""

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
    on_stderr,
    unconfined_option,
)
from autograder.errors import UsageError
from autograder.pages.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograder.checking.disagreement import ShowExpected
    from autograder.course.course import Course
    from autograder.grading.classes.cluster.cluster import Cluster
    from autograder.grading.classes.grade_class import ClassOutcome

tier_option = click.option(
    "--tier",
    type=click.Choice(["full", "landlock", "process"]),
    help="How to confine student code.  [default: the strictest that works here]",
)
expected_option = click.option(
    "--show-expected",
    type=click.Choice(["small", "always", "never"]),
    default="small",
    show_default=True,
    help="Whether messages tell what a hidden input should have given.",
)


@click.command(name="try", short_help="Grade one notebook now and print what to look at.")
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--assignment", metavar="NAME", help="Which one it is, if the cells do not tell.")
@click.option("--json", "as_json", is_flag=True, help="Print Gradescope's results.json instead.")
@click.option("--colour/--no-colour", default=None, help="By default only in a terminal.")
@unconfined_option
@tier_option
@expected_option
def try_(
    notebook: Path,
    assignment: str | None,
    as_json: bool,
    colour: bool | None,
    unconfined: bool,
    tier: str | None,
    show_expected: ShowExpected,
) -> None:
    """Grade one notebook now, and say what to look at next.

    The notebook stays as it is, and no mark is kept. The exit code is 0 whatever the points are: it
    says that the notebook was graded. Where its code cannot be confined, nothing is run without
    --unconfined: use that for notebooks of your own.
    """
    import json

    from autograder.course.course import Course
    from autograder.grading.templates import close_template, template_for
    from autograder.sandbox.tiers import UNCONFINED, accepted_tier

    course, say = Course.find(), on_stderr()
    course.check_readable()
    tier = accepted_tier(tier, unconfined)
    if tier == "process":
        say(UNCONFINED)
    try:
        # the student's Python starts while this one imports the rest
        template_for({}, tier, str(course.root), for_many=False, progress=say).begin()
        from rich.console import Console

        from autograder.grading.grade import grade_file
        from autograder.pages.terminal import show

        graded = grade_file(course, notebook, assignment, tier, show_expected)
    finally:
        close_template()
    if as_json:
        from autograder.grading.results import as_gradescope

        click.echo(json.dumps(as_gradescope(graded), indent=1))
        return
    show(graded, Console(force_terminal=colour, no_color=colour is False, highlight=False))


@click.command(short_help="Grade what was handed in and has changed.")
@assignments_argument
@classroom_option
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this one.")
@click.option("--workers", type=click.IntRange(min=0), help="Processes.  [default: the cores]")
@click.option("--force", is_flag=True, help="Grade again what has not changed, too.")
@anonymous_option
@unconfined_option
@tier_option
@expected_option
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on Dask's workers: tls://HOST:PORT, a scheduler file, gateway:NAME, local:2.",
)
@click.option("--send-course", is_flag=True, help="Send the cluster's workers this course.")
@click.option(
    "--unencrypted", is_flag=True, help="Accept a cluster without TLS, open to its whole network."
)
def grade(
    assignments: tuple[str, ...],
    classroom_path: Path | None,
    students: tuple[str, ...],
    workers: int | None,
    force: bool,
    anonymous: bool,
    unconfined: bool,
    tier: str | None,
    show_expected: ShowExpected,
    cluster: str | None,
    send_course: bool,
    unencrypted: bool,
) -> None:
    """Grade what was handed in and has changed since the last time.

    First the grader grades itself; if it is unfit, nobody is graded and the exit code is 3.
    A submission that cannot be graded costs nobody else anything; the exit code is then 1.

    With --cluster other machines grade: workers of Dask that have the same autograder, course and
    students' packages. Which have not is told, and they are not used. docs/cluster.md says more.
    """
    from autograder.cli.progress import grading_progress, in_a_line
    from autograder.course.course import Course
    from autograder.grading.classes.grade_class import grade_class
    from autograder.platforms.record import names_of, teams_of

    course = Course.find()
    course.check_readable()
    classroom = classroom_at(classroom_path, course)
    chosen = course.select(assignments)
    names = names_of(classroom, anonymous)
    need_submissions(classroom, chosen, students, names)
    clustered = _clustered(cluster, send_course, unencrypted, workers)
    with grading_progress(names) as progress:
        outcome = grade_class(
            course,
            classroom,
            chosen,
            students=students or None,
            workers=workers,
            force=force,
            tier=tier,
            unconfined=unconfined,
            progress=progress,
            show_expected=show_expected,
            teams=teams_of(classroom),
            cluster=clustered,
        )
    for summary in outcome.refused:
        if summary.unchanged:  # the others were told as they came
            click.echo(in_a_line(summary, names), err=True)
    _say(outcome)
    if outcome.interrupted:
        raise SystemExit(130)
    if outcome.lost:
        raise SystemExit(3)
    if outcome.refused or outcome.trouble:
        raise SystemExit(1)


def _clustered(
    address: str | None, send_course: bool, unencrypted: bool, workers: int | None
) -> Callable[[Course, Callable[[str], None]], Cluster] | None:
    """Return what makes the cluster that was asked for; None if this machine grades."""
    if address is None:
        if send_course or unencrypted:
            option = "--send-course" if send_course else "--unencrypted"
            raise UsageError(f"{option} is about a cluster: name it with --cluster ADDRESS.")
        return None
    if workers is not None:
        raise UsageError(
            "--workers is about this machine: leave it out, or give --cluster local:"
            f"{workers or 1} that many."
        )
    from autograder.grading.classes.cluster.address import Address
    from autograder.grading.classes.cluster.cluster import Cluster

    place = Address.read(address, unencrypted)
    return lambda course, say: Cluster(course, place, send_course, say)


def _say(outcome: ClassOutcome) -> None:
    """Print how many were graded, and what stopped the rest."""
    graded = len(outcome.graded)
    click.echo(
        f"{counted(graded, 'submission')} graded in {outcome.seconds:.1f} s, {outcome.skipped} "
        f"unchanged, {len(outcome.refused)} could not be graded. Confinement: {outcome.tier}."
    )
    for sentence in outcome.refused_workers:
        click.echo(sentence, err=True)
    if outcome.lost:
        click.echo(outcome.lost, err=True)
    if outcome.interrupted:
        click.echo("Stopped. What was finished is kept; run it again to go on.", err=True)
    if outcome.trouble:
        click.echo(outcome.trouble, err=True)


COMMANDS = (try_, grade)

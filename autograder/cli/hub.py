"""The command that a JupyterHub starts: checks notebooks for those who cannot read the course."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import on_stderr


@click.command(
    name="hub-service", short_help="Check notebooks for a JupyterHub's students; the hub starts it."
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What is open, and for how many requests.  [default: check-work.toml in the course]",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Who asked for what, and when.  [default: check-work.jsonl in the home directory]",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes.  [default: the cores]")
def hub_service(settings: Path | None, log: Path | None, workers: int | None) -> None:
    """Check notebooks for the students of a JupyterHub, who cannot read the course.

    The hub starts it, as a service with `url`, `command`, `cwd` (the course) and `user`: one of
    its own, who can read the solutions. Students' servers send it the notebook with the student's
    token, and get the student's page as data: never a hidden test. docs/jupyterhub.md has the
    configuration.
    """
    from autograder.check_work.service.serving import run
    from autograder.course.course import Course

    course = Course.find()
    run(course, settings, log or Path.home() / "check-work.jsonl", workers, on_stderr())


COMMANDS = (hub_service,)

"""A bar while a class is graded; silent where nobody watches, but for what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from autograder.course.people import printable

if TYPE_CHECKING:
    from autograder.course.people import Names
    from autograder.grading.classes.grade_class import Progress
    from autograder.grading.classes.store import Summary


def in_a_line(summary: Summary, names: Names) -> str:
    """Return what an instructor should know about one submission at once, or nothing."""
    if summary.refused:
        told = f"could not be graded. {names.hidden(summary.refused)}"
    elif summary.not_run:
        told = f"{summary.not_run} of its claims could not be run."
    else:
        return ""
    # students name files, and nothing of theirs shall drive a terminal
    line = f"{names.full(summary.student)}, {summary.assignment}: {told}"
    return printable(" ".join(line.split()))


@contextmanager
def grading_progress(names: Names) -> Iterator[Callable[[Progress], None]]:
    """Give the function that shows how far a class is: counts, rate, time left, what failed."""
    if sys.stderr.isatty():
        with _bar(names) as show:
            yield show
        return

    def tell(step: Progress) -> None:
        if step.summary and (line := in_a_line(step.summary, names)):
            click.echo(line, err=True)

    yield tell


@contextmanager
def _bar(names: Names) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Notebooks a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    bar = Bar(
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    )
    task = None

    def show(step: Progress) -> None:
        nonlocal task
        if task is None:
            # what an earlier run had finished counts as done, but not in the rate
            task = bar.add_task("", total=step.total, completed=step.done)
        doing = step.text
        if step.summary:
            doing = printable(f"{names.name(step.summary.student)}, {step.summary.assignment}")
            if line := in_a_line(step.summary, names):
                bar.console.print(Text(line, style="yellow"))  # as a style, it would colour the bar
        bar.update(task, completed=step.done, total=step.total, description=escape(doing))

    with bar:
        yield show

"""The same messages in a terminal, in colour and without."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from autograder.notebook.sanitise import plain
from autograder.pages.feedback_model import told_above
from autograder.pages.numbers import counted, number
from autograder.verdicts import Graded, Outcome, Verdict

_STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.NOT_RUN: "yellow"}
_WORDS = {Outcome.PASSED: "holds", Outcome.FAILED: "not yet", Outcome.NOT_RUN: "not graded"}
_LABEL = re.compile(r"^(?:[A-Z][\w ]{0,20}|in line|in your line|and):(?=\s)", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]+`")


def show(graded: Graded, console: Console) -> None:
    """Print the verdicts of one submission: a block for each that needs work, a line for others.

    Parameters
    ----------
    graded : Graded
        What became of the submission.
    console : rich.console.Console
        Where to; its own settings say whether there is colour.
    """
    console.print(_head(graded))
    console.print()
    told: set[str] = set()
    for verdict in graded.verdicts:
        _verdict(verdict, console)
        if verdict.outcome is not Outcome.PASSED and verdict.message:
            again = verdict.mistake in told
            _indented(told_above(verdict) if again else verdict.message, console, 4)
            console.print()
        if verdict.mistake:
            told.add(verdict.mistake)
    if graded.advice:
        console.print()
        console.print(Text("Advice, which costs no points", style="bold"))
        for advice in graded.advice:
            _indented(advice, console, 2)
    console.print()
    _wrapped(_total(graded), console)


def _head(graded: Graded) -> Text:
    text = Text(plain(graded.assignment), style="bold")
    return (
        text.append(f"  {plain(graded.student)}", style="not bold dim") if graded.student else text
    )


def _verdict(verdict: Verdict, console: Console) -> None:
    """Print one verdict: its word, points and claim. The word says it where there is no colour."""
    word = _WORDS[verdict.outcome]
    if verdict.outcome is Outcome.FAILED and verdict.points:
        word = "in part"
    points = "?" if verdict.points is None else number(verdict.points)
    head = Text(f"{word:<10}", style=f"bold {_STYLES[verdict.outcome]}")
    head.append(f"{points:>4}/{number(verdict.possible):<4}", style="default not bold")
    title = _coded(plain(verdict.title), "default")
    indent = len(head)
    for position, row in enumerate(title.wrap(console, max(20, console.width - indent))):
        row.rstrip()
        start = Text(" " * indent) if position else head
        console.print(start.append_text(row))


def _indented(message: str, console: Console, indent: int) -> None:
    """Print a message as it was written: its layout is part of it; long lines wrap."""
    for line in plain(message).strip("\n").split("\n"):
        text = _coded(line, "")
        if found := _LABEL.match(line):
            text.stylize("dim", *found.span())
        _wrapped(text, console, indent)


def _wrapped(text: Text, console: Console, indent: int = 0) -> None:
    """Print a line in as many rows as it needs, none of which ends in spaces."""
    for row in text.wrap(console, max(20, console.width - indent)) or [text]:
        row.rstrip()
        console.print(Text(" " * indent).append_text(row) if row.plain else row)


def _coded(line: str, style: str) -> Text:
    text = Text(line, style=style, overflow="fold")
    for found in _CODE.finditer(line):
        text.stylize("cyan", *found.span())
    return text


def _total(graded: Graded) -> Text:
    counts = graded.tally
    waiting = sum(v.possible for v in graded.verdicts if v.outcome is Outcome.NOT_RUN)
    text = Text(f"{number(graded.points)} of {number(graded.possible)} points", style="bold")
    said = [f"{counts[Outcome.PASSED]} of {counted(len(graded.verdicts), 'claim')} hold"]
    if counts[Outcome.FAILED]:
        said.append(f"{counts[Outcome.FAILED]} not yet")
    if counts[Outcome.NOT_RUN]:
        said.append(
            f"{counts[Outcome.NOT_RUN]} could not be graded: {number(waiting)} points are open, "
            "not lost"
        )
    return text.append(f"  {', '.join(said)}", style="not bold")

"""The same messages in a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.pages.terminal import show
from autograder.verdicts import Outcome

from . import made_up


def _shown(graded, width: int = 80, **settings) -> str:
    written = io.StringIO()
    show(graded, Console(file=written, width=width, **settings))
    return written.getvalue()


def test_without_colour_words_say_everything():
    """Each claim has its word and points; no escape code is written."""
    text = _shown(made_up.struggling())
    assert "\x1b" not in text
    assert "holds        1/1   The row sums of a (2, 3) table have shape (2, 1)." in text
    assert "not yet      0/4   Every row of probabilities sums to one." in text
    assert "not graded   ?/2   The input is not modified." in text
    assert "7 of 25 points" in text and "2 points are open, not lost" in " ".join(text.split())


def test_messages_keep_their_layout():
    """The rows of an array stay below each other, indented with the message."""
    text = _shown(made_up.struggling())
    assert "\n               [[0.032, 0.087],\n                [0.237, 0.644]]\n" in text
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_colour_changes_nothing_but_colour():
    """Stripped of its codes the text is the same."""
    from autograder.notebook.sanitise import plain

    coloured = _shown(made_up.struggling(), force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    assert plain(coloured) == _shown(made_up.struggling())


def test_lines_fit_a_narrow_terminal():
    """No line is wider than the terminal."""
    text = _shown(made_up.struggling(), width=40)
    assert max(map(len, text.split("\n"))) <= 40


def test_a_student_cannot_write_to_the_terminal():
    """Escape codes, markup and control characters in messages and names are text or gone."""
    bad = "\x1b]0;title\x07\x1b[2J[bold red]x[/]\x08"
    verdict = made_up.verdict("softmax-values", Outcome.FAILED, message=bad)
    text = _shown(made_up.graded(bad, {"softmax-values": verdict}))
    assert not set(text) & {"\x1b", "\x07", "\x08"}
    assert "[bold red]x[/]" in text


def test_everything_right_is_short():
    """A line for each claim and the total."""
    text = _shown(made_up.graded("grace"))
    assert text.count("holds") == len(made_up.CLAIMS)
    assert "25 of 25 points  10 of 10 claims hold\n" in text

"""What a failing check raises, and what is chosen about its message."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, get_args

ShowExpected = Literal["small", "always", "never"]

SCREEN_WIDTH = 100  # characters; JupyterLab shows 107 in a window of 1280, with its files open
_BESIDE = re.compile(r"(?:[A-Za-z ]{2,8}:)? {2,}")  # the title of a line, or its place

_show_expected: ContextVar[ShowExpected] = ContextVar("show_expected", default="small")

_found_wrong: ContextVar[frozenset[str]] = ContextVar("found_wrong", default=frozenset())


class Disagreement(AssertionError):
    """A check does not hold; the text is for the student.

    IPython shows the text alone, without a traceback: where the check stands is no news.

    Attributes
    ----------
    message : str
        What to tell the student: a sentence, the input, both results, where to look.
    mistake : str or None
        The title of the known mistake that explains everything seen, if exactly one does.
    about : str
        The function that does otherwise than it should; empty if it is none.
    """

    def __init__(self, message: str, mistake: str | None = None, about: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mistake = mistake
        self.about = about

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.mistake, self.about)

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return wrapped(self.message)


def wrapped(message: str) -> list[str]:
    """Return a message in lines for a screen; what stands beside a title stays there.

    JupyterLab breaks longer ones itself, and in the middle of words.
    """
    lines: list[str] = []
    for line in message.split("\n"):
        beside = _BESIDE.match(line)
        indent = " " * len(beside[0]) if beside else ""
        lines += textwrap.wrap(
            line,
            SCREEN_WIDTH,
            subsequent_indent=indent,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


class TooBusy(Exception):
    """Speed could not be judged, because other programs had the processor; nobody's fault."""

    def __init__(self) -> None:
        super().__init__(
            "Not run: the machine was too busy to tell how fast this is. Run it again when other "
            "programs have ended."
        )

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return wrapped(str(self))


def show_expected() -> ShowExpected:
    """Whether messages tell what a hidden input should have given."""
    return _show_expected.get()


@contextmanager
def showing_expected(choice: ShowExpected) -> Iterator[None]:
    """Within the block, messages tell expected values `choice`: small (inputs), always or never."""
    if choice not in get_args(ShowExpected):
        raise ValueError(f"show_expected: got {choice!r}, expected one of {get_args(ShowExpected)}")
    token = _show_expected.set(choice)
    try:
        yield
    finally:
        _show_expected.reset(token)


def found_wrong() -> frozenset[str]:
    """The student's functions that earlier claims found wrong: others may only inherit it."""
    return _found_wrong.get()


@contextmanager
def knowing_wrong(names: Iterable[str]) -> Iterator[None]:
    """Within the block, the coach knows these functions of the student to be wrong."""
    token = _found_wrong.set(frozenset(names))
    try:
        yield
    finally:
        _found_wrong.reset(token)

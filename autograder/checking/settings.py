"""What the instructor chooses about messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args

ShowExpected = Literal["small", "always", "never"]

_show_expected: ContextVar[ShowExpected] = ContextVar("show_expected", default="small")

_found_wrong: ContextVar[frozenset[str]] = ContextVar("found_wrong", default=frozenset())

SMALL = 24  # numbers: an input or a result of at most this many is printed whole


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

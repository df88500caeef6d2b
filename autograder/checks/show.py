"""Values in a message: whole if small, abbreviated if big."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.settings import SMALL

WIDTH = 88
LINES = 8  # the most that one value takes


def show(value: Any, digits: int = 8) -> str:
    """A value as NumPy code would write it, on at most `LINES` lines."""
    if isinstance(value, np.ndarray):
        text = np.array2string(
            value,
            separator=", ",
            max_line_width=WIDTH,
            threshold=SMALL,
            edgeitems=2,
            precision=digits,
        )
        return f"array({text})" if value.ndim == 0 else cut(text)
    if isinstance(value, (np.bool_, np.number)):
        return show(value.item(), digits)
    if isinstance(value, float):
        if value == 0 or 1e-4 <= abs(value) < 1e8:
            return np.format_float_positional(value, digits, trim="0")
        return f"{value:.{digits}g}"
    if isinstance(value, BaseException):
        return cut(f"{type(value).__name__}: {value}".rstrip(": "))
    if isinstance(value, (list, tuple)) and len(value) <= SMALL:
        opening, closing = "[]" if isinstance(value, list) else "()"
        inner = ", ".join(show(item, digits) for item in value)
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return cut(f"{opening}{inner}{comma}{closing}")
    if isinstance(value, dict):
        return cut("{" + ", ".join(f"{k!r}: {show(v, digits)}" for k, v in value.items()) + "}")
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return cut(repr(value))


def kind(value: Any) -> str:
    """What a value is, in words: its shape first."""
    if isinstance(value, np.ndarray):
        name = "an array" if type(value) is np.ndarray else f"a {type(value).__name__}"
        return f"{name} of shape {value.shape}, {value.dtype}"
    if isinstance(value, np.generic):
        return f"a scalar, {value.dtype}"
    if value is None:
        return "None"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    names = {"int": "an int", "str": "a text", "dict": "a dict"}
    name = getattr(value, "type_name", type(value).__name__)
    return names.get(name, f"a {name}")


def arguments(reference: Callable, args: tuple, kwargs: dict) -> list[str]:
    """Each argument under the name that the exercise gives it: `x = [1, 2]`."""
    named = [(argument_name(reference, position), value) for position, value in enumerate(args)]
    return [_argument(name, value) for name, value in [*named, *kwargs.items()]]


def argument_name(reference: Callable, position: int | str) -> str:
    """The name of a parameter, by its position or its keyword."""
    if isinstance(position, str):
        return position
    try:
        return list(inspect.signature(reference).parameters)[position]
    except (TypeError, ValueError, IndexError):
        return f"argument {position + 1}"


def _argument(name: str, value: Any) -> str:
    text = _hang(show(value), f"{name} = ")
    return f"{text}   ({kind(value)})" if isinstance(value, np.ndarray) else text


def _hang(text: str, before: str) -> str:
    return before + text.replace("\n", "\n" + " " * len(before))


def cut(text: str) -> str:
    """A text of at most `LINES` lines, none longer than `WIDTH`."""
    lines = [
        line if len(line) <= WIDTH else line[: WIDTH - 4] + " ..." for line in text.split("\n")
    ]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 2], " ...", lines[-1]]
    return "\n".join(lines)

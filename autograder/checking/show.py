"""Values in a message: whole if small, abbreviated if big."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

SMALL = 24  # numbers: an input or a result of at most this many is printed whole
WIDTH = 88
LINES = 8  # the most that one value takes


class Numbers(np.ndarray[Any, Any]):
    """Numbers of an array of which no dtype is promised."""


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
    if isinstance(value, Numbers):
        return f"an array of shape {value.shape}"
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


def parameters(function: Any) -> list[str]:
    """Return the names of a function's parameters, in order; none if they are not known."""
    if asked := getattr(function, "_parameters_", None):  # a stand-in for a student's function
        return list(asked())
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def call_of(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return a call on one line, as a reader would type it."""
    said = [_short(value) for value in args]
    said += [f"{key}={_short(value)}" for key, value in kwargs.items()]
    text = f"{name}({', '.join(said)})"
    return text if len(text) <= WIDTH else text[: WIDTH - 5] + " ...)"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.size > SMALL:
        return f"<{kind(value)}>"
    return " ".join(show(value).split())


def arguments(names: Sequence[str], args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[str]:
    """Return each argument under the name that the function gives it: `x = [1, 2]`."""
    named = [(argument_name(names, position), value) for position, value in enumerate(args)]
    return [_argument(name, value) for name, value in [*named, *kwargs.items()]]


def argument_name(names: Sequence[str], position: int | str) -> str:
    """Return the name of a parameter, by its position or its keyword."""
    if isinstance(position, str):
        return position
    return names[position] if position < len(names) else f"argument {position + 1}"


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

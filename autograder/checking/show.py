"""Values in a message: whole if small, abbreviated if big."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

SMALL = 24  # numbers: an input or a result of at most this many is printed whole
WIDTH = 88
LINES = 8  # the most that one value takes
_ROWS = 4  # a table of more rows is written on one line, if it fits
_PADDING = re.compile(r"(?<=\[) +| +(?=[\],])")


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
        if value.ndim == 0:
            return f"array({text})"
        line = _on_one_line(value, text)
        is_table = value.ndim == 2 and len(value) <= _ROWS
        return cut(text.replace("\n\n", "\n")) if is_table or len(line) > WIDTH else line
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
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return _filled(opening, [_short(item, digits) for item in value], comma + closing)
    if isinstance(value, dict):
        return _filled("{", [f"{k!r}: {_short(v, digits)}" for k, v in value.items()], "}")
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
    if isinstance(value, np.dtype):
        return "a dtype"
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
        found = inspect.signature(function).parameters.values()
        return [one.name for one in found if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    except (TypeError, ValueError):
        return []


def call_of(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return a call on one line, as a reader would type it."""
    said = [_named_or_short(value) for value in args]
    said += [f"{key}={_named_or_short(value)}" for key, value in kwargs.items()]
    text = f"{name}({', '.join(said)})"
    return text if len(text) <= WIDTH else text[: WIDTH - 5] + " ...)"


def _named_or_short(value: Any) -> str:
    is_big = isinstance(value, np.ndarray) and value.size > SMALL
    return f"<{kind(value)}>" if is_big else _short(value)


def _short(value: Any, digits: int = 8) -> str:
    return _on_one_line(value, show(value, digits))


def _on_one_line(value: Any, text: str) -> str:
    """The text of a value without line breaks, and without the spaces that align columns."""
    line = " ".join(text.split())
    is_padded = isinstance(value, np.ndarray) and value.dtype.kind in "biufc"
    return _PADDING.sub("", line) if is_padded else line


def _filled(opening: str, items: Sequence[str], closing: str) -> str:
    """Items in brackets, as many on a line as there is room for."""
    lines = [opening]
    for at, item in enumerate(items, 1):
        piece = item + (closing if at == len(items) else ", ")
        if lines[-1].strip(opening) and len(lines[-1]) + len(piece) > WIDTH:
            lines.append(" ")
        lines[-1] += piece
    return cut("\n".join(line.rstrip(" ") for line in lines) if items else opening + closing)


def arguments(names: Sequence[str], args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[str]:
    """Return each argument under the name that the function gives it: `x = [1, 2]`.

    Numbers that follow each other share a line: `rows = 3, columns = 2`.
    """
    named = [(argument_name(names, position), value) for position, value in enumerate(args)]
    lines: list[str] = []
    after_number = False
    for name, value in [*named, *kwargs.items()]:
        is_number = isinstance(value, (int, float, np.number))
        if is_number and after_number:
            lines[-1] += f", {name} = {show(value)}"
        else:
            lines.append(described(value, f"{name} = ", flat=True))
        after_number = is_number
    return lines


def argument_name(names: Sequence[str], position: int | str) -> str:
    """Return the name of a parameter, by its position or its keyword."""
    if isinstance(position, str):
        return position
    return names[position] if position < len(names) else f"argument {position + 1}"


def described(value: Any, before: str = "", flat: bool = False) -> str:
    """Return a value, and behind an array what it is; `flat` for one line, if it fits."""
    text, after = show(value), f"   ({kind(value)})" if isinstance(value, np.ndarray) else ""
    line = _on_one_line(value, text)
    if flat and len(before + line + after) <= WIDTH:
        text = line
    if len(text.rpartition("\n")[2] + after) > WIDTH:
        after = f"\n{after.strip()}"
    text += after
    return before + text.replace("\n", "\n" + " " * len(before))


def cut(text: str) -> str:
    """A text of at most `LINES` lines, none longer than `WIDTH`."""
    lines = [
        line if len(line) <= WIDTH else line[: WIDTH - 4] + " ..." for line in text.split("\n")
    ]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 2], " ...", lines[-1]]
    return "\n".join(lines)

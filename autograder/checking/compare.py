"""What tells a student's result from the reference's: the first difference that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .observation import Observation, builtin_class

DEMANDS = ("dtype", "untouched", "silent", "type", "fresh")
_NUMBERS = (bool, int, float, complex, np.generic)
_COARSE = {np.dtype("float16"): 1e-2, np.dtype("float32"): 1e-5}  # what these types can hold


@dataclass(frozen=True)
class Difference:
    """The first thing in which two observations differ.

    `kind` is one of: raised, not raised, other error, nothing, type, length, keys, shape, nan,
    value, dtype, untouched, fresh, silent. `path` says which part of the result, such as
    `['size']` or `[1]`; `got` and `expected` are that part; `index` is the first entry that
    differs, `count` how many do.
    """

    kind: str
    got: Any = None
    expected: Any = None
    path: str = ""
    index: tuple[int, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Seen:
    """One call of a student's function, with what is right there and what came back.

    `called` is False for a value that stands in the notebook, and of which nothing came back.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    expected: Observation
    got: Observation
    difference: Difference | None
    called: bool = True

    @property
    def size(self) -> int:
        """How many numbers the arguments hold."""
        return size_of(self.args, self.kwargs)


def size_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    """Return how many numbers the arguments of a call hold."""
    return sum(map(numbers_in, (*args, *kwargs.values())))


def numbers_in(value: Any) -> int:
    """Return how many numbers a value holds, also in arrays of several shapes in one container."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return sum(map(numbers_in, value))
    return int(np.size(value))


@dataclass(frozen=True)
class Comparison:
    """How closely results are compared.

    Exceptions, kinds, shapes and values always are: where an array is right, a list or a matrix is
    not; a 0-d array is as good as a scalar. `demands` adds: "dtype"; "untouched" arguments;
    "silent", no warnings where the right function gives none; "type", exactly the right one's;
    "fresh", no view of an argument.
    """

    demands: frozenset[str] = frozenset()
    rtol: float = 1e-7
    atol: float = 1e-12

    def __post_init__(self) -> None:
        if unknown := self.demands - set(DEMANDS):
            raise ValueError(
                f"also={sorted(unknown)} is unknown. It may hold any of: {', '.join(DEMANDS)}."
            )

    def first_difference(self, got: Observation, expected: Observation) -> Difference | None:
        """Return the first difference: exception, type, shape, dtype, value, then side effects."""
        if got.error or expected.error:
            return _errors(got, expected)
        if got.value is None and expected.value is not None:
            return Difference("nothing", None, expected.value)
        return self.of_values(got.value, expected.value) or self.effects(got, expected)

    def of_values(self, got: Any, expected: Any, path: str = "") -> Difference | None:
        """Return the first difference between two results, part by part."""
        if isinstance(expected, dict):
            return self._dicts(got, expected, path)
        if isinstance(expected, tuple) or (isinstance(expected, list) and not is_numeric(expected)):
            return self._sequences(got, expected, path)
        if "type" in self.demands and type(got) is not type(expected):
            return Difference("type", got, expected, path)
        if is_numeric(expected):
            return self._arrays(got, expected, path)
        if isinstance(expected, (str, bytes)) and not isinstance(got, type(expected)):
            return Difference("type", got, expected, path)
        if type(got) is not type(expected) and not _equal(got, expected):
            return Difference("type", got, expected, path)
        return None if _equal(got, expected) else Difference("value", got, expected, path)

    def _dicts(self, got: Any, expected: dict[str, Any], path: str) -> Difference | None:
        if not isinstance(got, dict):
            return Difference("type", got, expected, path)
        if not set(expected) <= set(got):  # more than was asked for is no mistake
            return Difference("keys", got, expected, path)
        parts = (self.of_values(got[key], expected[key], f"{path}[{key!r}]") for key in expected)
        return next((part for part in parts if part), None)

    def _sequences(
        self, got: Any, expected: tuple[Any, ...] | list[Any], path: str
    ) -> Difference | None:
        if not isinstance(got, (list, tuple)) and not (isinstance(got, np.ndarray) and got.ndim):
            return Difference("type", got, expected, path)
        if "type" in self.demands and type(got) is not type(expected):
            return Difference("type", got, expected, path)
        if len(got) != len(expected):
            return Difference("length", got, expected, path)
        pairs = enumerate(zip(got, expected, strict=True))
        parts = (self.of_values(mine, right, f"{path}[{i}]") for i, (mine, right) in pairs)
        return next((part for part in parts if part), None)

    def _arrays(self, got: Any, expected: Any, path: str) -> Difference | None:
        if not is_numeric(got) or isinstance(got, np.matrix):
            return Difference("type", got, expected, path)
        if isinstance(expected, np.ndarray) and expected.ndim and not isinstance(got, np.ndarray):
            return Difference("type", got, expected, path)
        mine, right = np.asarray(got), np.asarray(expected)
        if not _comparable(mine, right):
            return Difference("type", got, expected, path)
        if mine.shape != right.shape:
            return Difference("shape", got, expected, path)
        if wrong := self._entries(mine, right):
            kind, at = wrong
            index = tuple(int(i) for i in np.argwhere(at)[0])
            return Difference(kind, got, expected, path, index, int(at.sum()))
        if "dtype" in self.demands and mine.dtype != right.dtype:
            return Difference("dtype", got, expected, path)
        return None

    def _entries(self, mine: np.ndarray, right: np.ndarray) -> tuple[str, np.ndarray] | None:
        """What is wrong with the entries, and with which: nan first, then other numbers."""
        wrong = ~close(mine, right, self.rtol, self.atol)
        if not wrong.any():
            return None
        holes = wrong & np.isnan(mine) if mine.dtype.kind in "fc" else np.zeros_like(wrong)
        return ("nan", holes) if holes.any() else ("value", wrong)

    def effects(self, got: Observation, expected: Observation) -> Difference | None:
        """Return the first side effect that is not as it should be."""
        if "untouched" in self.demands and set(got.changed) - set(expected.changed):
            return Difference("untouched", got.changed, expected.changed)
        if "fresh" in self.demands and set(got.shared) - set(expected.shared):
            return Difference("fresh", got.shared, expected.shared)
        if "silent" in self.demands and got.warnings and not expected.warnings:
            return Difference("silent", got.warnings, expected.warnings)
        return None


def _errors(got: Observation, expected: Observation) -> Difference | None:
    if expected.error is None:
        return Difference("raised", got.error, expected.value)
    if got.error is None:
        return Difference("not raised", got.value, expected.error)
    if not isinstance(got.error, builtin_class(expected.error)):
        return Difference("other error", got.error, expected.error)
    return None


def _comparable(mine: np.ndarray, right: np.ndarray) -> bool:
    """Numbers with numbers, and truth values where truth values are right."""
    if right.dtype.kind == "b":
        return mine.dtype.kind == "b"
    return (mine.dtype.kind in "biufc") == (right.dtype.kind in "biufc")


def close(a: np.ndarray, b: np.ndarray, rtol: float = 1e-7, atol: float = 1e-12) -> np.ndarray:
    """Entry by entry, whether arrays of one shape agree within the tolerance; nan equals nan."""
    same = np.asarray(a == b)
    numeric = a.dtype.kind in "biufc" and b.dtype.kind in "biufc"
    if not numeric or same.all():  # mostly equal to the last digit, which is soon seen
        return same
    # a student's float16 is not what makes a rough approximation right
    rtol = max(rtol, min(_COARSE.get(a.dtype, 0.0), 1e-5), _COARSE.get(b.dtype, 0.0))
    wide, other = (x.astype(np.complex128 if x.dtype.kind == "c" else np.float64) for x in (a, b))
    with np.errstate(all="ignore"):
        return np.asarray(np.isclose(wide, other, rtol=rtol, atol=atol, equal_nan=True))


def is_numeric(value: Any) -> bool:
    """True for what NumPy reads as one array of numbers: not ragged lists, text or objects."""
    if isinstance(value, (*_NUMBERS, np.ndarray)):
        return True
    if not isinstance(value, (list, tuple)) or not all(map(_is_plain, value)):
        return False
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except (ValueError, TypeError):
        return False


def _is_plain(item: Any) -> bool:
    """True for numbers, arrays and lists of them: NumPy would ask anything else for its items."""
    if isinstance(item, (list, tuple)):
        return all(map(_is_plain, item))
    return isinstance(item, (*_NUMBERS, np.ndarray))


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, np.dtype) != isinstance(b, np.dtype):  # which equals its name and its class
        return False
    try:
        return bool(a == b)
    except (ValueError, TypeError):
        return False

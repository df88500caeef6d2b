"""Further inputs, made from a claim's own, that tell one mistake from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.checks.compare import is_numeric

Arguments = tuple[tuple, dict]

LARGEST = 2_000  # numbers: inputs beyond that are not varied


def ordinary(args: tuple, kwargs: dict) -> Iterator[Arguments]:
    """Variants as ordinary as the input itself: whoever made a mistake made it here too."""
    yield from _varied(args, kwargs, (_as_floats, _negative, _shifted, _shuffled, _fractions))


def unusual(args: tuple, kwargs: dict) -> Iterator[Arguments]:
    """Variants of other types, and with special values, but of the same shape or a square one."""
    changes = (_nothing, _as_list, _as_ints, _as_float32, _square)
    yield from _varied(args, kwargs, changes)
    values = [*args, *kwargs.values()]
    if any(_is_number(value) for value in values) and not all(map(_is_number, values)):
        made = [-value if _is_number(value) else value for value in values]
        yield tuple(made[: len(args)]), dict(zip(kwargs, made[len(args) :], strict=True))


def remote(args: tuple, kwargs: dict) -> Iterator[Arguments]:
    """Variants so far from the input that a function may well do something else with them."""
    yield from _varied(args, kwargs, (_huge, _first_row, _stacked))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _varied(args: tuple, kwargs: dict, changes: tuple[Callable, ...]) -> Iterator[Arguments]:
    values = [*args, *kwargs.values()]
    only_numbers = all(np.ndim(value) == 0 for value in values if is_numeric(value))
    for change in changes:
        made = [_changed(change, value, only_numbers) for value in values]
        if any(new is not old for new, old in zip(made, values, strict=True)):
            named = dict(zip(kwargs, made[len(args) :], strict=True))
            yield tuple(made[: len(args)]), named


def _changed(change: Callable[[np.ndarray], Any], value: Any, numbers_too: bool) -> Any:
    """The changed value; the very same object if the change does nothing to it.

    A number beside arrays is a parameter, such as a slope or a size, and stays as it is.
    """
    if not is_numeric(value) or isinstance(value, tuple):
        return value
    if np.ndim(value) == 0 and not numbers_too:
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or not 0 < array.size <= LARGEST:
        return value
    new = change(array)
    if new is array:
        return value
    is_number = array.ndim == 0 and isinstance(new, (np.ndarray, np.generic)) and new.ndim == 0
    return new.item() if is_number and not isinstance(value, np.generic) else new


def _as_floats(x: np.ndarray) -> np.ndarray:
    return x * 1.0


def _negative(x: np.ndarray) -> np.ndarray:
    return x if x.dtype.kind == "u" else -x


def _shifted(x: np.ndarray) -> np.ndarray:
    return x // 2 + x.dtype.type(7) if x.dtype.kind == "u" else x + x.dtype.type(2)


def _shuffled(x: np.ndarray) -> np.ndarray:
    order = np.random.default_rng(x.size).permutation(x.size)
    return x.ravel()[order].reshape(x.shape)


def _fractions(x: np.ndarray) -> np.ndarray:
    if x.dtype.kind != "f":
        return x
    return np.random.default_rng(x.size).integers(-30, 30, x.shape).astype(x.dtype) / 8


def _nothing(x: np.ndarray) -> np.ndarray:
    return np.zeros_like(x)


def _huge(x: np.ndarray) -> np.ndarray:
    return x * 1000.0 if x.dtype.kind == "f" else x


def _as_list(x: np.ndarray) -> list:
    return x.tolist()


def _as_ints(x: np.ndarray) -> np.ndarray:
    return np.round(x).astype(np.int64) if np.all(np.abs(x) < 1e9) else x


def _as_float32(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float32) if np.all(np.abs(x) < 1e30) else x


def _first_row(x: np.ndarray) -> np.ndarray:
    return x[0] if x.ndim > 1 else x


def _stacked(x: np.ndarray) -> np.ndarray:
    return np.stack([x, np.flip(x)])


def _square(x: np.ndarray) -> np.ndarray:
    side = min(x.shape[-2:]) if x.ndim > 1 else 0
    return x[..., :side, :side] if side > 1 else x

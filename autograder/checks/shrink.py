"""The smallest input that shows a difference, looked for after a failure.

Inputs of two or three entries along each axis are tried, smallest first, filled with 1, 2, 3 and
so on or with entries of the input that failed. That takes a few milliseconds; the shrinker of
hypothesis was tried and took some hundred for as many calls: more than a failing claim may cost.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison, is_numeric

CALLS = 32  # of the student's function, at most
ENOUGH = 4  # numbers: an input of so few is not made smaller
_Fill = Callable[[np.ndarray, tuple[int, ...], int], np.ndarray]


def smallest(
    student: Callable,
    reference: Callable,
    seen: Seen,
    comparison: Comparison,
    still: Callable[[Seen], bool] = lambda seen: True,
) -> Seen:
    """Return the smallest input found that shows the same kind of difference as `seen` does.

    Parameters
    ----------
    student, reference : callable
        The two functions.
    seen : Seen
        An input that shows a difference; it comes back if nothing smaller does.
    comparison : Comparison
        How closely they are compared.
    still : callable
        What else must hold of a smaller input, such as: the recognised mistake explains it too.
    """
    if seen.size <= ENOUGH:
        return seen
    calls = 0
    for args, kwargs in _smaller(seen):
        if calls == CALLS:
            break
        calls += 1
        other = look(student, reference, args, kwargs, comparison)
        if bool(other.expected.error) != bool(seen.expected.error):
            continue
        if other.difference and other.difference.kind == seen.difference.kind and still(other):
            return other
    return seen


def _smaller(seen: Seen) -> Iterator[tuple[tuple, dict]]:
    """Smaller arguments, smallest first; axes of one length keep one length."""
    values = [*seen.args, *seen.kwargs.values()]
    arrays = [np.asarray(value) for value in values if _can_shrink(value)]
    lengths = sorted({n for array in arrays for n in array.shape})
    choices = itertools.product(*(range(min(n, 2), min(n, 3) + 1) for n in lengths))
    sizes = [dict(zip(lengths, choice, strict=True)) for choice in choices]
    sizes.sort(key=lambda size: sum(math.prod(size[n] for n in a.shape) for a in arrays))
    for size, fill in itertools.product(sizes, (_counting, _alternating, _first, _last)):
        made: list[Any] = []
        start = 1
        for value in values:
            if not _can_shrink(value):
                made.append(value)
                continue
            array = np.asarray(value)
            shape = tuple(size[n] for n in array.shape)
            new = fill(array, shape, start).astype(array.dtype)
            start += new.size
            made.append(new if isinstance(value, np.ndarray) else new.tolist())
        count = sum(np.size(value) for value in made)
        if count < seen.size:
            yield (
                tuple(made[: len(seen.args)]),
                dict(zip(seen.kwargs, made[len(seen.args) :], strict=True)),
            )


def _can_shrink(value: Any) -> bool:
    if not is_numeric(value) or isinstance(value, tuple) or np.ndim(value) == 0:
        return False
    return np.size(value) > 0 and np.asarray(value).dtype.kind in "iuf"


def _counting(array: np.ndarray, shape: tuple[int, ...], start: int) -> np.ndarray:
    return np.arange(start, start + math.prod(shape)).reshape(shape)


def _alternating(array: np.ndarray, shape: tuple[int, ...], start: int) -> np.ndarray:
    numbers = _counting(array, shape, start)
    return numbers if array.dtype.kind == "u" else np.where(numbers % 2, numbers, -numbers)


def _first(array: np.ndarray, shape: tuple[int, ...], start: int) -> np.ndarray:
    return array[tuple(slice(n) for n in shape)]


def _last(array: np.ndarray, shape: tuple[int, ...], start: int) -> np.ndarray:
    return array[
        tuple(slice(length - n, None) for n, length in zip(shape, array.shape, strict=True))
    ]

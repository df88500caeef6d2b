"""The smallest input that shows a difference, found and shrunk by hypothesis after a failure.

The simplest input is 1, 2, 3, 4 in a table of two by two: small enough to do by hand, and no
special case such as equal columns. Everything is drawn with `sampled_from`, so few choices that
they are shrunk in ten to thirty calls and 30 to 70 ms, most of them hypothesis's own. For a known
mistake the search asks our wrong version in place of the student's function, and is remembered: a
class pays for it once.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import pickle
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import hypothesis
import numpy as np
from hypothesis import strategies
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import HypothesisException

from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison, is_numeric

CALLS = 40  # of the function, at most
SECONDS = 1.0  # and no longer than that, however slow the function or the machine
ENOUGH = 4  # numbers: an input of so few is not made smaller
_LONGEST = 3  # entries along an axis
_POOL = 12  # numbers of the failing input that are tried
_REMEMBERED = 1_000

_SETTINGS = hypothesis.settings(
    max_examples=CALLS,
    phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
    database=None,
    deadline=None,
    suppress_health_check=tuple(hypothesis.HealthCheck),
    verbosity=hypothesis.Verbosity.quiet,
)
set_hypothesis_home_dir(os.devnull)  # no directory of its own in whatever directory this is


class _Enough(BaseException):
    """The budget is spent; hypothesis lets through what is no Exception."""


def smallest(
    student: Callable,
    reference: Callable,
    seen: Seen,
    comparison: Comparison,
    still: Callable[[Seen], bool] = lambda seen: True,
    mistake: Callable | None = None,
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
    mistake : callable, optional
        A known wrong version that does what the student's does; it is searched in place of that.
    """
    values = [*seen.args, *seen.kwargs.values()]
    if seen.size <= ENOUGH or not any(map(_can_shrink, values)):
        return seen
    if mistake is None:
        return _search(student, reference, seen, comparison, still) or seen
    arguments = _remembered(mistake, reference, seen, comparison)
    if arguments is None:
        return seen
    found = look(student, reference, *arguments, comparison)
    return found if _as_before(found, seen) and still(found) else seen


def _search(
    function: Callable,
    reference: Callable,
    seen: Seen,
    comparison: Comparison,
    still: Callable[[Seen], bool],
) -> Seen | None:
    """Let hypothesis find and shrink; the smallest that showed the difference, if one did."""
    best: list[Seen] = []
    calls, end = 0, time.monotonic() + SECONDS

    def shows(arguments: tuple[tuple, dict]) -> bool:
        nonlocal calls
        if calls == CALLS or time.monotonic() > end:
            raise _Enough
        calls += 1
        found = look(function, reference, *arguments, comparison)
        if found.size >= seen.size or not _as_before(found, seen) or not still(found):
            return False
        best.append(found)
        return True

    with contextlib.suppress(_Enough, HypothesisException):  # not all tried, or nothing found
        hypothesis.find(
            _smaller(seen), shows, settings=_SETTINGS, random=random.Random(0), database_key=None
        )
    # hypothesis only ever goes on from a simpler one: the last is the simplest of its size
    return min(reversed(best), key=lambda one: one.size, default=None)


_memory: dict[Any, tuple[tuple, dict] | None] = {}


def _remembered(
    mistake: Callable, reference: Callable, seen: Seen, comparison: Comparison
) -> tuple[tuple, dict] | None:
    """The smallest arguments for one of our own wrong versions: the same for every student."""
    search = partial(_search, mistake, reference, seen, comparison, lambda found: True)
    try:
        key = pickle.dumps((seen.args, seen.kwargs, seen.difference.kind))
    except (pickle.PicklingError, TypeError, AttributeError):  # a function among the arguments
        return (found.args, found.kwargs) if (found := search()) else None
    key = mistake, comparison, key
    if key not in _memory:
        if len(_memory) >= _REMEMBERED:
            _memory.clear()
        found = search()
        _memory[key] = (found.args, found.kwargs) if found else None
    return _memory[key]


def _as_before(found: Seen, seen: Seen) -> bool:
    """True if it is the same kind of difference, with an error expected only if one was."""
    if bool(found.expected.error) != bool(seen.expected.error) or not found.difference:
        return False
    if found.difference.kind != seen.difference.kind:
        return False
    return _is_finite(found.got.value) or not _is_finite(seen.got.value)  # 0/0 is another matter


def _is_finite(value: Any) -> bool:
    return not is_numeric(value) or bool(np.isfinite(value).all())


@strategies.composite
def _smaller(draw: Callable, seen: Seen) -> tuple[tuple, dict]:
    """Smaller arguments; axes of one length keep one length, so that they fit each other."""
    values = [*seen.args, *seen.kwargs.values()]
    arrays = [np.asarray(value) for value in values if _can_shrink(value)]
    lengths = sorted({n for array in arrays for n in array.shape})
    size = {
        n: draw(strategies.sampled_from(range(min(n, 2), min(n, _LONGEST) + 1))) for n in lengths
    }
    counter = itertools.count(1)
    made = [_drawn(draw, value, size, counter) if _can_shrink(value) else value for value in values]
    return tuple(made[: len(seen.args)]), dict(
        zip(seen.kwargs, made[len(seen.args) :], strict=True)
    )


def _drawn(draw: Callable, value: Any, size: dict[int, int], counter: Iterator[int]) -> Any:
    array = np.asarray(value)
    shape = tuple(size[n] for n in array.shape)
    others = [0, 1, 2] if array.dtype.kind == "u" else [0, 1, 2, -1, -2]
    others += array.ravel()[:_POOL].tolist()
    entries = [
        draw(strategies.sampled_from(list(dict.fromkeys([next(counter), *others]))))
        for _ in range(math.prod(shape))
    ]
    new = np.array(entries, array.dtype).reshape(shape)
    return new if isinstance(value, np.ndarray) else new.tolist()


def _can_shrink(value: Any) -> bool:
    if not is_numeric(value) or isinstance(value, tuple) or np.ndim(value) == 0:
        return False
    return np.size(value) > 0 and np.asarray(value).dtype.kind in "iuf"

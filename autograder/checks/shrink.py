"""The smallest input that shows a difference, found and shrunk by hypothesis after a failure."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.agreement import Seen, look
from autograder.checks.compare import Comparison, is_numeric
from autograder.checks.observation import observe

CALLS = 60  # of the student's function, at most
ENOUGH = 6  # numbers: an input of so few is not made smaller
_NICE = (0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 4.0, 5.0)


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
    if seen.size <= ENOUGH or not _sizes(seen):
        return seen
    search = _Search(student, reference, seen, comparison, still)
    search.run()
    return search.best


class _Search:
    def __init__(
        self,
        student: Callable,
        reference: Callable,
        seen: Seen,
        comparison: Comparison,
        still: Callable[[Seen], bool],
    ) -> None:
        self.best = seen
        self._first = seen
        self._functions = student, reference
        self._comparison = comparison
        self._still = still
        self._calls = 0
        self._known: dict[str, bool] = {}

    def run(self) -> None:
        import hypothesis
        from hypothesis import errors
        from hypothesis import strategies as st

        settings = hypothesis.settings(
            max_examples=CALLS // 3,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        strategy = st.composite(self._draw)()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                hypothesis.find(strategy, self._shows, settings=settings)
            except (errors.NoSuchExample, errors.Flaky, errors.Unsatisfiable):
                return  # the best so far is kept here

    def _draw(self, draw: Callable) -> tuple[tuple, dict]:
        """Draw smaller arguments; axes of one length stay of one length."""
        from hypothesis import strategies as st

        lengths = {n: draw(st.integers(1, min(n, 3))) for n in _sizes(self._first)}

        def smaller(value: Any) -> Any:
            if not _can_shrink(value):
                return value
            array = np.asarray(value)
            shape = tuple(lengths[n] for n in array.shape)
            count = math.prod(shape)
            numbers = st.sampled_from(_choices(array))
            drawn = draw(st.lists(numbers, min_size=count, max_size=count))
            made = np.array(drawn, dtype=array.dtype).reshape(shape)
            return made if isinstance(value, np.ndarray) else made.tolist()

        args = tuple(smaller(value) for value in self._first.args)
        return args, {key: smaller(value) for key, value in self._first.kwargs.items()}

    def _shows(self, arguments: tuple[tuple, dict]) -> bool:
        key = repr(arguments)
        if key not in self._known:
            self._known[key] = self._calls < CALLS and self._look(*arguments)
        return self._known[key]

    def _look(self, args: tuple, kwargs: dict) -> bool:
        self._calls += 1
        student, reference = self._functions
        expected = observe(reference, args, kwargs)
        if bool(expected.error) != bool(self._first.expected.error):
            return False
        try:
            seen = look(student, reference, args, kwargs, self._comparison)
        except Exception:  # the student's process did not answer: not a call more
            self._calls = CALLS
            return False
        wanted = self._first.difference
        if not seen.difference or seen.difference.kind != wanted.kind or not self._still(seen):
            return False
        if _complexity(seen) < _complexity(self.best):
            self.best = seen
        return True


def _can_shrink(value: Any) -> bool:
    return (
        is_numeric(value)
        and not isinstance(value, tuple)
        and np.ndim(value) > 0
        and np.size(value) > 0
        and np.asarray(value).dtype.kind in "iuf"
    )


def _sizes(seen: Seen) -> list[int]:
    values = [value for value in (*seen.args, *seen.kwargs.values()) if _can_shrink(value)]
    return sorted({n for value in values for n in np.shape(value)})


def _choices(array: np.ndarray) -> list[float]:
    """Nice numbers first, then those of the input itself: they may be what it takes."""
    own = list(dict.fromkeys(array.ravel()[:8].tolist()))
    nice = [x for x in _NICE if array.dtype.kind == "f" or x == int(x)]
    return [x for x in nice if array.dtype.kind != "u" or x >= 0] + own


def _complexity(seen: Seen) -> tuple[int, float, str]:
    values = [value for value in (*seen.args, *seen.kwargs.values()) if _can_shrink(value)]
    with np.errstate(all="ignore"):
        ugly = sum(float(np.sum([len(f"{x:g}") for x in np.ravel(value)])) for value in values)
    return seen.size, ugly, repr(values)

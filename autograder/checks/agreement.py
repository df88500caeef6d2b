"""The claim that a student's function does what the reference does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Comparison, Difference
from autograder.checks.disagreement import Disagreement
from autograder.checks.inputs import as_call
from autograder.checks.memo import remembered
from autograder.checks.observation import Observation, observe, observe_all


@dataclass(frozen=True)
class Seen:
    """One input, with what the reference and the student made of it."""

    args: tuple
    kwargs: dict
    expected: Observation
    got: Observation
    difference: Difference | None

    @property
    def size(self) -> int:
        """How many numbers the input holds."""
        return sum(np.size(value) for value in (*self.args, *self.kwargs.values()))


def agrees(
    student: Callable,
    reference: Callable,
    on: Sequence[Any],
    also: Sequence[str] = (),
    rtol: float = 1e-7,
    atol: float = 1e-12,
) -> None:
    """Claim that `student` gives what `reference` gives on each input.

    Exceptions, shapes and values are always compared (nan equals nan; with float32 the tolerance is
    what its digits allow).

    Parameters
    ----------
    student : callable
        The student's function, or a stand-in for it.
    reference : callable
        The right one.
    on : sequence
        The inputs: anything is one argument, `call(a, b, key=c)` is several.
    also : sequence of str
        What else must agree: "dtype", "scalar" (a scalar in gives a scalar, not a 0-d array),
        "untouched" (arguments are not modified), "silent" (no warnings), "type", "array" (an
        ndarray, no list or matrix), "fresh" (no view of an argument).
    rtol, atol : float
        Tolerance of values, as in `np.isclose`. Use `atol=0` where results are tiny.

    Raises
    ------
    Disagreement
        At a difference, with the smallest input that shows it, and the known mistake that explains
        everything seen, if exactly one does.
    """
    comparison = Comparison(frozenset(also), rtol, atol)
    if not callable(student) and not hasattr(student, "_observe_"):
        from autograder.checks import messages

        raise Disagreement(messages.not_a_function(student, reference.__name__))
    seen = []
    cases = [as_call(case).build() for case in on]
    for case, got in zip(cases, observe_all(student, cases), strict=True):
        seen.append(_compared(reference, *case, got, comparison))
        if seen[-1].difference:
            break
    else:
        return
    from autograder.checks.explain import explain

    raise explain(student, reference, seen, [as_call(case) for case in on], comparison) from None


def look(
    student: Callable, reference: Callable, args: tuple, kwargs: dict, comparison: Comparison
) -> Seen:
    """Observe both functions on the same arguments and compare."""
    return _compared(reference, args, kwargs, observe(student, args, kwargs), comparison)


def _compared(
    reference: Callable, args: tuple, kwargs: dict, got: Observation, comparison: Comparison
) -> Seen:
    expected = remembered(reference, args, kwargs)
    return Seen(args, kwargs, expected, got, comparison.first_difference(got, expected))

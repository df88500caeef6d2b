"""The claim that a student's function does what the reference does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograder.checking import words
from autograder.checking.compare import Comparison, Difference, Seen, is_numeric, size_of
from autograder.checking.disagreement import Disagreement
from autograder.checking.examples import explained
from autograder.checking.inputs import as_call
from autograder.checking.known import Asked, Known, Stopped
from autograder.checking.observation import (
    Observation,
    builtin_class,
    name_of,
    observe,
    observe_all,
    remembered,
    stopped_in,
)
from autograder.checking.show import parameters
from autograder.checks.coach import known, subject


def agrees(
    student: Callable[..., Any],
    reference: Callable[..., Any],
    on: Sequence[Any],
    also: Sequence[str] = (),
    rtol: float = 1e-7,
    atol: float = 1e-12,
) -> None:
    """Claim that `student` gives what `reference` gives on each input.

    Exceptions, kinds, shapes and values are always compared (nan equals nan; with float32 the
    tolerance is what its digits allow).

    Parameters
    ----------
    student : callable
        The student's function, or a stand-in for it.
    reference : callable
        The right one.
    on : sequence
        The inputs: anything is one argument, `call(a, b, key=c)` is several.
    also : sequence of str
        What else must agree: "dtype", "untouched" (arguments are not modified), "silent" (no
        warnings), "type" (exactly the reference's), "fresh" (no view of an argument).
    rtol, atol : float
        Tolerance of values, as in `np.isclose`. Use `atol=0` where results are tiny.

    Raises
    ------
    Disagreement
        At a difference, with the smallest input that shows it, and the known mistake that explains
        everything seen, if exactly one does.
    """
    comparison = Comparison(frozenset(also), rtol, atol)
    own = "." not in (reference.__module__ or "")  # a reference in the notebook itself
    name = name_of(student) if own else reference.__name__
    if not hasattr(student, "_observe_") and not callable(student):
        raise Disagreement(words.not_a_function(student, name))
    cases = [as_call(case).build() for case in on]
    seen: list[Seen] = []
    for case, got in zip(cases, observe_all(student, cases), strict=True):
        seen.append(_compared(reference, *case, got, comparison))
        if seen[-1].difference:
            break
    else:
        return
    table = known(subject(student, reference))
    names = parameters(reference)
    seen += _more(student, reference, cases[len(seen) :], comparison)
    first = next(one for one in seen if one.difference)
    if _is_deaf(seen) and (other := _another(seen)):
        raise Disagreement(
            words.same_for_all(name, names, seen[0], other),
            f"{name}: One result for all inputs",
            name,
        )
    smallest = _smaller(student, reference, table, first, comparison)
    raise explained(student, name, smallest, table, names) from None


def raises(student: Callable[..., Any], kind: type[Exception], on: Sequence[Any]) -> None:
    """Claim that `student` raises an error of class `kind` on each input.

    Raises
    ------
    Disagreement
        If it returns something, or raises an error of another class.
    """
    for case in map(as_call, on):
        args, kwargs = case.build()
        got = observe(student, args, kwargs)
        unwritten = isinstance(got.error, NotImplementedError) and kind is not NotImplementedError
        if unwritten or not isinstance(got.error, builtin_class(kind)):
            name = name_of(student, "the function")
            reason = "other error" if got.error else "not raised"
            seen = Seen(
                args,
                kwargs,
                Observation(error=kind()),
                got,
                Difference(reason, got.error or got.value, kind()),
            )
            if unwritten and got.error:
                raise Disagreement(words.not_written(name, stopped_in(got.error)))
            message = words.disagreement(name, parameters(student), seen)
            raise Disagreement(message, about=name) from None


def _compared(
    reference: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    got: Observation,
    comparison: Comparison,
) -> Seen:
    expected = remembered(reference, args, kwargs)
    return Seen(args, kwargs, expected, got, comparison.first_difference(got, expected))


def _more(
    student: Callable[..., Any],
    reference: Callable[..., Any],
    cases: Sequence[tuple[tuple[Any, ...], dict[str, Any]]],
    comparison: Comparison,
) -> list[Seen]:
    """Return what the next inputs show, as far as the function answers."""
    asked, more = Asked(student), []
    for args, kwargs in cases:
        try:
            got = asked(args, kwargs)
        except Stopped:
            break
        more.append(_compared(reference, args, kwargs, got, comparison))
    return more


def _smaller(
    student: Callable[..., Any],
    reference: Callable[..., Any],
    table: Known | None,
    seen: Seen,
    comparison: Comparison,
) -> Seen:
    """Return the smallest input of the coach's table that shows the same kind of difference."""
    if table is None or seen.difference is None or seen.difference.kind == "nothing":
        return seen
    if isinstance(seen.got.error, NotImplementedError):
        return seen
    asked = Asked(student)
    smaller = [one for one in table.inputs if size_of(*one) < seen.size]
    for args, kwargs in sorted(smaller, key=lambda one: size_of(*one)):
        try:
            one = _compared(reference, args, kwargs, asked(args, kwargs), comparison)
        except Stopped:
            break
        if one.difference and one.difference.kind == seen.difference.kind:
            return one
    return seen


def _is_deaf(seen: list[Seen]) -> bool:
    """True if different inputs, with different right results, all gave the same one."""
    if len(seen) < 2 or any(one.got.error or not is_numeric(one.got.value) for one in seen):
        return False
    exactly = Comparison(rtol=1e-12, atol=0.0)
    return all(exactly.of_values(one.got.value, seen[0].got.value) is None for one in seen)


def _another(seen: list[Seen]) -> Seen | None:
    """The first input that should have given something else than the first one."""
    exactly = Comparison(rtol=1e-12, atol=0.0)
    return next(
        (one for one in seen if exactly.of_values(one.expected.value, seen[0].expected.value)),
        None,
    )

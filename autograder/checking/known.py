"""Known mistakes: which of them behaves as a student's function does, on a handful of inputs.

For each function there is a table of inputs that tell its known wrong versions apart, with what
each of them gives. A mistake is named only if it alone explains what the student's function gives
on all of them, and what its sentence says about the code was seen as well. The table comes as data
beside a released notebook (`known.json`); it holds wrong results only, and nothing of the
reference. Where the solutions are at hand, whoever has them passes a table of its own.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from . import facts
from .compare import DEMANDS, Comparison, is_numeric
from .observation import Observation, builtin_class, observe
from .plain import from_plain

DATA = Path(__file__).with_name("known.json")
PATIENCE = 1.0  # seconds within the student's function, after which it is asked no further
_CLOSELY = Comparison(rtol=1e-6, atol=1e-12)
_TINY = "tiny"  # the facet of a mistake that shows in numbers next to 0 alone
_NEXT_TO_ZERO = Comparison(rtol=1e-6, atol=0.0)
_ASKED = [(demand,) for demand in DEMANDS]
_FACETS: dict[str, Callable[[Observation], Any]] = {
    "dtype": lambda seen: _dtypes(seen.value),
    "kind": lambda seen: _kind(seen.value),
    "changed": lambda seen: bool(seen.changed),
    "warned": lambda seen: bool(seen.warnings),
    "shared": lambda seen: bool(seen.shared),
}

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Wrong:
    """A known wrong version of a function, as a table has it.

    Attributes
    ----------
    title, sentence : str
        What the class report calls it, and what to say to the student.
    outcomes : tuple of Observation
        What it gives for each input of the table.
    shows : tuple of int
        The inputs for which that is wrong.
    facets : tuple of str
        In what it differs from the right function, besides values: "dtype", "kind", "changed",
        "warned", "shared"; "tiny" if only numbers next to 0 differ.
    needs : tuple of str
        What must be seen as well before its sentence may be said; see `facts`.
    kinds : tuple of str
        The kinds of `Difference` from the right function that it shows.
    """

    title: str
    sentence: str
    outcomes: tuple[Observation, ...]
    shows: tuple[int, ...]
    facets: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """The known wrong versions of one function, and the inputs that tell them apart."""

    inputs: tuple[Arguments, ...]
    wrong: tuple[Wrong, ...]

    @cached_property
    def ordinary(self) -> tuple[int, ...]:
        """Which inputs are ordinary: floats of usual size, with as many axes as the first has."""
        return tuple(
            at
            for at, one in enumerate(self.inputs)
            if _is_ordinary(one) and _axes(one) == _axes(self.inputs[0])
        )


Lookup = Callable[[str], "Known | None"]
_lookup: ContextVar[Lookup | None] = ContextVar("known_mistakes", default=None)


@contextmanager
def knowing(lookup: Lookup) -> Iterator[None]:
    """Within the block, a function's known mistakes are what `lookup` has for its name."""
    token = _lookup.set(lookup)
    try:
        yield
    finally:
        _lookup.reset(token)


def known_mistakes(name: str) -> Known | None:
    """Return the known mistakes of the function of this name, if there are any."""
    lookup = _lookup.get()
    return lookup(name) if lookup else _from_file().get(name)


def recognise(student: Callable[..., Any], known: Known, kind: str) -> Wrong | None:
    """Return the mistake whose sentence alone explains what a function does, or None.

    Only a mistake that can make a difference of this kind explains it: that lists are not taken
    is no answer to a warning.

    The function is asked for the table's inputs until no mistake fits any more. It must do the same
    as the mistake on every ordinary input, and on every one for which the mistake is wrong if it is
    wrong for no ordinary one. What it does on other inputs is another matter, and counts only if
    several mistakes explain the rest.
    """
    asked = Asked(student)
    fits = [_Fit(one, known) for one in known.wrong if kind in one.kinds or not one.kinds]
    seen: list[Observation] = []
    try:
        for at, (args, kwargs) in enumerate(known.inputs):
            seen.append(asked(args, kwargs))
            fits = [fit for fit in fits if fit.holds(at, seen[at])]
            if not fits:
                return None
    except Stopped:
        return None
    fits = [
        fit
        for fit in fits
        if fit.is_shown and all(facts.seen(need, student, seen) for need in fit.wrong.needs)
    ]
    if len({fit.wrong.sentence for fit in fits}) > 1:
        fits = [fit for fit in fits if fit.is_exact]
    return fits[0].wrong if len({fit.wrong.sentence for fit in fits}) == 1 else None


class _Fit:
    """How far one mistake explains what was seen."""

    def __init__(self, wrong: Wrong, known: Known) -> None:
        self.wrong = wrong
        self.is_exact = True  # the same on all inputs
        ordinary = set(known.ordinary)
        self._shows = ordinary & set(wrong.shows) or set(wrong.shows)
        self._strict = self._shows | ordinary
        self._values = self._words = False

    @property
    def is_shown(self) -> bool:
        """False if both only fail, each with an error of its own."""
        return self._values or self._words

    def holds(self, at: int, got: Observation) -> bool:
        """Return whether the mistake explains one more result."""
        wrong = self.wrong.outcomes[at]
        if not self._alike(got, wrong):
            self.is_exact = False
            return at not in self._strict
        if at in self._shows:
            self._values |= wrong.error is None
            self._words |= wrong.error is not None and str(wrong.error) == str(got.error)
        return True

    def _alike(self, got: Observation, wrong: Observation) -> bool:
        if got.error or wrong.error:
            if not (got.error and wrong.error):
                return False
            return builtin_class(got.error) is builtin_class(wrong.error)
        if (got.value is None) != (wrong.value is None):
            return False
        compare = _NEXT_TO_ZERO if _TINY in self.wrong.facets else _CLOSELY
        if compare.of_values(_as_array(got.value), _as_array(wrong.value)):
            return False
        return not _facets_differ(got, wrong, self.wrong.facets)


class Stopped(Exception):
    """The student's process did not answer, or too slowly; it must not be asked again."""


class Asked:
    """A student's function, asked quietly, and no more once it did not answer or took long.

    Quietly: what it prints or warns then was caused by us and is no advice for the student.
    """

    def __init__(self, student: Callable[..., Any]) -> None:
        self._observe = getattr(student, "_quietly_", None) or (
            lambda args, kwargs: observe(student, args, kwargs)
        )
        self._stopped = False
        self._spent = 0.0

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Observation:
        """Return what one more call gives.

        Raises
        ------
        Stopped
            If the function must not be asked any more.
        """
        if self._stopped or self._spent > PATIENCE:
            raise Stopped
        try:
            observed: Observation = self._observe(args, kwargs)
        except Exception as error:
            self._stopped = True
            raise Stopped from error
        self._spent += observed.seconds
        return observed


def shown_facets(right: Sequence[Observation], wrong: Sequence[Observation]) -> tuple[str, ...]:
    """Return in which facets two functions differ on inputs for which both give a result."""
    pairs = [
        (a, b) for a, b in zip(right, wrong, strict=True) if a.error is None and b.error is None
    ]
    found = [
        facet
        for facet, look in _FACETS.items()
        if any(look(b) and look(a) != look(b) for a, b in pairs)  # to do less is no mistake
    ]
    if not any(_CLOSELY.first_difference(b, a) for a, b in zip(right, wrong, strict=True)):
        found += [_TINY] * any(bool(_NEXT_TO_ZERO.first_difference(b, a)) for a, b in pairs)
    return tuple(found)


def shown_kinds(right: Sequence[Observation], wrong: Sequence[Observation]) -> tuple[str, ...]:
    """Return the kinds of difference that one function shows from another, whatever is demanded."""
    comparisons = [replace(_NEXT_TO_ZERO, demands=frozenset(asked)) for asked in [(), *_ASKED]]
    found = {
        difference.kind
        for a, b in zip(right, wrong, strict=True)
        for comparison in comparisons
        if (difference := comparison.first_difference(b, a))
    }
    return tuple(sorted(found))


def differs(right: Observation, wrong: Observation, facets: Sequence[str]) -> bool:
    """Return whether two functions can be told apart by what they gave for one input."""
    compare = _NEXT_TO_ZERO if _TINY in facets else _CLOSELY
    if compare.first_difference(wrong, right):
        return True
    if right.error or wrong.error:
        return False
    return _facets_differ(right, wrong, facets)


def _facets_differ(one: Observation, other: Observation, facets: Sequence[str]) -> bool:
    looks = [_FACETS[facet] for facet in facets if facet in _FACETS]
    return any(look(one) != look(other) for look in looks)


@functools.cache
def _from_file() -> dict[str, Known]:
    """The tables beside this package, as `release` put them there; none in a checkout."""
    try:
        content = json.loads(DATA.read_text(encoding="utf-8"))
    except OSError:
        return {}
    return {name: known_from(table) for name, table in content["functions"].items()}


def known_from(table: dict[str, Any]) -> Known:
    """Return the known mistakes that a table in `known.json` describes."""
    wrong = tuple(
        Wrong(
            one["title"],
            one["sentence"],
            tuple(from_plain(outcome) for outcome in one["outcomes"]),
            tuple(one["shows"]),
            tuple(one["facets"]),
            tuple(one["needs"]),
            tuple(one["kinds"]),
        )
        for one in table["mistakes"]
    )
    inputs = tuple(
        (tuple(map(from_plain, args)), {key: from_plain(value) for key, value in kwargs.items()})
        for args, kwargs in table["inputs"]
    )
    return Known(inputs, wrong)


def _is_ordinary(arguments: Arguments) -> bool:
    """True for small numbers: alone, or in arrays of floats and, beside one, of whole numbers."""
    args, kwargs = arguments
    values = [*args, *kwargs.values()]
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    if any(isinstance(value, (list, tuple)) for value in values) or not values:
        return False
    numbers = [value for value in [*arrays, *values] if is_numeric(value)]
    kinds = {array.dtype.kind for array in arrays}
    if (arrays and not {"f"} <= kinds <= {"f", "i"}) or any(a.itemsize < 8 for a in arrays):
        return False
    return all(np.size(number) and bool(np.all(np.abs(number) < 100)) for number in numbers)


def _axes(arguments: Arguments) -> list[int]:
    return [np.ndim(value) for value in arguments[0] if is_numeric(value)]


def _as_array(value: Any) -> Any:
    """Numbers in a list as an array: whether a list is wrong is a facet."""
    return np.asarray(value) if isinstance(value, list) and is_numeric(value) else value


def _kind(value: Any) -> str:
    """The name of a value's type; an array without axes is as good as its number."""
    number = value[()] if isinstance(value, np.ndarray) and not value.ndim else value
    return type(number).__name__


def _dtypes(value: Any) -> Any:
    if is_numeric(value):
        return str(np.asarray(value).dtype)
    if isinstance(value, dict):
        return {key: _dtypes(item) for key, item in value.items()}
    return [_dtypes(item) for item in value] if isinstance(value, (list, tuple)) else None

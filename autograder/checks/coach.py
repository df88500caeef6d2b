"""Which known mistake behaves as the student's function does, on everything that was seen.

The known wrong versions of `solutions.softmax.softmax` are the functions of
`solutions.mistakes.softmax` whose names begin with `softmax__`. The first line of a docstring is
the mistake's title, the rest is what to say to the student. A docstring `As other_function, ...`
borrows both from another version. There is nothing else to register.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from autograder.checks import probes
from autograder.checks.agreement import Seen
from autograder.checks.compare import Comparison, is_numeric
from autograder.checks.memo import remembered
from autograder.checks.observation import Observation, builtin_class, observe

_BORROWED = re.compile(r"As (\w+__\w+)")
_VARIANTS = {"ordinary": probes.ordinary, "unusual": probes.unusual, "remote": probes.remote}
_PATIENCE = 2_000  # numbers: known mistakes are not run on inputs beyond that


@dataclass(frozen=True)
class Mistake:
    """A known wrong version of a function."""

    function: Callable
    title: str
    sentence: str

    @property
    def label(self) -> str:
        """The title with the function that it is about: "softmax: One sum for the table"."""
        return f"{self.function.__name__.partition('__')[0]}: {self.title}"


@dataclass(frozen=True)
class _Probe:
    """One input, with what the student and the reference made of it."""

    args: tuple
    kwargs: dict
    got: Observation
    right: Observation
    rank: str  # "claim": its own input; "ordinary", "unusual", "remote": variants; "earlier"


@lru_cache(maxsize=256)
def known_mistakes(reference: Callable) -> tuple[Mistake, ...]:
    """The wrong versions of a reference function, in the order in which they are written."""
    package, _, stem = reference.__module__.rpartition(".")
    if not package:  # a reference within the notebook
        return ()
    name = f"{package}.mistakes.{stem}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return ()
        raise
    start = f"{reference.__name__}__"
    return tuple(
        Mistake(function, *_words(module, function))
        for key, function in vars(module).items()
        if key.startswith(start) and callable(function)
    )


def subject(student: Callable, reference: Callable) -> Callable:
    """The function whose mistakes a student may have made.

    That is the reference; but where a loop is the reference for the function that replaces it,
    the function of the student's name beside it.
    """
    if known_mistakes(reference):
        return reference
    module = sys.modules.get(reference.__module__)
    namesake = getattr(module, getattr(student, "__name__", ""), None)
    return namesake if callable(namesake) and known_mistakes(namesake) else reference


def _words(module: ModuleType, function: Callable) -> tuple[str, str]:
    text = inspect.getdoc(function) or ""
    if borrowed := _BORROWED.match(text):
        return _words(module, getattr(module, borrowed[1]))
    title, _, rest = text.partition("\n")
    if not rest.strip():
        raise ValueError(
            f"{module.__name__}.{function.__name__}: its docstring has no sentence to the student. "
            "Write a title, an empty line, and what to say."
        )
    return title.strip().rstrip("."), " ".join(rest.split())


def recognise(
    student: Callable,
    reference: Callable,
    seen: list[Seen],
    comparison: Comparison,
    before: Callable[[], list[Seen]] = list,
) -> Mistake | None:
    """Return the mistake whose sentence alone explains everything seen, or None.

    A mistake explains a student's function if both do the same on every input of the claim and on
    ordinary variants of those. On unusual variants the student's may also be right, or fail
    altogether, and on remote ones do anything: that is then another matter, and counts only if
    several mistakes explain the rest. What was seen `before`, in other claims, is asked for only
    then too. Never a guess: two sentences that fit are none.
    """
    candidates = list(known_mistakes(subject(student, reference)))
    if not candidates or any(one.size > _PATIENCE for one in seen):
        return None
    failing = [one for one in seen if one.difference]
    probing = [_Probe(one.args, one.kwargs, one.got, one.expected, "claim") for one in failing]
    probing += [
        _Probe(one.args, one.kwargs, one.got, one.expected, "claim")
        for one in seen
        if not one.difference
    ]
    candidates = [one for one in candidates if _Fit(one, comparison).holds(probing)]
    if not candidates:
        return None
    for rank in _VARIANTS:
        probing += _further(student, reference, failing[0], rank)
    fits = [_Fit(one, comparison) for one in candidates]
    fits = [fit for fit in fits if fit.holds(probing) and fit.is_no_coincidence]
    if _sentences(fits) > 1:
        fits = [fit for fit in fits if fit.is_exact]
    if _sentences(fits) > 1:
        earlier = [
            _Probe(one.args, one.kwargs, one.got, one.expected, "earlier") for one in before()
        ]
        fits = [fit for fit in fits if fit.holds(earlier)]
    return fits[0].mistake if _sentences(fits) == 1 else None


def _sentences(fits: list[_Fit]) -> int:
    return len({fit.mistake.sentence for fit in fits})


def _further(student: Callable, reference: Callable, seen: Seen, rank: str) -> list[_Probe]:
    """The variants of an input that the reference accepts, as it accepted the input."""
    found = []
    for args, kwargs in _VARIANTS[rank](seen.args, seen.kwargs):
        right = remembered(reference, args, kwargs)
        if right.error is None:
            found.append(_Probe(args, kwargs, observe(student, args, kwargs), right, rank))
    return found


class _Fit:
    """How well one mistake explains what was seen."""

    def __init__(self, mistake: Mistake, comparison: Comparison) -> None:
        self.mistake = mistake
        self.is_exact = True  # the same in everything, also what the claim does not ask for
        self._closely = Comparison(rtol=max(comparison.rtol, 1e-6), atol=comparison.atol)
        self._demands = comparison.demands
        self._values = 0
        self._same_words = True

    @property
    def is_no_coincidence(self) -> bool:
        """False if both only ever fail, each with an error of its own."""
        return self._values > 0 or self._same_words

    def holds(self, probing: list[_Probe]) -> bool:
        """True if nothing that was seen speaks against the mistake."""
        return all(self._holds(probe) for probe in probing)

    def _holds(self, probe: _Probe) -> bool:
        wrong = remembered(self.mistake.function, probe.args, probe.kwargs)
        demands = self._demands if probe.rank == "claim" else frozenset()
        if not self._alike(probe.got, wrong, demands):
            self.is_exact = False
            return probe.rank == "remote" or (
                probe.rank == "unusual"
                and (_is_broken(probe.got) or self._alike(probe.got, probe.right, frozenset()))
            )
        if probe.got.error:
            self._same_words &= str(probe.got.error) == str(wrong.error)
        else:
            self._values += 1
        everything = frozenset({"array", "dtype", "scalar", "untouched", "silent", "fresh"})
        self.is_exact &= self._alike(probe.got, wrong, everything)
        return True

    def _alike(self, got: Observation, wrong: Observation, facets: frozenset[str]) -> bool:
        if got.error or wrong.error:
            both = got.error and wrong.error
            return bool(both) and builtin_class(got.error) is builtin_class(wrong.error)
        if (got.value is None) != (wrong.value is None):
            return False
        if self._closely.of_values(got.value, wrong.value):
            return False
        return all(_FACETS[facet](got) == _FACETS[facet](wrong) for facet in facets)


_FACETS: dict[str, Callable[[Observation], Any]] = {
    "dtype": lambda seen: _dtypes(seen.value),
    "scalar": lambda seen: isinstance(seen.value, np.ndarray) and seen.value.ndim == 0,
    "untouched": lambda seen: set(seen.changed),
    "silent": lambda seen: {category for category, _ in seen.warnings},
    "type": lambda seen: type(seen.value).__name__,
    "array": lambda seen: type(seen.value).__name__,
    "fresh": lambda seen: set(seen.shared),
}


def _dtypes(value: Any) -> Any:
    if is_numeric(value):
        return str(np.asarray(value).dtype)
    if isinstance(value, dict):
        return {key: _dtypes(item) for key, item in value.items()}
    return [_dtypes(item) for item in value] if isinstance(value, (list, tuple)) else None


def _is_broken(seen: Observation) -> bool:
    """True if a call gave nothing that could be compared: an error, or nan."""
    if seen.error:
        return True
    if not is_numeric(seen.value) or np.asarray(seen.value).dtype.kind not in "fc":
        return False
    return bool(np.isnan(seen.value).any())


def same_for_all(seen: list[Seen]) -> bool:
    """True if different inputs, with different right results, all gave the same one."""
    got = [one for one in seen if one.got.error is None and is_numeric(one.got.value)]
    if len(got) < 2 or len(got) < len(seen):
        return False
    exactly = Comparison(rtol=1e-12, atol=0.0)
    same = all(exactly.of_values(one.got.value, got[0].got.value) is None for one in got)
    return same and any(
        exactly.of_values(one.expected.value, got[0].expected.value) is not None for one in got
    )


def explains(mistake: Mistake, comparison: Comparison) -> Callable[[Seen], bool]:
    """The question whether a mistake does what the student's function did on one more input."""

    def on(seen: Seen) -> bool:
        probe = _Probe(seen.args, seen.kwargs, seen.got, seen.expected, "claim")
        return _Fit(mistake, comparison).holds([probe])

    return on

"""The student's functions of one number, sampled beside the reference, for the feedback's plot."""

from __future__ import annotations

import functools
import importlib
import inspect
import math
import re
import warnings
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import numpy as np

from autograder.notebook.cells import Cell
from autograder.sandbox.replies import Remote
from autograder.verdicts import Curve, Outcome, Verdict

GRID = tuple(position / 5 for position in range(-30, 31))  # -6 to 6
MOST = 3  # curves of one submission
_TRIED = (0, 22, 30, 31, 60)  # entries at which a number alone must give what the array gave


def sample_curves(
    module: str, claims: Iterable[Cell], verdicts: Iterable[Verdict], process: Any
) -> tuple[Curve, ...]:
    """Return the curves of the functions that failed claims speak of; nothing if none failed.

    Parameters
    ----------
    module : str
        Of the assignment; `solutions.<module>` holds the references.
    claims : iterable of Cell
        The claims of the source notebook.
    verdicts : iterable of Verdict
        What became of them.
    process : StudentProcess
        After the last cell and claim; nothing may run in it later.
    """
    failed = {v.claim for v in verdicts if v.outcome is Outcome.FAILED}
    spoken = "\n".join(claim.source for claim in claims if claim.id in failed)
    names = [
        name
        for name in _references(module)
        if re.search(rf"\b{name}\b", spoken) and reference_curve(module, name)
    ]
    found: list[Curve] = []
    if not names:
        return ()
    try:
        with process.snapshot(last=True) as copy:
            for name in names[:MOST]:
                if values := _student_curve(name, copy):
                    found.append(Curve(name, GRID, values, reference_curve(module, name)))
    except Exception:  # whatever the student process says: a picture is worth no second try
        pass
    return tuple(found)


@functools.cache
def reference_curve(module: str, name: str) -> tuple[float, ...]:
    """Return the reference's values on the grid; nothing if it is no function of one number.

    It is one if it gives a finite float for each number, not the same for all, and gives the
    same entry by entry for an array, if it takes arrays at all.
    """
    function = _references(module)[name]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            values = [function(x) for x in GRID]
            if not all(isinstance(y, float) and math.isfinite(y) for y in values):
                return ()
            if np.ptp(values) < 1e-9 or not _elementwise(function, values):
                return ()
    except Exception:  # not a function of one number
        return ()
    return tuple(float(y) for y in values)


def _elementwise(function: Callable[..., Any], values: list[float]) -> bool:
    try:
        together = function(np.array(GRID))
    except (TypeError, ValueError):  # one number at a time
        return True
    return np.shape(together) == np.shape(values) and np.allclose(together, values)


def _student_curve(name: str, process: Any) -> tuple[float | None, ...]:
    try:
        remote = process.lookup(name)
    except NameError:
        return ()
    if not isinstance(remote, Remote):
        return ()

    def at(grid: Iterable[float]) -> list[float | None]:
        cases: list[tuple[tuple[float], dict[str, Any]]] = [((x,), {}) for x in grid]
        found: list[float | None] = []
        while len(found) < len(cases):
            found += map(_number, process.calls(remote, cases[len(found) :]))
        return found

    together = _numbers(process.call(remote, [np.array(GRID)], {}))
    if together and all(map(_alike, at(GRID[i] for i in _TRIED), (together[i] for i in _TRIED))):
        return together
    values = tuple(at(GRID))
    return values if any(value is not None for value in values) else ()


def _alike(alone: float | None, together: float) -> bool:
    return alone is not None and math.isclose(alone, together, rel_tol=1e-9, abs_tol=1e-12)


def _numbers(reply: Any) -> tuple[float, ...]:
    """What a function made of the whole grid at once; nothing unless all of it is numbers."""
    value = reply.value
    if reply.error is not None or not isinstance(value, np.ndarray) or value.dtype.kind not in "fi":
        return ()
    if value.shape != (len(GRID),) or not np.isfinite(value).all():
        return ()
    return tuple(value.astype(float).tolist())


def _number(reply: Any) -> float | None:
    value = reply.value
    if reply.error is not None or isinstance(value, (bool, str, complex, Remote)):
        return None
    try:
        value = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


@functools.cache
def _references(module: str) -> dict[str, Callable[..., Any]]:
    """Return the public functions of `solutions.<module>` that need exactly one argument."""
    name = f"solutions.{module}"
    try:
        found: ModuleType = importlib.import_module(name)
    except ModuleNotFoundError:
        return {}
    return {
        key: function
        for key, function in vars(found).items()
        if inspect.isfunction(function)
        and function.__module__ == name
        and not key.startswith("_")
        and _one_argument(function)
    }


def _one_argument(function: Callable[..., Any]) -> bool:
    required = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    return len(required) == 1

"""The calls that a claim makes of a student's functions, kept for the coach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.observation import Observation

LARGEST = 2_000  # numbers: calls with more are not kept


@dataclass(frozen=True)
class Called:
    """One call that a claim made of a student's function."""

    name: str
    student: Callable
    args: tuple
    kwargs: dict
    got: Observation


def small(args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """True if a call is worth keeping: plain values, and few of them."""
    values = [*args, *kwargs.values()]
    return not any(map(callable, values)) and sum(map(_count, values)) <= LARGEST


def _count(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(map(_count, value)) if len(value) <= LARGEST else len(value)
    return 1

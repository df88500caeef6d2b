"""What can be seen of an answer, beside its results: what a mistake's sentence may say of the code.

A sentence that says "your function writes into its argument" or "you call `np.vectorize`" needs
that to have been seen; a mistake names these needs in the last line of its docstring:
`Seen: changes-argument, calls np.vectorize`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .observation import Observation
from .text import calls, loops_in

_BEHAVIOUR: dict[str, Callable[[Observation], bool]] = {
    "changes-argument": lambda seen: bool(seen.changed),
    "gives-view": lambda seen: bool(seen.shared),
    "gives-integers": lambda seen: _kind(seen) in ("i", "u"),
    "gives-list": lambda seen: isinstance(seen.value, list),
    "gives-nan": lambda seen: _has(seen, np.isnan),
    "gives-infinity": lambda seen: _has(seen, np.isinf),
    "gives-none": lambda seen: seen.error is None and seen.value is None,
    "prints": lambda seen: bool(seen.printed.strip()),
    "raises": lambda seen: seen.error is not None,
    "warns": lambda seen: bool(seen.warnings),
}


def is_fact(name: str) -> bool:
    """Return whether a name is one that `seen` can look for."""
    return name in _BEHAVIOUR or name in ("loops", "no-loop") or name.startswith("calls ")


def seen(name: str, student: Callable[..., Any], observations: Sequence[Observation]) -> bool:
    """Return whether a fact was seen: in one result at least, or in the function's text.

    Parameters
    ----------
    name : str
        One of `changes-argument`, `gives-view`, `gives-integers`, `gives-list`, `gives-nan`,
        `gives-infinity`, `gives-none`, `prints`, `raises`, `warns`; of the text: `loops`,
        `no-loop`, `calls NAME` (`calls np.vectorize`, `calls .tolist`, `calls sum`).
    student : callable
        The student's function, or a stand-in for it.
    observations : sequence of Observation
        What it gave.
    """
    if look := _BEHAVIOUR.get(name):
        return any(look(one) for one in observations)
    if name in ("loops", "no-loop"):
        found = loops_in(student)
        return found is not None and bool(found) == (name == "loops")
    return calls(student, name.removeprefix("calls "))


def _kind(seen: Observation) -> str:
    value = seen.value
    return np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, np.generic, int)) else ""


def _has(seen: Observation, test: Callable[[Any], Any]) -> bool:
    return (_kind(seen) == "f" and bool(np.any(test(seen.value)))) or (
        isinstance(seen.value, float) and bool(test(seen.value))
    )

"""What can be looked at without running any of the student's code."""

from __future__ import annotations

import types

import numpy as np

from .arrays import SCALAR_TYPES, plain_dtype

_SIMPLE = frozenset(
    (type(None), bool, int, float, complex, str, bytes, types.FunctionType, *SCALAR_TYPES)
)
_MOST, _DEEPEST = 1_000, 4  # members looked at, and containers within containers


def is_plain(value: object) -> bool:
    """Return whether `value` and all in it are exactly of built-in and NumPy's own plain types.

    Their attributes, lengths and members are theirs alone: no method of the student's is called.
    """
    ahead = [(value, 0)]
    for count, (entry, depth) in enumerate(ahead):
        kind = type(entry)
        if kind in _SIMPLE or (kind is np.ndarray and plain_dtype(entry.dtype)):
            continue
        if kind not in (list, tuple, set, frozenset, dict):
            return False
        if depth == _DEEPEST or len(ahead) - count + len(entry) > _MOST:
            return False
        ahead += [(member, depth + 1) for member in entry]
        if kind is dict:
            ahead += [(member, depth + 1) for member in entry.values()]
    return True

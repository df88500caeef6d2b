"""Values as JSON and back, for the data beside a notebook: numbers, arrays, texts, errors.

A function among the arguments of a call, such as the one whose slope is asked for, is one of
NumPy's, and stands there by its name.
"""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from .observation import Observation, builtin_class

_DIGITS = 12  # significant: more than a comparison looks at
_NUMPY = {"numpy": np, "numpy.linalg": np.linalg}  # whose functions have a name in JSON


def to_plain(value: Any) -> Any:
    """Return a value, or what a call gave, as JSON knows it.

    Raises
    ------
    TypeError
        If a value is neither a number, a text, an array, a function of NumPy nor a container of
        those.
    """
    match value:
        case Observation():
            if value.error is not None:
                name = builtin_class(value.error).__name__
                return {"error": name, "says": str(value.error)[:200]}
            facets = [name for name in ("changed", "shared") if getattr(value, name)]
            facets += ["warnings"] if value.warnings else []
            return {"value": to_plain(value.value), "facets": facets}
        case None | bool() | str():
            return value
        case np.ndarray():
            entries = [to_plain(item) for item in value.ravel().tolist()]
            return {"array": entries, "shape": list(value.shape), "dtype": value.dtype.str}
        case np.dtype():
            return {"dtype": value.str}
        case np.generic():
            return {"scalar": to_plain(value.item()), "dtype": value.dtype.str}
        case int():
            return value
        case float():
            return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else {"float": repr(value)}
        case list():
            return {"list": [to_plain(item) for item in value]}
        case tuple():
            return {"tuple": [to_plain(item) for item in value]}
        case dict():
            return {"dict": [[to_plain(key), to_plain(item)] for key, item in value.items()]}
    name = getattr(value, "__name__", "")
    for module, content in _NUMPY.items():
        if callable(value) and getattr(content, name, None) is value:
            return {"function": name, "of": module}
    raise TypeError(f"{type(value).__name__}: not a value that a table can hold")


def from_plain(value: Any) -> Any:
    """Return what `to_plain` described."""
    if not isinstance(value, dict):
        return value
    match value:
        case {"error": name, "says": says}:
            return Observation(error=getattr(builtins, name)(says))
        case {"value": inner, "facets": facets}:
            return Observation(
                value=from_plain(inner),
                changed=(0,) if "changed" in facets else (),
                shared=(0,) if "shared" in facets else (),
                warnings=(("Warning", ""),) if "warnings" in facets else (),
            )
        case {"array": entries, "shape": shape, "dtype": dtype}:
            flat = [from_plain(item) for item in entries]
            return np.array(flat, dtype=dtype).reshape(shape)
        case {"scalar": inner, "dtype": dtype}:
            return np.dtype(dtype).type(from_plain(inner))
        case {"dtype": dtype}:
            return np.dtype(dtype)
        case {"function": name, "of": module}:
            return getattr(_NUMPY[module], name)
        case {"float": text}:
            return float(text)
        case {"list": items}:
            return [from_plain(item) for item in items]
        case {"tuple": items}:
            return tuple(from_plain(item) for item in items)
        case {"dict": pairs}:
            return {from_plain(key): from_plain(item) for key, item in pairs}
    raise ValueError(f"no value that a table can hold: {sorted(value)}")

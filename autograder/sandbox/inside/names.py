"""The classes and functions that both sides know by name."""

from __future__ import annotations

import builtins
import importlib
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np

_BUILTIN_CLASSES = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)

ERRORS: dict[str, type[BaseException]] = {
    name: value
    for name, value in vars(builtins).items()
    # the aliases of OSError and the groups, which hold other exceptions, are left out
    if isinstance(value, type)
    and issubclass(value, BaseException)
    and value.__name__ == name
    and not issubclass(value, BaseExceptionGroup)
} | {"LinAlgError": np.linalg.LinAlgError, "AxisError": np.exceptions.AxisError}

# those that can be made of a message alone
PLAIN_ERRORS = {
    name: value
    for name, value in ERRORS.items()
    if not name.startswith("Unicode") or name in ("UnicodeError", "UnicodeWarning")
}


def class_name(value: type) -> str:
    """Return `module.name`, the key of `CLASSES`."""
    return f"{value.__module__}.{value.__qualname__}"


_LIBRARY_CLASSES = (Counter, OrderedDict, defaultdict, deque, Decimal, Fraction)
_NUMPY_CLASSES = (
    *np.sctypeDict.values(),
    *(base for kind in np.sctypeDict.values() for base in kind.__mro__ if base is not object),
    np.ndarray,
    np.random.Generator,
)

CLASSES: dict[str, type] = {
    class_name(value): value
    for value in (
        *_BUILTIN_CLASSES,
        *_LIBRARY_CLASSES,
        slice,
        range,
        object,
        type,
        *ERRORS.values(),
        *_NUMPY_CLASSES,
    )
}

# A grader's argument such as np.exp is the student's own np.exp, not a function to call back.
_MODULES = ("numpy", "numpy.linalg", "math", "builtins", "operator")


def public_name(value: object) -> tuple[str, str] | None:
    """Return module and name of a public function of `_MODULES`, or None if `value` is not one."""
    name = getattr(value, "__name__", None)
    if not isinstance(name, str) or name.startswith("_"):
        return None
    for module in _MODULES:
        if vars(importlib.import_module(module)).get(name) is value:
            return module, name
    return None


def find_public(module: str, name: str) -> object:
    """Return the function that `public_name` described."""
    if module not in _MODULES or name.startswith("_"):
        raise KeyError(name)
    return getattr(importlib.import_module(module), name)

"""What our own functions gave before: a class asks the same of them for every student."""

from __future__ import annotations

import pickle
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from .observation import Observation, observe

_MOST = 3_000  # observations
_LARGEST = 1 << 22  # bytes of one call's arguments, and of its result

_kept: OrderedDict[tuple[Callable[..., Any], bytes], Observation] = OrderedDict()


def remembered(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Observation:
    """Return what `observe` sees of one of our own functions, from memory if it was seen before.

    References and known mistakes give the same whenever they are called with the same. Only what
    an imported module has by its name is remembered, so that a function which a claim made for
    one student is forgotten with the student.
    """
    if not _is_imported(function):
        return observe(function, args, kwargs)
    try:
        key = function, pickle.dumps((args, kwargs))
    except (pickle.PicklingError, TypeError, AttributeError):  # a function among the arguments
        return observe(function, args, kwargs)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    seen = observe(function, args, kwargs)
    if len(key[1]) + getattr(seen.value, "nbytes", 0) <= _LARGEST:
        _kept[key] = seen
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return seen


def _is_imported(function: Callable[..., Any]) -> bool:
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    named = getattr(module, getattr(function, "__name__", ""), None) is function
    return named and getattr(module, "__spec__", None) is not None

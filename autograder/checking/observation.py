"""What a function did with its arguments: everything that a check may compare."""

from __future__ import annotations

import builtins
import contextlib
import copy
import io
import pickle
import re
import sys
import sysconfig
import time
import traceback
import warnings as warnings_module
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

SILENCED = "np.seterr was called: NumPy's warnings stay off in every later cell"
_NOT_THE_STUDENT = (
    *{sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")},
    str(Path(__file__).parent),
)
_IN_CELL = re.compile(r"\s*Cell In\[\d+\], line \d+, in (\w+)")

_MOST = 3_000  # observations of our own functions are kept
_LARGEST = 1 << 22  # bytes of one call's arguments, and of its result


@dataclass(frozen=True)
class Observation:
    """What one call gave.

    Attributes
    ----------
    value
        What came back; None if the call raised.
    error
        The exception that the call raised, as the nearest built-in class, or None.
    printed
        What was written to standard output.
    warnings
        Category and message of each warning, in order, floating point warnings included.
    changed
        Positions and keywords of the arguments that the function modified.
    shared
        Positions and keywords of the arguments whose memory the result is a view of.
    seconds
        How long the call took.
    line
        The line of the student's own code at which `error` was raised, if known.
    """

    value: Any = None
    error: BaseException | None = None
    printed: str = ""
    warnings: tuple[tuple[str, str], ...] = ()
    changed: tuple[int | str, ...] = ()
    seconds: float = 0.0
    shared: tuple[int | str, ...] = ()
    line: str = field(default="", compare=False)


_kept: OrderedDict[tuple[Callable[..., Any], bytes], Observation] = OrderedDict()


def observe(
    function: Callable[..., Any], args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
) -> Observation:
    """Call a function with copies of the arguments and tell everything that it did.

    A stand-in for a student's function is asked through its `_observe_`. A plain function is
    called here; nothing that it prints or warns reaches the screen, because stock nbgrader gives
    no points to a cell that writes to standard error.
    """
    kwargs = dict(kwargs or {})
    remote: Callable[..., Observation] | None = getattr(function, "_observe_", None)
    if remote:
        return remote(tuple(args), kwargs)
    return _observe_here(function, copy.deepcopy(tuple(args)), copy.deepcopy(kwargs))


def observe_all(
    function: Callable[..., Any], cases: Sequence[tuple[tuple[Any, ...], dict[str, Any]]]
) -> Iterator[Observation]:
    """Observe calls with one case after the other; a stand-in may ask several at once."""
    remote: Callable[..., Iterator[Observation]] | None = getattr(function, "_observe_all_", None)
    if remote:
        return remote(cases)
    return (observe(function, args, kwargs) for args, kwargs in cases)


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


def _observe_here(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Observation:
    before = copy.deepcopy((args, kwargs))
    value, error, line = None, None, ""
    printed = io.StringIO()
    with (
        warnings_module.catch_warnings(record=True) as caught,
        np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings_module.simplefilter("always")
        settings = np.geterr()
        start = time.perf_counter()
        try:
            value = function(*args, **kwargs)
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as raised:  # SystemExit too: a student's exit() must not end us
            if hasattr(raised, "_unanswered_"):  # by a stand-in that the function called
                raise
            error, line = raised, own_line(raised)
        seconds = time.perf_counter() - start
        silenced = np.geterr() != settings
    warned = [(item.category.__name__, str(item.message)) for item in caught]
    if silenced:
        warned.append(("RuntimeWarning", SILENCED))
    after = _by_place(args, kwargs)
    earlier = _by_place(*before)
    return Observation(
        value=value,
        error=error,
        printed=printed.getvalue(),
        warnings=tuple(warned),
        changed=tuple(name for name in after if not same(earlier[name], after[name])),
        seconds=seconds,
        shared=tuple(name for name in after if _shares(value, after[name])),
        line=line,
    )


def _by_place(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[int | str, Any]:
    found: dict[int | str, Any] = dict(enumerate(args))
    found.update(kwargs)
    return found


def _is_imported(function: Callable[..., Any]) -> bool:
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    named = getattr(module, getattr(function, "__name__", ""), None) is function
    return named and getattr(module, "__spec__", None) is not None


def own_line(error: BaseException) -> str:
    """The innermost line of the traceback that is neither a library's nor the grader's."""
    if (theirs := getattr(error, "student_error", None)) is not None:  # from a stand-in
        return str(theirs.line)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(_NOT_THE_STUDENT) or not frame.line:
            continue
        if not frame.line.startswith("check("):  # a lambda in a check is not theirs
            return frame.line.strip()
    return ""


def stopped_in(error: BaseException) -> str:
    """The function that a called one called, and that raised; empty if it did not call any."""
    if (theirs := getattr(error, "student_error", None)) is not None:  # from a stand-in
        own = [str(found[1]) for entry in theirs.traceback if (found := _IN_CELL.match(entry))]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame.name for frame in frames if not frame.filename.startswith(_NOT_THE_STUDENT)]
    return own[-1] if len(own) > 1 else ""


def name_of(function: object, otherwise: str = "") -> str:
    """Return the name by which a notebook knows a function; a stand-in may know better than it."""
    return str(getattr(function, "_name_", "") or getattr(function, "__name__", otherwise))


def builtin_class(error: BaseException | type[BaseException]) -> type[BaseException]:
    """The nearest built-in class of an exception: NumPy's AxisError is a ValueError."""
    kind: type[BaseException] = error if isinstance(error, type) else type(error)
    for base in kind.__mro__:
        is_builtin = bool(getattr(builtins, base.__name__, None) is base)
        if is_builtin and issubclass(base, BaseException):
            return base
    return BaseException


def same(a: Any, b: Any) -> bool:
    """True if two plain values are identical: type, dtype, shape and every entry."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        if a.shape != b.shape or a.dtype != b.dtype:
            return False
        if a.dtype.hasobject:
            return all(same(x, y) for x, y in zip(a.flat, b.flat, strict=True))
        return bool(a.tobytes() == b.tobytes())
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (bool, int, float, complex, str, bytes, set, np.generic)):
        return bool(a == b) or (a != a and b != b)  # nan
    return True  # a function, a generator: nobody can tell


def _shares(value: Any, argument: Any) -> bool:
    if not isinstance(value, np.ndarray) or not isinstance(argument, np.ndarray):
        return False
    return bool(value.size) and np.may_share_memory(value, argument)

"""The visible check: a call, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from . import words
from .code_text import NotebookText
from .compare import Comparison, Difference, Seen, is_numeric
from .disagreement import Disagreement, found_wrong
from .known import Known, known_mistakes, recognise
from .observation import Observation, name_of, observe
from .show import Numbers, call_of, parameters

_ANYTHING: Any = type("Anything", (), {"__repr__": lambda self: "anything"})()
_ABSTRACT: dict[Any, type] = {np.integer: int, np.floating: float}  # what a message names


def check(
    function: Any,
    *args: Any,
    gives: Any = _ANYTHING,
    raises: type[Exception] | None = None,
    shape: tuple[int, ...] | None = None,
    dtype: Any = None,
    kind: type | dict[str, type] | None = None,
    untouched: bool = False,
    fresh: bool = False,
    silent: bool = False,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    named: str = "",
    **kwargs: Any,
) -> None:
    """Check that `function(*args, **kwargs)` gives what it should, and say so in one line.

    What was called, what came back and what should have is looked at in this order: an error,
    nothing returned, the kind of the result, its shape, nan, numbers, dtype, an argument that was
    changed, a warning. The first that is not as it should be is told.

    Parameters
    ----------
    function : callable
        The function to call. A value that is no function is compared with `gives` as it is.
    *args, **kwargs
        What it is called with; it gets copies.
    gives : optional
        What comes back: a number, or for an array its numbers as nested lists; a tuple for several
        results. A list is no array; a 0-d array is as good as a number.
    raises : type, optional
        The class of the error that this input should raise.
    shape : tuple of int, optional
        The shape of the result, if its numbers do not matter.
    dtype : dtype_like or tuple of dtype_like, optional
        The dtype of the result, or of each of several results; `np.integer` and `np.floating`
        stand for all of their kind.
    kind : type or dict of type, optional
        The exact type of the result, such as `float` or `list`; for a dict, of some of its values.
    untouched, fresh, silent : bool
        Whether the arguments must stay as they are, the result must share no memory with them, and
        no warning must be given.
    rtol, atol : float
        Tolerance of numbers, as in `np.isclose`.
    named : str
        What the function is called in the message, if not by its name.

    Raises
    ------
    Disagreement
        If something differs; where exactly one known mistake explains it, with its sentence.

    Examples
    --------
    >>> check(np.cumsum, [1, 2, 3], gives=[1, 3, 6])
    right: cumsum([1, 2, 3])
    """
    name = named or name_of(function)
    called = callable(function) or hasattr(function, "_observe_")
    if not called:
        if args or kwargs:
            raise Disagreement(words.not_a_function(function, name or "this"))
        got, name = Observation(value=function), name or "it"
    else:
        got = observe(function, args, kwargs)
    expected = _expected(gives, raises, shape, dtype, kind)
    wanted = [("untouched", untouched), ("fresh", fresh), ("silent", silent)]
    comparison = Comparison(frozenset(word for word, asked in wanted if asked), rtol, atol)
    promised = gives is not _ANYTHING or raises is not None
    compare = comparison.first_difference if promised else partial(_first_of_form, comparison)
    difference = compare(got, expected)
    if difference is None and (difference := _of_form(got.value, shape, dtype, kind)):
        expected = _expected(_ANYTHING, None, shape, dtype, kind)
    if difference is None:
        print(f"right: {call_of(name, args, kwargs) if called else name}")
        return
    seen = Seen(args, kwargs, expected, got, difference, called)
    raise explained(function, name, seen, known_mistakes(name)) from None


def explained(
    student: Any, name: str, seen: Seen, known: Known | None, names: list[str] | None = None
) -> Disagreement:
    """Return what to raise for a difference.

    Parameters
    ----------
    student : callable
        The student's function, or a stand-in for it.
    name : str
        What it is called.
    seen : Seen
        The call, with its difference.
    known : Known or None
        The known mistakes; if exactly one explains the function, its sentence is said.
    names : list of str, optional
        The names of the parameters, if they are not to be looked up.
    """
    names = parameters(student) if names is None else names
    difference = seen.difference
    sentence, mistake, look = "", None, ""
    unwritten = isinstance(seen.got.error, NotImplementedError)
    if difference is not None and difference.kind != "nothing" and not unwritten:
        if wrong := inherits(student):
            look = words.inherited(wrong)
        elif known and (found := recognise(student, known, difference.kind)):
            sentence, mistake = found.sentence, f"{name}: {found.title}"
    return Disagreement(words.disagreement(name, names, seen, sentence, look), mistake, name)


def inherits(student: Callable[..., Any]) -> list[str]:
    """Return the functions that the student's calls and that are known to be wrong, by name.

    What it does wrong may then be theirs, and no sentence about it alone would be sure.
    """
    name = name_of(student)
    wrong = found_wrong() - {name}
    if not wrong:
        return []
    text = NotebookText.of(student)
    return sorted(wrong & set(text.reached_from(name).names)) if text.defines(name) else []


def _expected(
    gives: Any,
    raises: type[Exception] | None,
    shape: tuple[int, ...] | None,
    dtype: Any,
    kind: type | dict[str, type] | None,
) -> Observation:
    if raises is not None:
        return Observation(error=raises())
    if gives is not _ANYTHING:
        return Observation(value=gives if kind in (list, tuple) else _as_arrays(gives))
    said = [f"shape {shape}"] if shape is not None else []
    said += [f"dtype {_dtype_in_words(dtype)}"] if dtype is not None else []
    said += [_kind_in_words(kind)] if kind is not None else []
    return Observation(value=words.Promise(", ".join(said) or "a result"))


def _as_arrays(value: Any) -> Any:
    """Nested lists of numbers as the array that they stand for."""
    if isinstance(value, list) and is_numeric(value):
        return np.asarray(value).view(Numbers)
    if isinstance(value, tuple):
        return tuple(_as_arrays(item) for item in value)
    if isinstance(value, dict):
        return {key: _as_arrays(item) for key, item in value.items()}
    return value


def _first_of_form(
    comparison: Comparison, got: Observation, expected: Observation
) -> Difference | None:
    """What differs if no numbers were promised."""
    if got.error:
        return Difference("raised", got.error, expected.value)
    if got.value is None:
        return Difference("nothing", None, expected.value)
    return comparison.effects(got, Observation())


def _of_form(
    value: Any, shape: Any, dtype: Any, wanted: type | dict[str, type] | None, path: str = ""
) -> Difference | None:
    """What differs from a promised type, shape or dtype."""
    if isinstance(wanted, dict):
        if not isinstance(value, dict) or not set(wanted) <= set(value):
            return Difference("keys" if isinstance(value, dict) else "type", value, wanted)
        parts = (_of_form(value[key], None, None, wanted[key], f"[{key!r}]") for key in wanted)
        return next((part for part in parts if part), None)
    if isinstance(dtype, tuple):
        if not isinstance(value, (tuple, list)) or len(value) != len(dtype):
            several = isinstance(value, (tuple, list))
            return Difference("length" if several else "type", value, dtype)
        pairs = enumerate(zip(value, dtype, strict=True))
        parts = (_of_form(one, None, right, None, f"[{i}]") for i, (one, right) in pairs)
        return next((part for part in parts if part), None)
    if wanted is not None and type(value) is not wanted:
        return Difference("type", value, words.Promise(_kind_in_words(wanted)), path)
    if shape is not None or dtype is not None:
        if not is_numeric(value) or np.asarray(value).dtype.kind not in "biufc":
            return Difference("type", value, words.Promise("an array"), path)
        if shape is not None and np.shape(value) != tuple(shape):
            return Difference("shape", value, np.broadcast_to(np.nan, shape), path)
        if dtype is not None and not np.issubdtype(np.asarray(value).dtype, dtype):
            return Difference("dtype", value, np.empty(0, _ABSTRACT.get(dtype, dtype)), path)
    return None


def _dtype_in_words(dtype: Any) -> str:
    if isinstance(dtype, tuple):
        return ", ".join(map(_dtype_in_words, dtype))
    return str(np.dtype(_ABSTRACT.get(dtype, dtype)))


def _kind_in_words(wanted: type | dict[str, type]) -> str:
    if isinstance(wanted, dict):
        return ", ".join(f"{_kind_in_words(one)} under {key!r}" for key, one in wanted.items())
    return {np.ndarray: "an array", int: "an int"}.get(wanted, f"a {wanted.__name__}")

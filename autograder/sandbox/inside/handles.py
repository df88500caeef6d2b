"""Numbers for what stays in the student process: functions, classes, objects, modules."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np

from .names import find_public
from .values import SCALAR_TYPES, Node, plain_dtype
from .wire import WireError

_LONGEST_NAME, _LONGEST_DOC, _MOST_CLASSES = 200, 2_000, 20
_MRO = type.__dict__["__mro__"].__get__  # no metaclass of the student's answers instead
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    np.ufunc,
    type(np.sum),  # what dispatches on __array_function__
)
_SIMPLE = frozenset(
    (type(None), bool, int, float, complex, str, bytes, types.FunctionType, *SCALAR_TYPES)
)
_MOST, _DEEPEST = 1_000, 4  # members looked at, and containers within containers


class Handles:
    """What the examiner refers to by number.

    Parameters
    ----------
    call_back : callable
        Calls the examiner's function of a number, with positional and named arguments.
    """

    def __init__(self, call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], object]) -> None:
        self._call_back = call_back
        self._objects: list[object] = []
        self._numbers: dict[int, int] = {}
        self._functions: dict[int, Callable[..., Any]] = {}

    def __getitem__(self, number: int) -> Any:
        """Return the object with this number."""
        if not 0 <= number < len(self._objects):
            raise LookupError("this was made in another copy of the student process")
        return self._objects[number]

    def describe(self, value: object) -> Node:
        """Return the node that stands for `value`, which is kept from now on."""
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        kind = type(value)
        name = _text(getattr(value, "__name__", None)) or kind.__name__
        doc = _text(value.__doc__) if isinstance(value, (*_FUNCTIONS, type)) else ""
        type_name = kind.__name__
        if isinstance(value, np.ndarray):
            type_name = f"{kind.__name__} of {value.dtype}"
        shown = [text[:_LONGEST_NAME] for text in (name, type_name)]
        told = _kind(value)
        classes = _classes(kind) if told == "object" else []
        return ["handle", number, told, shown[0], doc[:_LONGEST_DOC], shown[1], classes]

    def resolve(self, node: list[Any]) -> object:
        """Return what a node of the examiner stands for."""
        match node:
            case ["handle", number]:
                return self[number]
            case ["named", module, name]:
                return find_public(module, name)
            case ["callback", number, name]:
                return self._passed_in(number, name)
        raise WireError("a value is of no known kind")

    def _passed_in(self, number: int, name: str) -> Callable[..., Any]:
        def function(*args: object, **kwargs: object) -> object:
            return self._call_back(number, args, kwargs)

        function.__name__ = function.__qualname__ = name
        # the same function again is the same object again
        return self._functions.setdefault(number, function)


def _kind(value: object) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, types.ModuleType):
        return "module"
    return "function" if isinstance(value, _FUNCTIONS) else "object"


def _classes(kind: type) -> list[str]:
    """The modules and names of an object's classes that a library defines, its own first."""
    names = [
        (_text(getattr(one, "__module__", None)), _text(getattr(one, "__qualname__", None)))
        for one in _MRO(kind)
    ]
    return [
        f"{module}.{name}"[:_LONGEST_NAME]
        for module, name in names
        if module not in ("", "builtins", "__main__")
    ][:_MOST_CLASSES]


def _text(value: object) -> str:
    return value if type(value) is str else ""


def is_plain(value: object) -> bool:
    """Return whether `value` and all in it are exactly of built-in and NumPy's own plain types.

    Their attributes, lengths and members are theirs alone: no method of the student's is called.
    """
    ahead: list[tuple[Any, int]] = [(value, 0)]
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

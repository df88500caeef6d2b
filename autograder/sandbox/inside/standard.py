"""What the standard library and NumPy define beyond the plainest values, as nodes and back.

`collections.Counter`, `OrderedDict`, `defaultdict` and `deque`, the views of a dict, fractions,
decimals, matrices, arrays with nothing masked, and subclasses that add nothing to a plain class.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from .names import CLASSES, class_name
from .wire import WireError

Node = Any
_Many = Callable[[list[Any]], list[Any]]  # turns values into nodes, or nodes into values
_DECIMAL = re.compile(r"-?(?:\d{1,1000}(?:\.\d{1,1000})?(?:E[+-]?\d{1,4})?|Infinity|NaN)")
_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
_BASES = (np.ndarray, bool, int, float, complex, str, bytes, tuple, list, dict, set, frozenset)
_NO_MEANING = frozenset(("__module__", "__doc__", "__qualname__", "__dict__", "__weakref__"))
_NO_MEANING |= {"__firstlineno__", "__static_attributes__", "__annotations__", "__orig_bases__"}


def to_node(value: Any, many: _Many, keys: _Many) -> Node | None:
    """Return the node of a value of these kinds, None for any other.

    Parameters
    ----------
    value
        Of any kind.
    many, keys : callable
        Turn values into nodes: any, and those that are to be keys or members of a set.
    """
    kind = type(value)
    if kind in _VIEWS:
        name = _VIEWS[kind]
        if name == "items":
            return ["items", *many([dict(value)])]
        return [name, *(keys if name == "keys" else many)(list(value))]
    if kind is Counter or kind is OrderedDict or kind is defaultdict:
        node = [kind.__name__, *many([dict(value)])]
        return [*node, _factory(value)] if kind is defaultdict else node
    if kind is deque:
        return ["deque", *many([list(value), value.maxlen])]
    if kind is Fraction:
        return ["Fraction", *many([value.numerator, value.denominator])]
    if kind is Decimal:
        return ["Decimal", str(value)] if _DECIMAL.fullmatch(str(value)) else None
    if isinstance(value, np.ndarray) and (kind is np.ndarray or value.dtype.kind not in "biufcUS"):
        return None
    if kind is np.matrix:
        return ["matrix", *many([np.asarray(value)])]
    if kind is np.ma.MaskedArray:
        return None if np.ma.is_masked(value) else ["masked", *many([np.asarray(value)])]
    base = next((base for base in _BASES if isinstance(value, base)), None)
    if base is None or kind is base or not _adds_nothing(kind, base):
        return None
    plain = value.view(np.ndarray) if isinstance(value, np.ndarray) else base(value)
    return many([plain])[0]


def from_node(tag: str, parts: list[Node], many: _Many, keys: _Many) -> Any:
    """Return the value of a node that `to_node` made; of another, or a malformed one, WireError."""
    if tag == "keys":
        return dict.fromkeys(keys(parts)).keys()
    if tag == "values":
        return dict(enumerate(many(parts))).values()
    if tag == "Decimal" and len(parts) == 1 and type(parts[0]) is str:
        if _DECIMAL.fullmatch(parts[0]):
            return Decimal(parts[0])
    elif tag == "defaultdict" and len(parts) == 2:
        name = parts.pop()
        values = many(parts)
        if type(values[0]) is dict and (name is None or name in CLASSES):
            return defaultdict(None if name is None else CLASSES[name], values[0])
    elif made := _MADE.get(tag):
        values = many(parts)
        wanted, make = made
        if [type(value) for value in values] in wanted:
            return make(*values)
    raise WireError(f"a value of the kind {tag[:20]} is malformed")


def _fraction(numerator: int, denominator: int) -> Fraction:
    if denominator <= 0:
        raise WireError("a fraction has no denominator")
    return Fraction(numerator, denominator)


def _deque(values: list[Any], most: int | None) -> deque[Any]:
    if most is not None and most < len(values):
        raise WireError("a deque has more entries than it can have")
    return deque(values, most)


# by tag: the kinds of the parts, and what is made of them
_MADE: dict[str, tuple[list[list[type]], Callable[..., Any]]] = {
    "items": ([[dict]], dict.items),
    "Counter": ([[dict]], Counter),
    "OrderedDict": ([[dict]], OrderedDict),
    "deque": ([[list, int], [list, type(None)]], _deque),
    "Fraction": ([[int, int]], _fraction),
    "matrix": ([[np.ndarray]], lambda array: array.view(np.matrix)),
    "masked": ([[np.ndarray]], np.ma.array),
}
TAGS = frozenset((*_MADE, "keys", "values", "Decimal", "defaultdict"))


def _factory(value: defaultdict[Any, Any]) -> str | None:
    """The name of what makes a missing entry, if both sides know it."""
    made = value.default_factory
    return class_name(made) if isinstance(made, type) and class_name(made) in CLASSES else None


def _adds_nothing(kind: type, base: type) -> bool:
    """True for a subclass by which nothing is done in another way than by the class itself."""
    between = kind.__mro__[: kind.__mro__.index(base)] if base in kind.__mro__ else (kind,)
    own_kind = type(kind) is type
    return own_kind and all(
        issubclass(one, base) and not set(vars(one)) - _NO_MEANING for one in between
    )

"""What the standard library, NumPy and pandas define beyond the plainest values, as nodes and back.

`collections.Counter`, `OrderedDict`, `defaultdict` and `deque`, the views of a dict, fractions,
decimals, matrices, arrays with nothing masked, and subclasses that add nothing to a plain class;
of pandas, where both sides have it, Series and DataFrame.
"""

from __future__ import annotations

import importlib
import re
import sys
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
_TIMES = re.compile(r"<[mM]8\[(?:s|ms|us|ns)\]")
_STRINGS = ("str", "string")
_CELLS = (str, int, float, bool, type(None))  # what an entry of dtype object may be
_MOST_CELLS, _MOST_COLUMNS = 20_000, 1_000
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
FRAMES = ("Series", "DataFrame")


def frame_to_node(value: Any, many: _Many) -> Node | None:
    """Return the node of a pandas Series or DataFrame of plain entries, None for anything else.

    Numbers, texts and times are plain, and so are an index and columns of them.
    """
    pandas = sys.modules.get("pandas")
    kind = type(value)
    if pandas is None or kind not in (pandas.Series, pandas.DataFrame):
        return None
    if kind is pandas.Series:
        parts = [_column(value), _index(value.index), value.name]
        named = type(value.name) in _CELLS
    else:
        if value.shape[1] > _MOST_COLUMNS or (len(value) > _MOST_CELLS and not value.shape[1]):
            return None
        columns = [_column(value.iloc[:, at]) for at in range(value.shape[1])]
        parts = [columns, _index(value.index), _index(value.columns)]
        named = None not in columns
    if not named or None in parts[:2] or (kind is pandas.DataFrame and parts[2] is None):
        return None
    return [kind.__name__, *many(parts)]


def _column(values: Any) -> list[Any] | None:
    """A Series or an Index as its dtype and its entries, None if they are not plain."""
    dtype = values.dtype
    if not isinstance(dtype, np.dtype):
        if str(dtype) not in _STRINGS or len(values) > _MOST_CELLS:
            return None
        return [str(dtype), [entry if type(entry) is str else None for entry in values.tolist()]]
    array = values.to_numpy()
    if _TIMES.fullmatch(dtype.str):
        return [dtype.str, array.view(np.int64)]
    if dtype.kind in "biufc":
        return [dtype.str, array]
    entries = array.tolist()
    if len(entries) > _MOST_CELLS or any(type(entry) not in _CELLS for entry in entries):
        return None
    return ["|O", entries]


def _index(index: Any) -> list[Any] | None:
    if type(index.name) not in _CELLS or index.nlevels > 1:
        return None
    if type(index).__name__ == "RangeIndex":
        return ["range", index.start, index.stop, index.step, index.name]
    if type(index).__name__ not in ("Index", "DatetimeIndex") or getattr(index, "freq", None):
        return None
    column = _column(index)
    return None if column is None else ["index", *column, index.name]


def frame_from_node(tag: str, parts: list[Node], many: _Many) -> Any:
    """Return the Series or DataFrame of a node that `frame_to_node` made."""
    pandas = importlib.import_module("pandas")
    values, index, last = many(parts)
    rows = _made_index(pandas, *index)
    if tag == "Series":
        if type(last) not in _CELLS:
            raise WireError("the name of a Series is malformed")
        return pandas.Series(_made_column(pandas, *values), index=rows, name=last)
    columns = [_made_column(pandas, *column) for column in values]
    if any(len(column) != len(rows) for column in columns):
        raise WireError("the columns of a DataFrame have different lengths")
    if not columns and len(rows) > _MOST_CELLS:  # a range takes no memory, what reads it does
        raise WireError("a DataFrame has no columns and too many rows")
    made = pandas.DataFrame(dict(enumerate(columns)), index=rows)
    made.columns = _made_index(pandas, *last)
    return made


def _made_column(pandas: Any, dtype: object, entries: object) -> Any:
    if type(dtype) is str and type(entries) is list:
        if not all(type(entry) in _CELLS for entry in entries):
            raise WireError("a column has an entry that is not plain")
        if dtype in _STRINGS and all(type(entry) in (str, type(None)) for entry in entries):
            return pandas.array(entries, dtype=dtype)
        if dtype == "|O":
            array = np.empty(len(entries), object)
            array[:] = entries
            return array
    if type(dtype) is str and isinstance(entries, np.ndarray) and entries.ndim == 1:
        if _TIMES.fullmatch(dtype) and entries.dtype == np.int64:
            return entries.view(dtype)
        if entries.dtype.str == dtype:
            return entries
    raise WireError("a column is malformed")


def _made_index(pandas: Any, kind: str, *parts: Any) -> Any:
    *content, name = parts
    if type(name) not in _CELLS:
        raise WireError("the name of an index is malformed")
    if kind == "range" and all(type(part) is int for part in content):
        return pandas.RangeIndex(*content, name=name)
    values = _made_column(pandas, *content)
    return pandas.Index(values, dtype=values.dtype, name=name)


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

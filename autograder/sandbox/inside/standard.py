"""What the standard library, NumPy and pandas define beyond the plainest values, as nodes and back.

`collections.Counter`, `OrderedDict`, `defaultdict` and `deque`, the views of a dict, fractions,
decimals, dates, times, bytearrays, matrices, arrays with nothing masked, of times, of plain objects
and with fields, and subclasses that add nothing to a plain class; of pandas, where both sides have
it, Series and DataFrame.
"""

from __future__ import annotations

import copy
import functools
import importlib
import math
import re
import sys
import types
from collections import (
    ChainMap,
    Counter,
    OrderedDict,
    UserDict,
    UserList,
    UserString,
    defaultdict,
    deque,
    namedtuple,
)
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
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
_MOMENTS = re.compile(r"<[mM]8\[(?:Y|M|W|D|h|m|s|ms|us|ns)\]")
_STRINGS = ("str", "string")
_CELLS = (str, int, float, bool, type(None))  # what an entry of dtype object may be
_MOST_CELLS, _MOST_COLUMNS = 20_000, 1_000
_VIEWS = {
    type(view): name
    for name in ("keys", "values", "items")
    for view in (getattr({}, name)(), getattr(OrderedDict(), name)())
}
_DATES: dict[str, type[date] | type[time]] = {
    kind.__name__: kind for kind in (date, datetime, time)
}
_ENTRIES = {str, int, float, complex, bool, bytes, type(None), Fraction, Decimal, date, datetime}
_PLAIN_KINDS = "biufcUS"
_MOST_FIELDS = 100
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
        return [*node, *_factory(value, many)] if kind is defaultdict else node
    if kind is deque:
        return ["deque", *many([list(value), value.maxlen])]
    if kind is Fraction:
        return ["Fraction", *many([value.numerator, value.denominator])]
    if kind is Decimal:
        return ["Decimal", str(value)] if _DECIMAL.fullmatch(str(value)) else None
    if _DATES.get(kind.__name__) is kind:
        return None if _is_local(value) else [kind.__name__, value.isoformat()]
    if kind is timedelta:
        return ["timedelta", value.days, value.seconds, value.microseconds]
    if kind is bytearray:
        return ["bytearray", *many([bytes(value)])]
    if kind in (np.datetime64, np.timedelta64) and _MOMENTS.fullmatch(value.dtype.str):
        return ["moment", value.dtype.str, int(value.view(np.int64))]
    if kind is np.ndarray or kind is np.recarray:
        return _array_to_node(value, many)
    if isinstance(value, np.ndarray) and value.dtype.kind not in _PLAIN_KINDS:
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


def _is_local(value: Any) -> bool:
    """Whether a date's text does not say all of it: a place's clock, the second of two hours."""
    zone = getattr(value, "tzinfo", None)
    return (zone is not None and type(zone) is not timezone) or bool(getattr(value, "fold", 0))


def _array_to_node(value: Any, many: _Many) -> Node | None:
    """The node of an array of times, with plain fields or of plain objects."""
    dtype = value.dtype
    if type(value) is np.ndarray and _MOMENTS.fullmatch(dtype.str):
        return ["moments", dtype.str, *many([value.copy("C").view(np.int64)])]
    if dtype.names and len(dtype.names) <= _MOST_FIELDS:
        fields = [(name, dtype[name].str) for name in dtype.names]
        packed = all(dtype[name].kind in _PLAIN_KINDS for name in dtype.names)
        if packed and np.dtype((dtype.type, np.dtype(fields))) == dtype:
            columns = [value[name].view(np.ndarray).copy("C") for name in dtype.names]
            is_record = type(value) is np.recarray
            return ["records", *many([list(dtype.names), columns, is_record])]
    if type(value) is np.ndarray and dtype.kind == "O" and value.size <= _MOST_CELLS:
        entries = value.ravel().tolist()
        if all(type(entry) in _ENTRIES for entry in entries):
            return ["objects", *many([entries, list(value.shape)])]
    return None


def alike_to_node(value: Any, many: _Many) -> Node | None:
    """Return the node of the plain data in an object of a class of one's own, None for any other.

    That is a subclass of a plain class, such as an IntEnum or a named tuple, and what wraps a dict,
    a list or a text.
    """
    kind = type(value)
    if isinstance(value, (type, np.ma.MaskedArray)):  # what is masked is not to be compared
        return None
    if found := next((unwrap for one, unwrap in _WRAPPERS.items() if one in kind.__mro__), None):
        return many([found(value)])[0]
    if tuple in kind.__mro__ and 0 < len(getattr(kind, "_fields", ())) <= _MOST_FIELDS:
        return ["namedtuple", *many([kind.__name__, list(kind._fields), [*tuple.__iter__(value)]])]
    base = next((base for base in _UNWRAPPED if base in kind.__mro__), None)
    return None if base is None or base is kind else many([_UNWRAPPED[base](value)])[0]


_WRAPPERS: dict[type, Callable[[Any], Any]] = {
    types.MappingProxyType: dict,
    ChainMap: dict,
    UserDict: lambda value: dict(value.data),
    UserList: lambda value: list(value.data),
    UserString: lambda value: str(value.data),
}
# the plain value in an object of a subclass, whatever the subclass makes of it
_UNWRAPPED: dict[type, Callable[[Any], Any]] = {
    np.ndarray: lambda value: value.view(np.ndarray),
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    tuple: lambda value: (*tuple.__iter__(value),),
    list: lambda value: [*list.__iter__(value)],
    Counter: lambda value: Counter(dict.copy(value)),
    OrderedDict: lambda value: OrderedDict((k, value[k]) for k in OrderedDict.__iter__(value)),
    dict: dict.copy,
    set: lambda value: {*set.__iter__(value)},
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


def from_node(tag: str, parts: list[Node], many: _Many, keys: _Many) -> Any:
    """Return the value of a node that `to_node` made; of another, or a malformed one, WireError."""
    if tag == "keys":
        return dict.fromkeys(keys(parts)).keys()
    if tag == "values":
        return dict(enumerate(many(parts))).values()
    if tag == "Decimal" and len(parts) == 1 and type(parts[0]) is str:
        if _DECIMAL.fullmatch(parts[0]):
            return Decimal(parts[0])
    elif tag in _DATES and len(parts) == 1 and type(parts[0]) is str:
        return _DATES[tag].fromisoformat(parts[0])
    elif tag == "moment" and len(parts) == 2 and type(parts[1]) is int:
        return np.int64(parts[1]).view(_moments(parts[0]))
    elif tag == "moments" and len(parts) == 2:
        (numbers,) = many(parts[1:])
        if type(numbers) is np.ndarray and numbers.dtype == np.int64:
            return numbers.view(_moments(parts[0]))
    elif tag == "defaultdict" and len(parts) in (2, 3):
        name = parts.pop(1)
        values, *entry = many(parts)
        if type(values) is dict and (name is None or name in CLASSES):
            again = functools.partial(copy.deepcopy, entry[0]) if entry else CLASSES.get(name)
            return defaultdict(again, values)
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


def _moments(dtype: object) -> np.dtype[Any]:
    if type(dtype) is not str or not _MOMENTS.fullmatch(dtype):
        raise WireError("a time is malformed")
    return np.dtype(dtype)


def _records(names: list[Any], columns: list[Any], is_record: bool) -> np.ndarray:
    if not 0 < len(names) == len(columns) <= _MOST_FIELDS:
        raise WireError("an array has not a name for each field")
    for name, column in zip(names, columns, strict=True):
        known = type(column) is np.ndarray and column.dtype.kind in _PLAIN_KINDS
        if type(name) is not str or not known or column.shape != columns[0].shape:
            raise WireError("an array's fields are malformed")
    made = np.empty(
        columns[0].shape, [(n, column.dtype) for n, column in zip(names, columns, strict=True)]
    )
    for name, column in zip(names, columns, strict=True):
        made[name] = column
    return made.view(np.recarray) if is_record else made


def _objects(entries: list[Any], shape: list[Any]) -> np.ndarray:
    sizes = [size for size in shape if type(size) is int and 0 <= size <= _MOST_CELLS]
    if len(sizes) != len(shape) or len(shape) > 16 or math.prod(shape) != len(entries):
        raise WireError("an array's shape is malformed")
    if len(entries) > _MOST_CELLS or not all(type(entry) in _ENTRIES for entry in entries):
        raise WireError("an array has an entry that is not plain")
    made = np.empty(len(entries), object)
    made[:] = entries
    return made.reshape(shape)


def _named(name: str, fields: list[Any], values: list[Any]) -> tuple[Any, ...]:
    texts = [text for text in (name, *fields) if type(text) is str and len(text) <= 100]
    if len(texts) != len(fields) + 1 or not 0 < len(fields) == len(values) <= _MOST_FIELDS:
        raise WireError("a named tuple is malformed")
    made: tuple[Any, ...] = _named_kind(name, tuple(fields))._make(values)
    return made


@functools.lru_cache(maxsize=64)
def _named_kind(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)  # takes identifiers only


# by tag: the kinds of the parts, and what is made of them
_MADE: dict[str, tuple[list[list[type]], Callable[..., Any]]] = {
    "items": ([[dict]], dict.items),
    "Counter": ([[dict]], Counter),
    "OrderedDict": ([[dict]], OrderedDict),
    "deque": ([[list, int], [list, type(None)]], _deque),
    "Fraction": ([[int, int]], _fraction),
    "matrix": ([[np.ndarray]], lambda array: array.view(np.matrix)),
    "masked": ([[np.ndarray]], np.ma.array),
    "bytearray": ([[bytes]], bytearray),
    "timedelta": ([[int, int, int]], timedelta),
    "records": ([[list, list, bool]], _records),
    "objects": ([[list, list]], _objects),
    "namedtuple": ([[str, list, list]], _named),
}
TAGS = frozenset((*_MADE, *_DATES, "keys", "values", "Decimal", "defaultdict", "moment", "moments"))
FRAMES = ("Series", "DataFrame", "Index", "Categorical", "Timestamp", "Timedelta", "NA", "NaT")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[+-]\d\d:\d\d)?")
_INDEXES = ("Index", "DatetimeIndex", "TimedeltaIndex", "CategoricalIndex")
_NULLABLE = frozenset(
    (
        "boolean",
        "Float32",
        "Float64",
        *(f"{u}Int{bits}" for u in ("", "U") for bits in (8, 16, 32, 64)),
    )
)


def frame_to_node(value: Any, many: _Many) -> Node | None:
    """Return the node of what pandas has of plain entries, None for anything else.

    Numbers, texts, times and categories are plain, and so are an index and columns of them.
    """
    pandas = sys.modules.get("pandas")
    kind = type(value)
    if pandas is None:
        return None
    if value is pandas.NA:
        return ["NA"]
    if value is pandas.NaT:
        return ["NaT"]
    if kind is pandas.Timestamp:
        return None if _is_local(value) else ["Timestamp", value.isoformat()]
    if kind is pandas.Timedelta:
        return ["Timedelta", int(value.as_unit("ns").value)]
    if isinstance(value, pandas.Index):
        index = _index(value)
        return None if index is None else ["Index", *many([index])]
    if kind is pandas.Categorical:
        column = _column(pandas.Series(value))
        return None if column is None else ["Categorical", *many([column])]
    if kind not in (pandas.Series, pandas.DataFrame):
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
        if len(values) > _MOST_CELLS:
            return None
        if str(dtype) == "category":
            kinds, codes = _column(dtype.categories), values.array.codes.astype(np.int64)
            return None if kinds is None else ["category", kinds, codes, bool(dtype.ordered)]
        if str(dtype) in _NULLABLE:
            return [str(dtype), [e if type(e) in _CELLS else None for e in values.tolist()]]
        if str(dtype) not in _STRINGS:
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
    if index.nlevels > 1:
        levels = [_column(index.get_level_values(at)) for at in range(index.nlevels)]
        named = all(type(name) in _CELLS for name in index.names)
        known = type(index).__name__ == "MultiIndex" and named and None not in levels
        return ["multi", levels, list(index.names)] if known else None
    if type(index.name) not in _CELLS:
        return None
    if type(index).__name__ == "RangeIndex":
        return ["range", index.start, index.stop, index.step, index.name]
    if type(index).__name__ not in _INDEXES or getattr(index, "freq", None) is not None:
        return None
    column = _column(index)
    return None if column is None else ["index", *column, index.name]


def frame_alike_to_node(value: Any, many: _Many) -> Node | None:
    """Return the node of the Series or DataFrame in an object of a subclass, None for another."""
    pandas = sys.modules.get("pandas")
    for kind in (pandas.Series, pandas.DataFrame) if pandas else ():
        if kind in type(value).__mro__ and type(value) is not kind:
            return frame_to_node(kind(value), many)
    return None


def frame_from_node(tag: str, parts: list[Node], many: _Many) -> Any:
    """Return what pandas has for a node that `frame_to_node` made."""
    pandas = importlib.import_module("pandas")
    match tag, parts:
        case "NA", []:
            return pandas.NA
        case "NaT", []:
            return pandas.NaT
        case "Timestamp", [str(text)] if _STAMP.fullmatch(text):
            return pandas.Timestamp(text)
        case "Timedelta", [int(number)]:
            return pandas.Timedelta(number, unit="ns")
        case "Categorical", [node]:
            return pandas.Categorical(_made_column(pandas, *many([node])[0]))
        case "Index", [node]:
            return _made_index(pandas, *many([node])[0])
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


def _made_column(pandas: Any, dtype: object, entries: object, *more: object) -> Any:
    if dtype == "category" and type(entries) is list and len(more) == 2:
        codes, ordered = more
        kinds = pandas.Index(_made_column(pandas, *entries))
        if not isinstance(codes, np.ndarray) or codes.dtype != np.int64 or codes.ndim != 1:
            raise WireError("the categories of a column are malformed")
        return pandas.Categorical.from_codes(codes, categories=kinds, ordered=ordered is True)
    if type(dtype) is str and type(entries) is list:
        if not all(type(entry) in _CELLS for entry in entries):
            raise WireError("a column has an entry that is not plain")
        if dtype in _STRINGS and all(type(entry) in (str, type(None)) for entry in entries):
            return pandas.array(entries, dtype=dtype)
        if dtype in _NULLABLE and not any(type(entry) is str for entry in entries):
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
    if kind == "multi":
        (levels,) = content
        if not all(type(one) in _CELLS for one in name) or len(levels) > _MOST_FIELDS:
            raise WireError("the levels of an index are malformed")
        columns = [_made_column(pandas, *level) for level in levels]
        return pandas.MultiIndex.from_arrays(columns, names=name)
    if type(name) not in _CELLS:
        raise WireError("the name of an index is malformed")
    if kind == "range" and all(type(part) is int for part in content):
        return pandas.RangeIndex(*content, name=name)
    if kind != "index":
        raise WireError("an index is of no known kind")
    values = _made_column(pandas, *content)
    return pandas.Index(values, dtype=values.dtype, name=name)


def _factory(value: defaultdict[Any, Any], many: _Many) -> list[Node]:
    """The name of what makes a missing entry, if both sides know it, or None and such an entry."""
    made = value.default_factory
    if made is None:
        return [None]
    if isinstance(made, type):
        return [class_name(made) if class_name(made) in CLASSES else None]
    try:
        entry = made()
    except Exception:
        return [None]
    kind = type(entry)
    known = kind in _BASES or kind is Counter
    if known and kind is not np.ndarray and not entry:
        return [class_name(kind)]
    simple = kind in _ENTRIES or (kind is defaultdict and isinstance(entry.default_factory, type))
    return [None, *many([entry])] if known or simple else [None]


def _adds_nothing(kind: type, base: type) -> bool:
    """True for a subclass by which nothing is done in another way than by the class itself."""
    between = kind.__mro__[: kind.__mro__.index(base)] if base in kind.__mro__ else (kind,)
    own_kind = type(kind) is type
    return own_kind and all(
        issubclass(one, base) and not set(vars(one)) - _NO_MEANING for one in between
    )

"""Plain values as JSON nodes and raw buffers, and back; nothing that arrives can name code to run.

None, bool, int, float and str stand for themselves; everything else is a list whose first entry
names its kind, such as `["tuple", 1, 2]`. Values that are not plain are left to a `refer` function
when sending and to a `resolve` function when receiving.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np

from .names import CLASSES, PLAIN_ERRORS, class_name
from .standard import (
    FRAMES,
    TAGS,
    alike_to_node,
    frame_alike_to_node,
    frame_from_node,
    frame_to_node,
    from_node,
    to_node,
)
from .wire import Bounds, WireError

Node = Any  # what JSON can say
_HEXADECIMAL = re.compile(r"-?0x[0-9a-f]+")
_SMALL = 1 << 63
_CASTABLE = {np.dtype(code).str for code in "?bBhHiIlLqQfd"}  # what memoryview.cast understands
_ARRAY_KINDS = "biufcUS"
_DTYPE = re.compile(r"\|b1|[<>|][iu][1248]|[<>]f(2|4|8|12|16)|[<>]c(8|16|24|32)|[<>|][US]\d{1,7}")
_DIMENSIONS = 32
_LARGEST_ITEM = 1 << 22  # bytes of one entry: a string of a million characters
_LAST_CODE_POINT = 0x10FFFF

SCALAR_TYPES = frozenset(
    kind
    for kind in (*np.sctypeDict.values(), np.bool_, np.str_, np.bytes_)
    if issubclass(kind, np.generic) and np.dtype(kind).kind in _ARRAY_KINDS
)
_COLLECTIONS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class Encoder:
    """Turns values into nodes; the raw data collects in `buffers`.

    Parameters
    ----------
    bounds : Bounds
        What may be sent.
    refer : callable
        Returns the node of a value that is not plain, or raises `WireError`.
    first : int
        The number that the first buffer gets.
    """

    def __init__(
        self, bounds: Bounds, refer: Callable[[object], Node] | None = None, first: int = 0
    ) -> None:
        self.buffers: list[bytes | memoryview] = []
        self._first = first
        self._bounds = bounds
        self._refer = refer
        self._items = 0
        self._keys = 0

    def encode(self, value: Any, depth: int = 0) -> Node:
        """Return the node of `value`."""
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if kind is int:
            return self._integer(value)
        if depth > self._bounds.depth:
            raise WireError(f"it is nested deeper than {self._bounds.depth} levels")
        if kind in (list, tuple, set, frozenset):
            self._count(len(value))
            entry = self._key if kind in (set, frozenset) else self.encode
            return [kind.__name__, *[entry(member, depth + 1) for member in value]]
        if kind is dict:
            self._count(2 * len(value))
            nodes = ["dict"]
            for key, entry in value.items():
                nodes += (self._key(key, depth + 1), self.encode(entry, depth + 1))
            return nodes
        if kind is np.ndarray and plain_dtype(value.dtype):
            return self._array(value)
        if kind in SCALAR_TYPES and (plain_dtype(value.dtype) or not value.dtype.itemsize):
            return ["scalar", value.dtype.str, value.tobytes().hex()]
        return self._rare(value, kind, depth)

    def _rare(self, value: Any, kind: type, depth: int) -> Node:
        if kind is complex:
            return ["complex", value.real, value.imag]
        if kind is bytes:
            return ["bytes", self._keep(value)]
        if kind is slice:
            parts = (value.start, value.stop, value.step)
            return ["slice", *[self.encode(part, depth + 1) for part in parts]]
        if kind is range and len(value) <= self._bounds.items:
            return ["range", *map(self._integer, (value.start, value.stop, value.step))]
        if value is Ellipsis:
            return ["ellipsis"]
        if isinstance(value, np.dtype) and plain_dtype(value):
            return ["dtype", value.str]
        if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            state = value.bit_generator.state
            numbers = state["state"]
            return [
                "generator",
                hex(numbers["state"]),
                hex(numbers["inc"]),
                state["has_uint32"],
                state["uinteger"],
            ]
        if isinstance(value, type) and class_name(value) in CLASSES:
            return ["class", class_name(value)]
        if PLAIN_ERRORS.get(kind.__name__) is kind:
            return ["exception", kind.__name__, str(value)]
        node = to_node(value, partial(self._each, depth + 1), partial(self._each_key, depth + 1))
        if node is None and self._bounds.frames:
            node = frame_to_node(value, partial(self._each, depth + 1))
        if node is not None:
            return node
        if self._refer is None:
            raise WireError(f"a value of type {kind.__name__} is not plain")
        referred = self._refer(value)
        alike = self._alike(value, depth)
        return referred if alike is None else ["alike", referred, alike]

    def _alike(self, value: Any, depth: int) -> Node | None:
        """The node of the plain data in an object that is none itself, if that can be sent."""
        before = self._items, self._keys, len(self.buffers)
        try:
            many = partial(self._each, depth + 1)
            node = alike_to_node(value, many)
            return (
                frame_alike_to_node(value, many) if node is None and self._bounds.frames else node
            )
        except Exception:  # of the wire's, or of the object's own class
            self._items, self._keys = before[:2]
            del self.buffers[before[2] :]
            return None

    def _each(self, depth: int, values: list[Any]) -> list[Node]:
        self._count(len(values))
        return [self.encode(value, depth) for value in values]

    def _each_key(self, depth: int, values: list[Any]) -> list[Node]:
        self._count(len(values))
        return [self._key(value, depth) for value in values]

    def _integer(self, value: int) -> Node:
        if -_SMALL < value < _SMALL:
            return value
        if value.bit_length() > self._bounds.integer_bits:
            raise WireError(f"a whole number has more than {self._bounds.integer_bits} bits")
        return ["int", hex(value)]

    def _array(self, array: np.ndarray) -> Node:
        fortran = array.flags.f_contiguous and not array.flags.c_contiguous
        order: Literal["F", "C"] = "F" if fortran else "C"
        data: bytes | memoryview
        if array.size and array.flags.forc and array.dtype.str in _CASTABLE:
            data = (array.T if fortran else array).data.cast("B")
        else:
            data = array.tobytes(order)
        return ["array", array.dtype.str, order, self._keep(data), *array.shape]

    def _keep(self, data: bytes | memoryview) -> int:
        self.buffers.append(data)
        return self._first + len(self.buffers) - 1

    def _key(self, key: object, depth: int) -> Node:
        before = self._items
        node = self.encode(key, depth)
        self._keys += type(key) is not str and 1 + self._items - before
        if self._keys > self._bounds.keys:
            raise WireError(f"it has more than {self._bounds.keys} dict keys and set members")
        return node

    def _count(self, entries: int) -> None:
        self._items += entries
        if self._items > self._bounds.items:
            raise WireError(f"it has more than {self._bounds.items} entries; use an array")


class Decoder:
    """Turns nodes into values, each with memory of its own; anything unexpected is a `WireError`.

    Parameters
    ----------
    bounds : Bounds
        What is accepted.
    buffers : list of memoryview, optional
        The raw data that came with the nodes.
    resolve : callable
        Returns the value of a node that only one side can understand.
    """

    def __init__(
        self,
        bounds: Bounds,
        buffers: list[memoryview] | None = None,
        resolve: Callable[[list[Any]], object] | None = None,
    ) -> None:
        self._bounds = bounds
        self.buffers = buffers or []
        self.used = 0  # how many buffers the values so far took
        self._resolve = resolve
        self._items = 0
        self._keys = 0

    def anew(self) -> Decoder:
        """Return a decoder with the same data, for which nothing has been counted yet."""
        return Decoder(self._bounds, self.buffers, self._resolve)

    def decode(self, node: Node) -> Any:
        """Return the value of `node`."""
        try:
            return self._decode(node, 0)
        except WireError:
            raise
        except (TypeError, ValueError, OverflowError, IndexError, KeyError) as error:
            raise WireError(f"a value is malformed: {error}") from None

    def _decode(self, node: Node, depth: int) -> Any:
        kind = type(node)
        if node is None or kind is bool or kind is float or kind is str:
            return node
        if kind is int:
            return self._integer(node)
        if kind is not list or not node or type(node[0]) is not str:
            raise WireError("a value is of no known kind")
        if depth > self._bounds.depth:
            raise WireError(f"a value is nested deeper than {self._bounds.depth} levels")
        tag, *parts = node
        if tag in _COLLECTIONS:
            self._count(len(parts))
            entry = self._key if tag in ("set", "frozenset") else self._decode
            return _COLLECTIONS[tag]([entry(part, depth + 1) for part in parts])
        if tag == "dict":
            self._count(len(parts))
            pairs = zip(parts[::2], parts[1::2], strict=True)
            return {self._key(k, depth + 1): self._decode(v, depth + 1) for k, v in pairs}
        if tag == "array":
            dtype, order, index, *shape = parts
            return decode_array(dtype, order, self._buffer(index), shape, self._bounds.buffers)
        if tag == "scalar":
            return decode_scalar(*parts)
        rare = _RARE.get(tag)
        if rare is not None:
            return rare(self, depth, *parts)
        if tag in TAGS:
            each, keys = partial(self._each, depth + 1), partial(self._each_key, depth + 1)
            return from_node(tag, parts, each, keys)
        if tag in FRAMES and self._bounds.frames:
            return frame_from_node(tag, parts, partial(self._each, depth + 1))
        if self._resolve is None:
            raise WireError("a value is of no known kind")
        if tag == "alike" and len(parts) == 2:
            plain = self._decode(parts[1], depth + 1)
            return self._with_alike(self._resolve(parts[0]), plain)
        return self._resolve(node)

    def _with_alike(self, referred: Any, plain: object) -> object:
        if not hasattr(referred, "with_alike"):
            raise WireError("a value is like another one that is none")
        return referred.with_alike(plain)

    def _each(self, depth: int, nodes: list[Node]) -> list[Any]:
        self._count(len(nodes))
        return [self._decode(node, depth) for node in nodes]

    def _each_key(self, depth: int, nodes: list[Node]) -> list[Any]:
        self._count(len(nodes))
        return [self._key(node, depth) for node in nodes]

    def _integer(self, value: object) -> int:
        if type(value) is not int or value.bit_length() > self._bounds.integer_bits:
            raise WireError("a whole number is malformed or too large")
        return value

    def _buffer(self, index: object) -> memoryview:
        if type(index) is not int or not 0 <= index < len(self.buffers):
            raise WireError("an array's data is missing")
        self.used = max(self.used, index + 1)
        return self.buffers[index]

    def _long(self, depth: int, text: object) -> int:
        digits = self._bounds.integer_bits // 4 + 4
        if type(text) is not str or len(text) > digits or not _HEXADECIMAL.fullmatch(text):
            raise WireError("a whole number is malformed or too large")
        return self._integer(int(text, 16))

    def _complex(self, depth: int, real: object, imaginary: object) -> complex:
        if type(real) is not float or type(imaginary) is not float:
            raise WireError("a complex number is malformed")
        return complex(real, imaginary)

    def _bytes(self, depth: int, index: object) -> bytes:
        return bytes(self._buffer(index))

    def _slice(self, depth: int, *parts: Node) -> slice:
        start, stop, step = (self._decode(part, depth + 1) for part in parts)
        return slice(start, stop, step)

    def _range(self, depth: int, *parts: Node) -> range:
        start, stop, step = (self._decode(part, depth + 1) for part in parts)
        found = range(start, stop, step)
        # not len(found): it overflows
        if abs(stop - start) > self._bounds.items * abs(step):
            raise WireError(f"a range has more than {self._bounds.items} entries")
        return found

    def _ellipsis(self, depth: int) -> Any:
        return Ellipsis

    def _dtype(self, depth: int, text: object) -> np.dtype:
        return decode_dtype(text)

    def _generator(
        self, depth: int, state: object, inc: object, flag: object, spare: object
    ) -> np.random.Generator:
        numbers = [self._long(depth, text) for text in (state, inc)]
        if (
            any(not 0 <= n < 1 << 128 for n in numbers)
            or type(spare) is not int
            or flag not in (0, 1)
        ):
            raise WireError("a random generator is malformed")
        if type(flag) is not int or not 0 <= spare < 1 << 32:
            raise WireError("a random generator is malformed")
        bits = np.random.PCG64(0)
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": numbers[0], "inc": numbers[1]},
            "has_uint32": flag,
            "uinteger": spare,
        }
        return np.random.Generator(bits)

    def _class(self, depth: int, name: str) -> type:
        return CLASSES[name]

    def _exception(self, depth: int, name: object, message: object) -> BaseException:
        if type(name) is not str or type(message) is not str:
            raise WireError("an exception is malformed")
        return PLAIN_ERRORS[name](message)

    def _key(self, node: Node, depth: int) -> Any:
        before = self._items
        key = self._decode(node, depth)
        # whoever sends numbers can make their hashes collide, which costs the square of their count
        self._keys += type(key) is not str and 1 + self._items - before
        if self._keys > self._bounds.keys:
            raise WireError("a value has too many dict keys and set members")
        return key

    def _count(self, entries: int) -> None:
        self._items += entries
        if self._items > self._bounds.items:
            raise WireError("a value has too many entries")


_RARE: dict[str, Callable[..., Any]] = {
    "int": Decoder._long,
    "complex": Decoder._complex,
    "bytes": Decoder._bytes,
    "slice": Decoder._slice,
    "range": Decoder._range,
    "ellipsis": Decoder._ellipsis,
    "dtype": Decoder._dtype,
    "generator": Decoder._generator,
    "class": Decoder._class,
    "exception": Decoder._exception,
}


def plain_dtype(dtype: np.dtype) -> bool:
    """Whether entries of this dtype are plain bytes that the wire carries."""
    return dtype.kind in _ARRAY_KINDS and 0 < dtype.itemsize <= _LARGEST_ITEM and not dtype.metadata


def decode_dtype(text: object) -> np.dtype:
    """Return the dtype that `dtype.str` described."""
    if type(text) is not str or not _DTYPE.fullmatch(text):
        raise WireError("a dtype is not one of bool, int, uint, float, complex and str")
    dtype = np.dtype(text)
    if not plain_dtype(dtype):
        raise WireError("a dtype's entries are empty or too large")
    return dtype


def decode_scalar(dtype: object, text: object) -> np.generic:
    """Return the NumPy scalar with these bytes, given as hexadecimal text."""
    if type(text) is not str or type(dtype) is not str:
        raise WireError("a scalar is malformed")
    if dtype in ("<U0", ">U0", "|S0"):  # no array has these
        return np.bytes_() if dtype == "|S0" else np.str_()
    kind = decode_dtype(dtype)
    data = bytes.fromhex(text)
    if len(data) != kind.itemsize:
        raise WireError("a scalar does not have the size of its dtype")
    scalar: np.generic = _read(data, kind)[0]
    return scalar


def decode_array(
    dtype: object, order: object, data: memoryview, shape: list[Any], largest: int
) -> np.ndarray:
    """Return a new array with these bytes; `largest` bounds each size, empty arrays included."""
    kind = decode_dtype(dtype)
    if order not in ("C", "F") or len(shape) > _DIMENSIONS:
        raise WireError("an array is malformed")
    if any(type(size) is not int or size < 0 for size in shape):
        raise WireError("an array's shape is malformed")
    if math.prod(size for size in shape if size) * kind.itemsize > largest:
        raise WireError("an array is too large")
    if math.prod(shape) * kind.itemsize != len(data):
        raise WireError("an array's data does not fit its shape")
    return _read(data, kind).reshape(shape, order=order).copy(order=order)


def _read(data: bytes | memoryview, dtype: np.dtype) -> np.ndarray:
    """Return a view of `data`; bytes that no NumPy would write are refused."""
    if dtype.kind == "b" and np.frombuffer(data, np.uint8).max(initial=0) > 1:
        raise WireError("a bool is neither true nor false")
    if dtype.kind == "U":
        points = np.frombuffer(data, np.dtype(np.uint32).newbyteorder(dtype.byteorder))
        if points.max(initial=0) > _LAST_CODE_POINT:
            raise WireError("a string holds what is no character")
    return np.frombuffer(data, dtype)

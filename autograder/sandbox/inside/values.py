"""Plain values as JSON nodes and raw buffers, and back; nothing that arrives can name code to run.

None, bool, int, float and str stand for themselves; everything else is a list whose first entry
names its kind, such as `["tuple", 1, 2]`. Values that are not plain are left to a `refer` function
when sending and to a `resolve` function when receiving.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .arrays import SCALAR_TYPES, decode_array, decode_dtype, decode_scalar, plain_dtype
from .names import CLASSES, PLAIN_ERRORS, class_name
from .wire import Bounds, WireError

Node = Any  # what JSON can say
_HEXADECIMAL = re.compile(r"-?0x[0-9a-f]+")
_SMALL = 1 << 63
_CASTABLE = {np.dtype(code).str for code in "?bBhHiIlLqQfd"}  # what memoryview.cast understands
_STATE = ("state", "inc")  # of PCG64, each an integer of 128 bits
_COLLECTIONS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class Encoder:
    """Turns values into nodes; the raw data collects in `buffers`.

    Parameters
    ----------
    bounds : what may be sent
    refer : returns the node of a value that is not plain, or raises `WireError`
    first : the number that the first buffer gets
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

    def encode(self, value: object, depth: int = 0) -> Node:
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
            numbers = [hex(state["state"][name]) for name in _STATE]
            return ["generator", *numbers, state["has_uint32"], state["uinteger"]]
        if isinstance(value, type) and class_name(value) in CLASSES:
            return ["class", class_name(value)]
        if PLAIN_ERRORS.get(kind.__name__) is kind:
            return ["exception", kind.__name__, str(value)]
        if self._refer is None:
            raise WireError(f"a value of type {kind.__name__} is not plain")
        return self._refer(value)

    def _integer(self, value: int) -> Node:
        if -_SMALL < value < _SMALL:
            return value
        if value.bit_length() > self._bounds.integer_bits:
            raise WireError(f"a whole number has more than {self._bounds.integer_bits} bits")
        return ["int", hex(value)]

    def _array(self, array: np.ndarray) -> Node:
        fortran = array.flags.f_contiguous and not array.flags.c_contiguous
        order = "F" if fortran else "C"
        whole = array.size and array.flags.forc and array.dtype.str in _CASTABLE
        data = (
            memoryview(array.T if fortran else array).cast("B") if whole else array.tobytes(order)
        )
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
    bounds : what is accepted
    buffers : the raw data that came with the nodes
    resolve : returns the value of a node that only one side can understand
    """

    def __init__(
        self,
        bounds: Bounds,
        buffers: list[memoryview] | None = None,
        resolve: Callable[[list], object] | None = None,
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
        if self._resolve is None:
            raise WireError("a value is of no known kind")
        return self._resolve(node)

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
            "state": dict(zip(_STATE, numbers, strict=True)),
            "has_uint32": flag,
            "uinteger": spare,
        }
        return np.random.Generator(bits)

    def _class(self, depth: int, name: object) -> type:
        return CLASSES[name]

    def _exception(self, depth: int, name: object, message: object) -> Exception:
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

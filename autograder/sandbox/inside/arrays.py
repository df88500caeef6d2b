"""NumPy arrays, scalars and dtypes as text and raw bytes, and back."""

from __future__ import annotations

import math
import re

import numpy as np

from .wire import WireError

_KINDS = "biufcUS"
_DTYPE = re.compile(r"\|b1|[<>|][iu][1248]|[<>]f(2|4|8|12|16)|[<>]c(8|16|24|32)|[<>|][US]\d{1,7}")
_DIMENSIONS = 32
_LARGEST_ITEM = 1 << 22  # bytes of one entry: a string of a million characters
_LAST_CODE_POINT = 0x10FFFF

SCALAR_TYPES = frozenset(
    kind
    for kind in (*np.sctypeDict.values(), np.bool_, np.str_, np.bytes_)
    if issubclass(kind, np.generic) and np.dtype(kind).kind in _KINDS
)


def plain_dtype(dtype: np.dtype) -> bool:
    """Whether entries of this dtype are plain bytes that the wire carries."""
    return dtype.kind in _KINDS and 0 < dtype.itemsize <= _LARGEST_ITEM and not dtype.metadata


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
    return _read(data, kind)[0]


def decode_array(
    dtype: object, order: object, data: memoryview, shape: list, largest: int
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

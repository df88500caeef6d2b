"""Inputs that make themselves: the same numbers each time, and a name to show in a message."""

from __future__ import annotations

import copy
import functools
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Order = Literal["C", "F"]
_IMMUTABLE = (bool, int, float, complex, str, bytes, type(None))


@dataclass(frozen=True)
class Input:
    """An array that is made when it is asked for, from a generator seeded by its description."""

    description: str
    make: Callable[[np.random.Generator], np.ndarray] = field(compare=False, repr=False)

    def build(self, repeat: int = 0) -> np.ndarray:
        """The array; for another `repeat`, fresh numbers of the same kind."""
        return _built(self, repeat).copy(order="K")

    @property
    def value(self) -> np.ndarray:
        """The array that the first call gets."""
        return self.build()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.build(), dtype=dtype)

    def __repr__(self) -> str:
        return self.description


@dataclass(frozen=True)
class Call:
    """The arguments of one call."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def build(self, repeat: int = 0) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Fresh arguments, with every input made; other numbers for another `repeat`."""
        made = _made((self.args, self.kwargs), repeat)
        return made[0], made[1]


def call(*args: Any, **kwargs: Any) -> Call:
    """A case with several arguments: `agrees(add, reference, on=[call([1, 2], [3, 4])])`."""
    return Call(args, kwargs)


def as_call(case: Any) -> Call:
    """A case as a call: anything but a `call` is the one argument."""
    return case if isinstance(case, Call) else Call((case,), {})


def normal(
    *shape: int, mean: float = 0.0, scale: float = 1.0, dtype: str = "float64", order: Order = "C"
) -> Input:
    """Normally distributed numbers, rounded to about three decimals so that they can be read."""
    text = _describe(
        "normal",
        shape,
        mean=(mean, 0.0),
        scale=(scale, 1.0),
        dtype=(dtype, "float64"),
        order=(order, "C"),
    )
    return Input(
        text,
        lambda rng: _readable(rng.normal(mean, scale, shape), scale).astype(dtype, order=order),
    )


def uniform(
    low: float, high: float, shape: tuple[int, ...] = (), dtype: str = "float64", order: Order = "C"
) -> Input:
    """Numbers between `low` and `high`, rounded to about four digits so that they can be read."""
    text = _describe(
        "uniform", (low, high), shape=(shape, None), dtype=(dtype, "float64"), order=(order, "C")
    )
    return Input(
        text,
        lambda rng: _readable(rng.uniform(low, high, shape), (high - low) / 10).astype(
            dtype, order=order
        ),
    )


def integers(
    low: int, high: int, shape: tuple[int, ...] = (), dtype: str = "int64", order: Order = "C"
) -> Input:
    """Whole numbers from `low` up to but not including `high`."""
    text = _describe(
        "integers", (low, high), shape=(shape, None), dtype=(dtype, "int64"), order=(order, "C")
    )
    return Input(
        text,
        lambda rng: rng.integers(low, high, shape, dtype=np.int64).astype(dtype, order=order),
    )


def zeros(*shape: int, dtype: str = "float64") -> Input:
    """Nothing but zeros."""
    return Input(
        _describe("zeros", shape, dtype=(dtype, "float64")), lambda rng: np.zeros(shape, dtype)
    )


def ones(*shape: int, dtype: str = "float64") -> Input:
    """Nothing but ones."""
    return Input(
        _describe("ones", shape, dtype=(dtype, "float64")), lambda rng: np.ones(shape, dtype)
    )


def arange(stop: int, shape: tuple[int, ...] | None = None, dtype: str = "float64") -> Input:
    """0, 1, 2, ... up to but not including `stop`, in the given shape."""
    text = _describe("arange", (stop,), shape=(shape, None), dtype=(dtype, "float64"))
    return Input(text, lambda rng: np.arange(stop).astype(dtype).reshape(shape or (stop,)))


def linspace(low: float, high: float, count: int) -> Input:
    """`count` numbers from `low` to `high`, both included, at equal distances."""
    return Input(
        _describe("linspace", (low, high, count)), lambda rng: np.linspace(low, high, count)
    )


@functools.lru_cache(maxsize=64)
def _built(one: Input, repeat: int) -> np.ndarray:
    """The array that a whole class gets; a large one takes long to make."""
    seed = zlib.crc32(one.description.encode())
    return one.make(np.random.default_rng([seed, repeat]))


def _made(value: Any, repeat: int) -> Any:
    if type(value) in _IMMUTABLE:
        return value
    if isinstance(value, Input):
        return value.build(repeat)
    if isinstance(value, (tuple, list)):
        return type(value)(_made(item, repeat) for item in value)
    if isinstance(value, dict):
        return {key: _made(item, repeat) for key, item in value.items()}
    return copy.deepcopy(value)


def _readable(values: np.ndarray, scale: float) -> np.ndarray:
    decimals = 3 - math.ceil(math.log10(abs(scale))) if scale else 3
    return np.asarray(np.round(values, decimals))


def _describe(name: str, positional: tuple[Any, ...], **options: tuple[Any, Any]) -> str:
    said = [repr(value) for value in positional]
    said += [f"{key}={value!r}" for key, (value, default) in options.items() if value != default]
    return f"{name}({', '.join(said)})"

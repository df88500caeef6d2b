"""What all connections of one notebook share: its limits, its time, whom it may call back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, NamedTuple

from autograder.sandbox.inside.names import public_name
from autograder.sandbox.inside.values import Node
from autograder.sandbox.inside.wire import Bounds, WireError
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import ProcessEnded, Remote

LEAST = 1.0  # seconds that a cell or a claim has, whatever those before it took
GLANCE = 0.5  # seconds between two looks at what a running cell uses


_TOGETHER = {"cell_seconds": "cells_seconds", "claim_seconds": "claims_seconds"}


def bounds_of(limits: Limits) -> Bounds:
    """Return how large a message may be."""
    return Bounds(
        text=limits.message_text,
        buffers=limits.message_buffers,
        arrays=limits.message_arrays,
        depth=limits.value_depth,
        items=limits.value_items,
        keys=limits.value_keys,
        integer_bits=limits.integer_bits,
        frames=find_spec("pandas") is not None,
    )


class Deadline(NamedTuple):
    """A moment, and which limit is over then."""

    at: float
    name: str
    seconds: float

    @classmethod
    def of(cls, limits: Limits, name: str, seconds: float | None = None) -> Deadline:
        """Return the moment when the limit `name` is over, if it begins now."""
        seconds = getattr(limits, name) if seconds is None else seconds
        return cls(time.monotonic() + seconds, name, seconds)


class Budget:
    """What all connections of one notebook share: what is used up, and who may be called back.

    Attributes
    ----------
    used : dict of str to float
        Seconds that cells and claims took together, by the limit of a single one.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bounds = bounds_of(limits)
        self.begin()
        counted = ("messages", "callbacks", "notebook_characters")
        self._left = {name: getattr(limits, name) for name in counted}
        self._functions: list[Callable[..., Any] | None] = []
        self._numbers: dict[int, int] = {}
        # returns the name of a limit that its files exceed, where only we can see it
        self.over: Callable[[], str | None] | None = None
        self._looked = 0.0
        self.used = dict.fromkeys(_TOGETHER, 0.0)

    def begin(self) -> None:
        """Let the notebook's time begin now."""
        self.deadline = Deadline.of(self.limits, "notebook_seconds")

    @contextmanager
    def share(self, name: str, seconds: float | None = None) -> Iterator[Deadline]:
        """Give the moment when one cell or claim must be done, and count the time that it takes.

        When cells or claims together have used up what they may, each further one has `LEAST`: a
        right answer needs far less, and one that is slow on purpose takes no more from a class.

        Parameters
        ----------
        name : {"cell_seconds", "claim_seconds"}
            The limit of a single one.
        seconds : float, optional
            What it may take, if not the usual.
        """
        seconds = getattr(self.limits, name) if seconds is None else seconds
        left = getattr(self.limits, _TOGETHER[name]) - self.used[name]
        start = time.monotonic()
        try:
            yield Deadline.of(self.limits, name, min(seconds, max(left, LEAST)))
        finally:
            self.used[name] += time.monotonic() - start

    def spend(self, name: str) -> None:
        """Count one of a limit; when none is left, the process has to end."""
        self._left[name] -= 1
        if self._left[name] < 0:
            raise ProcessEnded(self.limits.sentence(name))

    def show(self, outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what a cell showed, or a sentence when all cells have shown too much."""
        self._left["notebook_characters"] -= sum(map(_length, outputs))
        if self._left["notebook_characters"] >= 0:
            return outputs
        sentence = self.limits.sentence("notebook_characters")
        return [{"output_type": "stream", "name": "stderr", "text": f"{sentence}\n"}]

    def look(self) -> None:
        """Look at what its files take, if that is due; when too much, the process has to end."""
        if self.over is None or time.monotonic() < self._looked + GLANCE:
            return
        name = self.over()
        self._looked = time.monotonic()
        if name is not None:
            raise ProcessEnded(self.limits.sentence(name))

    def withdraw(self) -> None:
        """Take back our functions after a claim: no later one may call what it was not given."""
        self._functions = [None] * len(self._functions)
        self._numbers.clear()

    def refer(self, value: object) -> Node:
        """Return the node of a function of ours or of what stays in the student process."""
        if isinstance(value, Remote):
            return ["handle", value.handle]
        if not callable(value):
            raise WireError(f"a {type(value).__name__} cannot be passed to a student's function")
        name = public_name(value)
        if name is not None:
            return ["named", *name]
        number = self._numbers.setdefault(id(value), len(self._functions))
        if number == len(self._functions):
            self._functions.append(value)
        return ["callback", number, getattr(value, "__name__", type(value).__name__)]

    def function(self, number: object) -> Callable[..., Any]:
        """Return our function that the student process knows by this number."""
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise WireError("it called a function that it was not given")
        function = self._functions[number]
        if function is None:
            raise WireError("it called a function that was another check's")
        return function


def _length(value: object) -> int:
    """Return how many characters there are in JSON, roughly."""
    if isinstance(value, dict):
        return sum(len(key) + _length(entry) for key, entry in value.items())
    if isinstance(value, list):
        return sum(map(_length, value)) + len(value)
    return len(value) if isinstance(value, str) else 8

"""From a claim to the student process and back: calls, values, errors, warnings, printed text."""

from __future__ import annotations

import builtins
import functools
import importlib
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

import numpy as np

from autograder.checking.observation import Observation
from autograder.grading.claims.proxies import StandIn, stand_in_for
from autograder.sandbox.replies import NotAnswered, Remote, Reply, StudentError

# a student's name for one of these means the module itself: nobody can have patched it here
# (by exact name: a forged one, numpy.f2py.__main__ say, would run when it is imported)
_MODULES = frozenset(
    ("numpy", "numpy.linalg", "numpy.random", "matplotlib", "matplotlib.pyplot")
) | frozenset(("collections", "functools", "itertools", "math", "random", "time"))
_AT_ONCE = 32  # calls in one message
_SMALL = 2_000  # numbers: calls with more have a message of their own
_PRINTED = 20_000  # characters kept of what a claim's calls print
_CALLBACKS = (types.FunctionType, types.MethodType, functools.partial)
_PUBLIC = ("numpy", "numpy.linalg", "math", "operator")  # the student process has its own


class Link:
    """One claim's way into one copy of the student process."""

    def __init__(self, process: Any, texts: Sequence[str] = ()) -> None:
        self.process = process
        self.texts = list(texts)  # of the student's code cells so far
        self.printed: list[str] = []
        self.warned: list[str] = []
        self.modified: list[str] = []  # functions that modified an argument
        self.busy = False  # true while a message is on its way

    def lookup(self, name: str) -> Any:
        """Return the plain value or the stand-in for a name of the student; else NameError."""
        with self._asking():
            value = self.process.lookup(name)
        return self.inward(value, name)

    def call(self, handle: StandIn | Remote, args: Sequence, kwargs: Mapping) -> Any:
        """Call a student's function for a claim's own line: errors and warnings come through."""
        reply = self._call(handle, args, kwargs)
        if reply.printed:
            print(reply.printed, end="", file=sys.stdout)
        for category, message in reply.warnings:
            warnings.warn(message, _warning(category), stacklevel=3)
        if reply.error is not None:
            raise as_exception(reply.error)
        return self.inward(reply.value)

    def observe(self, handle: StandIn, args: Sequence, kwargs: Mapping) -> Observation:
        """Call a student's function and tell everything that it did, for a check."""
        return self._observation(self._call(handle, args, kwargs))

    def observe_all(
        self, handle: StandIn, cases: Sequence[tuple[tuple, dict]]
    ) -> Iterator[Observation]:
        """Observe one call after the other; small ones that follow one another share a message."""
        ahead: list[Reply] = []
        for at, (args, kwargs) in enumerate(cases):
            if not ahead and _is_small((args, kwargs)):
                ahead = self._ask_all(handle, list(takewhile(_is_small, cases[at : at + _AT_ONCE])))
            reply = ahead.pop(0) if ahead else self._ask(handle, args, kwargs)
            yield self._observation(self._noted(handle, args, kwargs, reply))

    def look(self, handle: StandIn, args: Sequence, kwargs: Mapping) -> Observation:
        """Call a student's function once more, out of curiosity: what it says then is no advice."""
        return self._observation(self._ask(handle, args, kwargs))

    def put(self, value: Any) -> Remote:
        """Keep an argument in the student process, so that a timed call need not send it."""
        with self._asking():
            return self.process.put(self.outward(value))

    def time(
        self, handle: StandIn, args: Sequence[Remote], kwargs: Mapping[str, Remote]
    ) -> tuple[float, Remote]:
        """Return how long a call took, and its result, which stays in the student process."""
        remote = self.outward(handle)
        with self._asking():
            reply = self.process.call(remote, tuple(args), dict(kwargs), keep=True)
        if reply.error is not None:
            raise as_exception(reply.error)
        return reply.seconds, reply.value

    def fetch(self, handle: Remote) -> Any:
        """Return what a timed call left in the student process."""
        with self._asking():
            return self.inward(self.process.fetch(handle))

    def attribute(self, handle: Remote, name: str) -> Any:
        """Return a student's object's attribute, as plain value or stand-in."""
        with self._asking():
            try:
                value = self.process.get_attribute(handle, name)
            except NotAnswered:
                raise
            except Exception as error:  # what the student's property raised
                names = tuple(kind.__name__ for kind in type(error).__mro__)
                error.student_error = StudentError(names, str(error))
                raise
        return self.inward(value, name)

    def set_attribute(self, handle: Remote, name: str, value: Any) -> None:
        """Set an attribute of a student's object."""
        with self._asking():
            self.process.set_attribute(handle, name, self.outward(value))

    def assign(self, name: str, value: Any) -> None:
        """Rebind a name in the student process."""
        with self._asking():
            self.process.assign(name, self.outward(value))

    def delete(self, name: str) -> None:
        """Delete a name in the student process."""
        with self._asking():
            self.process.delete(name)

    def inward(self, value: Any, name: str = "") -> Any:
        """What came over the wire as what a claim sees: stand-ins for what stays there."""
        if isinstance(value, Remote):
            if value.kind == "module" and value.name in _MODULES:
                return importlib.import_module(value.name)
            return stand_in_for(self, value, name)
        return _mapped(value, self.inward)

    def outward(self, value: Any) -> Any:
        """What a claim passes as what goes over the wire: handles and watched callbacks."""
        if isinstance(value, StandIn):
            return object.__getattribute__(value, "_remote_")
        if isinstance(value, _CALLBACKS) and getattr(value, "__module__", "") not in _PUBLIC:
            return self._watched(value)
        return _mapped(value, self.outward)

    def _call(self, handle: StandIn | Remote, args: Sequence, kwargs: Mapping) -> Reply:
        return self._noted(handle, args, kwargs, self._ask(handle, args, kwargs))

    def _noted(
        self, handle: StandIn | Remote, args: Sequence, kwargs: Mapping, reply: Reply
    ) -> Reply:
        """Remember what a call did beside its result."""
        name = getattr(handle, "__name__", "")
        self.printed.append(reply.printed[:_PRINTED])
        self.warned += [f"{category}: {text}" for category, text in reply.warnings]
        if reply.changed and name:
            self.modified.append(name)
        return reply

    def _ask(self, handle: StandIn | Remote, args: Sequence, kwargs: Mapping) -> Reply:
        remote = self.outward(handle)
        args = [self.outward(value) for value in args]
        kwargs = {key: self.outward(value) for key, value in kwargs.items()}
        with self._asking():
            return self.process.call(remote, tuple(args), kwargs)

    def _ask_all(self, handle: StandIn, cases: Sequence[tuple[tuple, dict]]) -> list[Reply]:
        remote = self.outward(handle)
        sent = [(self.outward(args), self.outward(kwargs)) for args, kwargs in cases]
        with self._asking():
            return self.process.calls(remote, sent)

    def _observation(self, reply: Reply) -> Observation:
        return Observation(
            value=self.inward(reply.value),
            error=None if reply.error is None else as_exception(reply.error),
            printed=reply.printed,
            warnings=tuple((str(category), str(text)) for category, text in reply.warnings),
            changed=tuple(reply.changed),
            shared=tuple(reply.shared),
            seconds=reply.seconds,
            line=own_line(reply.error),
        )

    def _watched(self, function: Callable) -> Callable:
        """A callback during which the claim, not the wire, is at work and may be interrupted."""

        def callback(*args: Any, **kwargs: Any) -> Any:
            self.busy = False
            try:
                args = [self.inward(value) for value in args]
                kwargs = {key: self.inward(value) for key, value in kwargs.items()}
                return self.outward(function(*args, **kwargs))
            finally:
                self.busy = True

        callback.__name__ = getattr(function, "__name__", "function")
        return callback

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Mark a message that is on its way: it must not be interrupted in the middle."""
        before, self.busy = self.busy, True
        try:
            yield
        finally:
            self.busy = before


def _is_small(case: tuple[tuple, dict]) -> bool:
    """True for plain values, and few of them."""
    args, kwargs = case
    values = [*args, *kwargs.values()]
    return not any(map(callable, values)) and sum(map(_count, values)) <= _SMALL


def _count(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(map(_count, value)) if len(value) <= _SMALL else len(value)
    return 1


def as_exception(error: StudentError) -> Exception:
    """Return a student's error as the nearest class that is known here, marked as the student's."""
    exception = error.exception()
    exception.student_error = error
    return exception


def own_line(error: StudentError | None) -> str:
    """Return the innermost line of the notebook that an error came through."""
    for entry in reversed(error.traceback if error else ()):
        place, _, line = entry.strip().partition("\n")
        if "Cell In[" in place and line.strip():
            return line.strip().split("\n")[0]
    return ""


def _warning(name: str) -> type[Warning]:
    kind = getattr(builtins, name, None) or getattr(np.exceptions, name, None)
    if isinstance(kind, type) and issubclass(kind, Warning):
        return kind
    return UserWarning


def _mapped(value: Any, convert: Callable) -> Any:
    """The container with what is in it converted; the very value if nothing had to be."""
    kind = type(value)
    if kind in (list, tuple):
        new = [convert(item) for item in value]
        same = all(one is other for one, other in zip(new, value, strict=True))
        return value if same else kind(new)
    if kind is dict:
        new = {key: convert(item) for key, item in value.items()}
        return value if all(new[key] is value[key] for key in value) else new
    return value

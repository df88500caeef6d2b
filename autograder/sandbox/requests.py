"""What can be asked of a student process and of a copy of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from autograder.sandbox.budget import Budget
from autograder.sandbox.connection import Connection
from autograder.sandbox.inside.values import Encoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.replies import CellRun, Remote, Reply, StudentError
from autograder.sandbox.validation import Answer

T = TypeVar("T")


class Requests:
    """What can be asked of a student process and of a copy of one."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def _alive(self) -> Connection:
        raise NotImplementedError

    def seconds_left(self) -> float:
        """Return how long questions are answered at most from now on."""
        return self._budget.deadline.at - time.monotonic()

    def lookup(self, name: str) -> Any:
        """Return the value of a name that the student defined, a `Remote` if it is not plain.

        Raises
        ------
        NameError
            If no cell defined it.
        """
        return self._found(name, *self._ask("lookup", _found, name=name))

    def _found(self, name: str, found: bool, value: Any) -> Any:
        if not found:
            raise NameError(f"name {name!r} is not defined")
        return value

    def assign(self, name: str, value: object) -> None:
        """Give a name in the student's notebook a value."""
        self._ask("assign", nothing, name=name, values={"value": value})

    def delete(self, name: str) -> None:
        """Forget a name of the student's notebook."""
        self._ask("delete", nothing, name=name)

    def put(self, value: object) -> Remote:
        """Keep a value in the student process; pass what is returned as an argument."""
        return self._ask("put", _kept, values={"value": value})

    def fetch(self, handle: Remote) -> Any:
        """Return what is kept there, a `Remote` if it is not plain."""
        return self._ask("fetch", Answer.value, handle=handle.handle)

    def get_attribute(self, handle: Remote, name: str) -> Any:
        """Return an attribute; what getting it raised is raised."""
        return self._ask("get attribute", Answer.value, handle=handle.handle, name=name)

    def set_attribute(self, handle: Remote, name: str, value: object) -> None:
        """Set an attribute; what setting it raised is raised."""
        values = {"value": value}
        self._ask("set attribute", nothing, handle=handle.handle, name=name, values=values)

    def call(
        self,
        handle: Remote,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        keep: bool = False,
    ) -> Reply:
        """Call a student's function with copies of the arguments.

        Parameters
        ----------
        handle : Remote
            The function.
        args, kwargs : tuple and dict
            Plain values, `Remote`s, and functions of ours, which are called back.
        keep : bool
            Leave the result in the student process; the reply's value is its `Remote`.
        """
        connection = self._alive()
        kwargs = dict(kwargs or {})
        encoder = connection.encoder()
        fields = {"op": "call", "handle": handle.handle, "keep": keep}
        fields |= _arguments(encoder, args, kwargs)
        start = time.perf_counter()

        def read(answer: Answer) -> Reply:
            seconds = time.perf_counter() - start
            return answer.reply(len(args), set(kwargs), self._printed, seconds)

        return connection.ask(fields, read, connection.deadline("call_seconds"), encoder)

    def calls(
        self, handle: Remote, cases: Sequence[tuple[tuple[Any, ...], Mapping[str, Any]]]
    ) -> list[Reply]:
        """Call a student's function with one case after the other, in one message.

        Parameters
        ----------
        handle : Remote
            The function.
        cases : sequence of tuple and dict
            Args and kwargs of each call, plain values.

        Returns
        -------
        what the first of them gave, at least one; of the rest nothing is known. The seconds of
        each are those of all.
        """
        connection = self._alive()
        encoder = connection.encoder()
        asked = [_arguments(encoder, args, kwargs) for args, kwargs in cases]
        fields = {"op": "calls", "handle": handle.handle, "calls": asked}
        shapes = [(len(args), set(kwargs)) for args, kwargs in cases]
        start = time.perf_counter()

        def read(answer: Answer) -> list[Reply]:
            if answer.error():  # together they are too large to be sent
                return []
            return answer.replies(shapes, self._printed, time.perf_counter() - start)

        deadline = connection.deadline("call_seconds")
        replies = connection.ask(fields, read, deadline, encoder)
        return replies or [self.call(handle, *cases[0])]

    def run(self, source: str) -> CellRun:
        """Run code as a cell of its own; what it raises is the `error` of what is returned."""
        connection = self._alive()
        start = time.perf_counter()
        characters = self._budget.limits.output_characters

        def read(answer: Answer) -> CellRun:
            return answer.cell(characters, time.perf_counter() - start)

        deadline = connection.deadline("call_seconds")
        return connection.ask({"op": "run", "source": source}, read, deadline)

    @property
    def _printed(self) -> int:
        """How many characters a call may print, with a note that there were more."""
        return self._budget.limits.printed_characters + 200

    def _ask(
        self,
        op: str,
        read: Callable[[Answer], T],
        values: Mapping[str, object] | None = None,
        **fields: object,
    ) -> T:
        connection = self._alive()
        encoder = connection.encoder()
        for name, value in (values or {}).items():
            fields[name] = _encoded(encoder.encode, value)

        def checked(answer: Answer) -> T | StudentError:
            return answer.error() or read(answer)

        deadline = connection.deadline("call_seconds")
        found = connection.ask({"op": op, **fields}, checked, deadline, encoder)
        if isinstance(found, StudentError):
            raise found.exception()
        return found


def _arguments(encoder: Encoder, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "args": [_encoded(encoder.encode, value) for value in args],
        "kwargs": {name: _encoded(encoder.encode, value) for name, value in kwargs.items()},
    }


def _encoded(encode: Callable[[object], Any], value: object) -> Any:
    try:
        return encode(value)
    except WireError as error:
        raise TypeError(f"a value cannot be passed to the student process: {error}") from error


def nothing(answer: Answer) -> None:
    error = answer.error()
    if error:
        raise WireError(f"it could not do what it was asked: {error.message}")


def _kept(answer: Answer) -> Remote:
    value = answer.value()
    if not isinstance(value, Remote):
        raise WireError("what it keeps has no number")
    return value


def _found(answer: Answer) -> tuple[bool, Any]:
    return answer.flag("found"), answer.value()

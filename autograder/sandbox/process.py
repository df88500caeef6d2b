"""The student process as the grader sees it, and copies of it for single claims."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from autograder.sandbox.answers import (
    CellRun,
    Garbled,
    NotAnswered,
    NotStarted,
    ProcessEnded,
    Remote,
    Reply,
    StudentError,
)
from autograder.sandbox.connection import Connection, Deadline, Notebook
from autograder.sandbox.inside.wire import Channel, WireError
from autograder.sandbox.limits import Limits
from autograder.sandbox.processes import Spawned
from autograder.sandbox.reading import Answer


class _Answering:
    """What can be asked of a student process and of a copy of one."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def _alive(self) -> Connection:
        raise NotImplementedError

    def lookup(self, name: str) -> Any:
        """Return the value of a name that the student defined, a `Remote` if it is not plain.

        Raises
        ------
        NameError
            If no cell defined it.
        """
        found, value = self._ask("lookup", _found, name=name)
        if not found:
            raise NameError(f"name {name!r} is not defined")
        return value

    def assign(self, name: str, value: object) -> None:
        """Give a name in the student's notebook a value."""
        self._ask("assign", _nothing, name=name, values={"value": value})

    def delete(self, name: str) -> None:
        """Forget a name of the student's notebook."""
        self._ask("delete", _nothing, name=name)

    def put(self, value: object) -> Remote:
        """Keep a value in the student process; pass what is returned as an argument."""
        return self._ask("put", Answer.value, values={"value": value})

    def fetch(self, handle: Remote) -> Any:
        """Return what is kept there, a `Remote` if it is not plain."""
        return self._ask("fetch", Answer.value, handle=handle.handle)

    def get_attribute(self, handle: Remote, name: str) -> Any:
        """Return an attribute; what getting it raised is raised."""
        return self._ask("get attribute", Answer.value, handle=handle.handle, name=name)

    def set_attribute(self, handle: Remote, name: str, value: object) -> None:
        """Set an attribute; what setting it raised is raised."""
        values = {"value": value}
        self._ask("set attribute", _nothing, handle=handle.handle, name=name, values=values)

    def call(
        self, handle: Remote, args: tuple = (), kwargs: Mapping | None = None, keep: bool = False
    ) -> Reply:
        """Call a student's function with copies of the arguments.

        Parameters
        ----------
        handle : the function
        args, kwargs : plain values, `Remote`s, and functions of ours, which are called back
        keep : leave the result in the student process; the reply's value is its `Remote`
        """
        connection = self._alive()
        kwargs = dict(kwargs or {})
        encoder = connection.encoder()
        fields = {
            "op": "call",
            "handle": handle.handle,
            "args": [_encoded(encoder.encode, value) for value in args],
            "kwargs": {name: _encoded(encoder.encode, value) for name, value in kwargs.items()},
            "keep": keep,
        }
        characters = self._notebook.limits.printed_characters + 200  # and a note that says so
        start = time.perf_counter()

        def read(answer: Answer) -> Reply:
            seconds = time.perf_counter() - start
            return answer.reply(len(args), set(kwargs), characters, seconds)

        return connection.ask(fields, read, connection.deadline("call_seconds"), encoder)

    def _ask(
        self, op: str, read: Callable[[Answer], Any], values: dict | None = None, **fields: object
    ) -> Any:
        connection = self._alive()
        encoder = connection.encoder()
        for name, value in (values or {}).items():
            fields[name] = _encoded(encoder.encode, value)

        def checked(answer: Answer) -> Any:
            return answer.error() or read(answer)

        deadline = connection.deadline("call_seconds")
        found = connection.ask({"op": op, **fields}, checked, deadline, encoder)
        if isinstance(found, StudentError):
            raise found.exception()
        return found


class Copy(_Answering):
    """A copy of a student process, for one claim."""

    def __init__(self, connection: Connection, notebook: Notebook, tier: str) -> None:
        super().__init__(notebook)
        self.tier = tier
        self._connection = connection

    def _alive(self) -> Connection:
        return self._connection


class StudentProcess(_Answering):
    """A confined process that holds the student's code and nothing else.

    If a cell ends it, a new one takes its place and the cells before are run again there.

    Parameters
    ----------
    spawn : makes a process
    by_fork : whether a process can copy itself
    tier : how it is confined
    limits : what it may use
    files : what lies in its working directory, by relative path
    """

    def __init__(
        self,
        spawn: Callable[[], Spawned],
        by_fork: bool,
        tier: str,
        limits: Limits,
        files: Mapping[str, bytes],
    ) -> None:
        super().__init__(Notebook(limits))
        self.tier = tier
        self.lacking: list[str] = []  # limits that this system does not keep
        self._spawn = spawn
        self._by_fork = by_fork
        self._limits = limits
        self._files = {_inside(name): content for name, content in files.items()}
        self._cells: list[str] = []
        self._restarts = limits.restarts
        self._spawned: Spawned | None = None
        self._connection: Connection | None = None
        self._begin()
        self._notebook.begin()

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and all that it started."""
        if self._spawned is not None:
            self._spawned.connection.close()
            self._spawned.end()
            self._spawned = None
        if self._connection is not None and self._connection.broken is None:
            self._connection.broken = NotStarted("the student process was closed")

    def run_cell(self, source: str, seconds: float | None = None) -> CellRun:
        """Run a cell in at most so many seconds.

        Raises
        ------
        TimedOut
            If it was interrupted; its `outputs` are what it had shown. The names that it defined
            stay, unless it did not stop and the process had to be ended.
        NotAnswered
            If it ended the process.
        """
        run = self._run(self._alive(), source, seconds)
        self._cells.append(source)
        return run

    @contextmanager
    def snapshot(self) -> Iterator[Copy]:
        """Give a copy of the process, with which everything ends that happens in it.

        Raises
        ------
        NotStarted
            If there can be no copy.
        """
        try:
            connection = self._alive()
        except Garbled:
            raise
        except NotAnswered as error:
            raise NotStarted(error.sentence) from error
        claim = Deadline.of(self._limits, "claim_seconds")
        if not self._by_fork:
            with connection.hurried(claim):
                yield Copy(connection, self._notebook, self.tier)
            self._restarts += connection.broken is not None  # it was the claim, not a cell
            return
        copy, number = self._copied(connection, claim)
        try:
            yield Copy(copy, self._notebook, self.tier)
        finally:
            copy.close()
            if connection.broken is None:
                try:
                    deadline = connection.deadline("call_seconds")
                    connection.ask({"op": "end copy", "copy": number}, _nothing, deadline)
                except NotAnswered:  # the next question starts a new process
                    pass

    def _copied(self, connection: Connection, claim: Deadline) -> tuple[Connection, int]:
        ours, theirs = socket.socketpair()
        channel = Channel(ours, self._notebook.bounds)
        copy = Connection(channel, self._notebook, [claim])
        deadline = connection.deadline("call_seconds")
        try:
            with theirs:
                fields = {"op": "copy"}
                number = connection.ask(fields, _copy_number, deadline, descriptor=theirs.fileno())
            copy.greet(deadline, _copy_number)
        except NotAnswered as error:
            ours.close()
            raise NotStarted(f"the student process could not be copied: {error}") from error
        return copy, number

    def _alive(self) -> Connection:
        """Return the connection to a process in which all cells ran so far."""
        broken = self._connection.broken
        if broken is None:
            return self._connection
        if self._spawned is None or isinstance(broken, Garbled):
            raise broken
        if self._notebook.deadline.at < time.monotonic():
            raise broken
        if not self._restarts:
            raise ProcessEnded(self._limits.sentence("restarts"))
        self._restarts -= 1
        self._begin()
        cells, self._cells = self._cells, []
        for source in cells:
            self._run(self._connection, source)
            self._cells.append(source)
        return self._connection

    def _begin(self) -> None:
        """Take a new process, in the place of the last one if there was one."""
        if self._spawned is not None:
            self._spawned.connection.close()
            self._spawned.end()
        self._spawned = self._spawn()
        channel = Channel(self._spawned.connection, self._notebook.bounds)
        self._connection = Connection(channel, self._notebook)
        try:
            deadline = Deadline.of(self._limits, "start_seconds")
            self.lacking = self._connection.greet(deadline, Answer.welcome)
            if self._files:
                encoder = self._connection.encoder()
                files = encoder.encode(self._files)
                self._connection.ask({"op": "files", "files": files}, _nothing, deadline, encoder)
        except NotAnswered as error:
            self.close()
            raise NotStarted(error.sentence) from error

    def _run(self, connection: Connection, source: str, seconds: float | None = None) -> CellRun:
        start = time.perf_counter()
        deadline = connection.deadline("cell_seconds", seconds)
        characters = self._limits.output_characters

        def read(answer: Answer) -> CellRun:
            return answer.cell(characters, time.perf_counter() - start)

        fields = {"op": "run", "source": source}
        return connection.ask(fields, read, deadline, cell=self._spawned)


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.name or {"..", "\\", ":"} & {*path.parts, *name}:
        raise ValueError(f"{name!r} does not lie inside the notebook's directory")
    return name


def _encoded(encode: Callable[[object], Any], value: object) -> Any:
    try:
        return encode(value)
    except WireError as error:
        raise TypeError(f"a value cannot be passed to the student process: {error}") from error


def _nothing(answer: Answer) -> None:
    error = answer.error()
    if error:
        raise WireError(f"it could not do what it was asked: {error.message}")


def _found(answer: Answer) -> tuple[bool, Any]:
    return answer.flag("found"), answer.value()


def _copy_number(answer: Answer) -> int:
    _nothing(answer)
    return answer.count("copy")

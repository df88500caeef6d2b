"""The student process as the grader sees it, and copies of it for single claims."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NoReturn

from autograder.sandbox.budget import Budget, Deadline
from autograder.sandbox.connection import Connection
from autograder.sandbox.inside.wire import Channel
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import (
    CellRun,
    Garbled,
    NotAnswered,
    NotStarted,
    ProcessEnded,
    Remote,
)
from autograder.sandbox.requests import Requests, nothing
from autograder.sandbox.spawning import Spawned
from autograder.sandbox.validation import Answer


class StudentProcess(Requests):
    """A confined process that holds the student's code and nothing else.

    If a cell ends it, a new one takes its place and the cells before are run again there.

    Parameters
    ----------
    spawn : callable
        Makes a process.
    by_fork : bool
        Whether a process can copy itself; if not, it stands in for its copies.
    tier : str
        How it is confined.
    limits : Limits
        What it may use.
    files : dict of str to bytes
        What lies in its working directory, by relative path.
    later : dict of str to bytes
        What lies there too, from the first cell on.
    masked : dict of str to str, optional
        What is replaced in all that it says, and by what.
    """

    def __init__(
        self,
        spawn: Callable[[], Spawned],
        by_fork: bool,
        tier: str,
        limits: Limits,
        files: Mapping[str, bytes],
        later: Mapping[str, bytes],
        masked: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(Budget(limits))
        self.tier = tier
        self.lacking: list[str] = []  # limits that this system does not keep
        self._spawn = spawn
        self.by_fork = by_fork
        self._limits = limits
        self._channel = partial(Channel, bounds=self._budget.bounds, masked=masked)
        self._files = {_inside(name): content for name, content in files.items()}
        self._later = {_inside(name): content for name, content in later.items()}
        self._missing: dict[str, bytes] = {}  # of these, what it does not have yet
        self._cells: list[str] = []
        self._restarts = limits.restarts
        self._spawned: Spawned | None = None
        self._connection: Connection
        self._resting: Copy | None = None  # the next claim may go on with it
        self._begin()
        self._budget.begin()

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and all that it started."""
        self._let_go()
        if self._spawned is not None:
            self._spawned.connection.close()
            self._spawned.end()
            self._spawned = None
        if self._connection.broken is None:
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
    def snapshot(self, last: bool = False) -> Iterator[Copy]:
        """Give a copy of the process, with which everything ends that happens in it.

        It is made when it is needed; until the snapshot ends, nothing may run in the process. If
        the last one was set to go on and nothing has run since, that copy serves this one too.
        If it is the last, because nothing will run after it, the process may stand in for it.

        Raises
        ------
        NotStarted
            If there can be no copy; at the end at the latest, whatever became of it on the way.
        """
        try:
            connection = self._living()
        except Garbled:
            raise
        except NotAnswered as error:
            raise NotStarted(error.sentence) from error
        copy, self._resting = self._resting, None
        if copy is None:
            fork = partial(self._fork if self.by_fork and not last else _lent, connection)
            copy = Copy(self._budget, self.tier, connection, fork)
        try:
            with self._budget.share("claim_seconds") as claim, connection.hurried(claim):
                copy.begin(claim)
                yield copy
        finally:
            self._budget.withdraw()
            if copy.usable and self._resting is None and connection.broken is None:
                self._resting = copy
            else:
                self._end_copy(copy, connection)
        if copy.lost is not None:
            raise copy.lost

    def _fork(self, connection: Connection, claim: Deadline) -> tuple[Connection, int]:
        ours, theirs = socket.socketpair()
        deadline = connection.deadline("call_seconds")
        try:
            with theirs:
                fields = {"op": "copy"}
                number = connection.ask(fields, _copy_number, deadline, descriptor=theirs.fileno())
        except BaseException:
            ours.close()
            raise
        return Connection(self._channel(ours), self._budget, [claim]), number

    def _end_copy(self, copy: Copy, connection: Connection) -> None:
        """Have a copy ended: with the next question if it ends by itself anyway, else now."""
        well = copy.close()
        if not self.by_fork:
            self._restarts += connection.broken is not None  # it was the claim, not a cell
        elif copy.number is not None and connection.broken is None:
            connection.ended.append(copy.number)
            if not well:
                with suppress(NotAnswered):  # the next question starts a new process
                    connection.ask({"op": "end"}, nothing, connection.deadline("call_seconds"))

    def _let_go(self) -> None:
        """Hang up on the copy that rests; it ends with its original."""
        if self._resting is not None:
            self._resting.close()
            self._resting = None

    def _alive(self) -> Connection:
        """Return the connection to a process in which all cells ran so far, to change it."""
        connection = self._living()
        if self._resting is not None:
            copy, self._resting = self._resting, None
            self._end_copy(copy, connection)
        return connection

    def _living(self) -> Connection:
        broken = self._connection.broken
        if broken is None:
            return self._connection
        if self._spawned is None or isinstance(broken, Garbled):
            raise broken
        if self._budget.deadline.at < time.monotonic():
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
        self._let_go()
        if self._spawned is not None:
            self._spawned.connection.close()
            self._spawned.end()
        self._spawned = self._spawn()
        self._budget.over = self._spawned.over
        channel = self._channel(self._spawned.connection)
        self._connection = Connection(channel, self._budget)
        try:
            deadline = Deadline.of(self._limits, "start_seconds")
            self.lacking = self._connection.greet(deadline, Answer.welcome)
            self._put_files(self._files, deadline)
            self._missing = self._later
        except NotAnswered as error:
            self.close()
            raise NotStarted(error.sentence) from error

    def _put_files(self, files: Mapping[str, bytes], deadline: Deadline) -> None:
        if files:
            encoder = self._connection.encoder()
            fields = {"op": "files", "files": encoder.encode(files)}
            self._connection.ask(fields, nothing, deadline, encoder)

    def _run(self, connection: Connection, source: str, seconds: float | None = None) -> CellRun:
        start = time.perf_counter()
        characters = self._limits.output_characters

        def read(answer: Answer) -> CellRun:
            ran = answer.cell(characters, time.perf_counter() - start)
            return replace(ran, outputs=self._budget.show(ran.outputs))

        fields = {"op": "run", "source": source}
        missing, self._missing = self._missing, {}
        self._put_files(missing, Deadline.of(self._limits, "start_seconds"))
        with self._budget.share("cell_seconds", seconds) as own:
            deadline = connection.deadline("cell_seconds", own.seconds)
            return connection.ask(fields, read, deadline, cell=self._spawned)


class Copy(Requests):
    """What claims ask instead of the student process; nothing that they do there stays.

    Looking at a name that holds plain data or a function runs none of the student's code, so the
    process itself tells it. Every other question is put to a fork, made for the first of them.

    Parameters
    ----------
    budget : Budget
        That of the notebook.
    tier : str
        How it is confined.
    original : Connection
        The connection to the process itself.
    fork : callable
        Makes the copy; returns the connection to it and its number, by which it is ended.

    Attributes
    ----------
    number : int or None
        Its process, None if there is none.
    lost : NotStarted or None
        Why there could be none.
    goes_on : bool
        Set by a claim that left nothing behind: the next may use the copy too, if nothing runs in
        the process meanwhile.
    """

    def __init__(
        self,
        budget: Budget,
        tier: str,
        original: Connection,
        fork: Callable[[Deadline], tuple[Connection, int | None]],
    ) -> None:
        super().__init__(budget)
        self.tier = tier
        self.number: int | None = None
        self.lost: NotStarted | None = None
        self.goes_on = False
        self._original = original
        self._fork = fork
        self._connection: Connection | None = None
        self._functions: dict[str, Remote] = {}
        self._changed = False  # a claim did more to it than call the student's functions
        self._claim: Deadline | None = None
        self._closed = False

    def begin(self, claim: Deadline) -> None:
        """Let a claim begin that ends then at the latest."""
        self._claim = claim
        self.goes_on = False
        if self._connection is not None:
            self._connection.ends(claim)

    def seconds_left(self) -> float:
        """Return how long the claim may still take."""
        left = super().seconds_left()
        return left if self._claim is None else min(left, self._claim.at - time.monotonic())

    @property
    def usable(self) -> bool:
        """Whether another claim may begin."""
        connection = self._connection
        well = connection is not None and connection.broken is None and self.number is not None
        return self.goes_on and well and not self._changed

    def lookup(self, name: str) -> Any:
        """Return the value of a name that the student defined, as `Requests.lookup` does.

        A function that was looked up stays what its name stands for until the claim says otherwise.
        """
        if name in self._functions and not self._closed:
            return self._functions[name]
        value = self._looked_up(name)
        if isinstance(value, Remote) and value.kind == "function":
            self._functions[name] = value
        return value

    def assign(self, name: str, value: object) -> None:
        """Give a name in the copy a value."""
        self._functions.pop(name, None)
        self._changed = True
        super().assign(name, value)

    def delete(self, name: str) -> None:
        """Forget a name in the copy."""
        self._functions.pop(name, None)
        self._changed = True
        super().delete(name)

    def run(self, source: str) -> CellRun:
        """Run code in the copy."""
        self._changed = True
        return self.define(source)

    def define(self, source: str) -> CellRun:
        """Run code in the copy that defines anew whatever a later claim uses."""
        self._functions.clear()
        return super().run(source)

    def set_attribute(self, handle: Remote, name: str, value: object) -> None:
        """Set an attribute in the copy."""
        self._changed = True
        super().set_attribute(handle, name, value)

    def close(self) -> bool:
        """Hang up; return whether it would end by itself now."""
        self._closed = True
        if self._connection is None or self.number is None:
            return True
        well = self._connection.broken is None
        self._connection.close()
        return well

    def _alive(self) -> Connection:
        if self._closed:
            raise NotStarted("this copy of the student process has ended")
        if self._connection is None:
            assert self._claim is not None, "no claim has begun"
            try:
                self._connection, self.number = self._fork(self._claim)
            except NotAnswered as error:
                self._lose(error)
        return self._connection

    def _looked_up(self, name: str) -> Any:
        if self._connection is None and not self._closed:
            plain, found, value = self._look(name)
            if plain:
                return self._found(name, found, value)
        return super().lookup(name)

    def _look(self, name: str) -> tuple[bool, bool, Any]:
        try:
            deadline = self._original.deadline("call_seconds")
            return self._original.ask({"op": "look", "name": name}, _looked, deadline)
        except NotAnswered as error:
            self._lose(error)

    def _lose(self, error: NotAnswered) -> NoReturn:
        sentence = f"the student process could not be copied: {error}"
        self.lost = NotStarted(sentence)
        raise self.lost from error


def _looked(answer: Answer) -> tuple[bool, bool, Any]:
    return answer.flag("plain"), answer.flag("found"), answer.value()


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.name or {"..", "\\", ":"} & {*path.parts, *name}:
        raise ValueError(f"{name!r} does not lie inside the notebook's directory")
    return name


def _lent(connection: Connection, claim: Deadline) -> tuple[Connection, None]:
    """The process itself stands in for its copy."""
    return connection, None


def _copy_number(answer: Answer) -> int:
    nothing(answer)
    return answer.count("copy")

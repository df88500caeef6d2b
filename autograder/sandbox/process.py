"""The student process as the grader sees it, and copies of it for single claims."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import PurePosixPath

from autograder.sandbox.budget import Deadline, Notebook
from autograder.sandbox.connection import Connection
from autograder.sandbox.copies import Copy
from autograder.sandbox.inside.wire import Channel
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import CellRun, Garbled, NotAnswered, NotStarted, ProcessEnded
from autograder.sandbox.requests import Answering, nothing
from autograder.sandbox.spawning import Spawned
from autograder.sandbox.validation import Answer


class StudentProcess(Answering):
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
        self._resting: Copy | None = None  # the next claim may go on with it
        self._begin()
        self._notebook.begin()

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
        claim = Deadline.of(self._limits, "claim_seconds")
        copy, self._resting = self._resting, None
        if copy is None:
            fork = partial(self._fork if self._by_fork and not last else _lent, connection)
            copy = Copy(self._notebook, self.tier, connection, fork)
        copy.begin(claim)
        try:
            with connection.hurried(claim):
                yield copy
        finally:
            self._notebook.withdraw()
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
        channel = Channel(ours, self._notebook.bounds)
        return Connection(channel, self._notebook, [claim]), number

    def _end_copy(self, copy: Copy, connection: Connection) -> None:
        """Have a copy ended: with the next question if it ends by itself anyway, else now."""
        well = copy.close()
        if not self._by_fork:
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
        self._let_go()
        if self._spawned is not None:
            self._spawned.connection.close()
            self._spawned.end()
        self._spawned = self._spawn()
        self._notebook.over = self._spawned.over
        channel = Channel(self._spawned.connection, self._notebook.bounds)
        self._connection = Connection(channel, self._notebook)
        try:
            deadline = Deadline.of(self._limits, "start_seconds")
            self.lacking = self._connection.greet(deadline, Answer.welcome)
            if self._files:
                encoder = self._connection.encoder()
                files = encoder.encode(self._files)
                self._connection.ask({"op": "files", "files": files}, nothing, deadline, encoder)
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


def _lent(connection: Connection, claim: Deadline) -> tuple[Connection, None]:
    """The process itself stands in for its copy."""
    return connection, None


def _copy_number(answer: Answer) -> int:
    nothing(answer)
    return answer.count("copy")

"""Where student processes come from: forks of one template, or interpreters started ahead."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.inside.wire import CONTROL, Channel, Gone, Late, WireError
from autograder.sandbox.interpreter import Interpreter, TemplateClient, TemplateFork
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import NotStarted

_PATIENCE = 10.0  # seconds that the template has to end a notebook


@dataclass(frozen=True)
class Spawned:
    """A student process that has not said anything yet.

    Attributes
    ----------
    connection : socket.socket
        To its server.
    interrupt : callable
        Has a cell stop.
    end : callable
        Ends it and every process that it started.
    over : callable
        Returns the name of a limit that its files exceed; None if that needs no looking.
    """

    connection: socket.socket
    interrupt: Callable[[], None]
    end: Callable[[], None]
    over: Callable[[], str | None] | None = None


class Forks:
    """Forks of one preloaded interpreter, which is started when needed and when it has died."""

    by_fork = True

    def __init__(
        self,
        environment: StudentEnvironment,
        limits: Limits,
        rehearsed: bool = True,
        shared: TemplateClient | None = None,
    ) -> None:
        self._environment = environment
        self._limits = limits
        self._rehearsed = rehearsed
        self._shared = shared
        self._ready = False
        self._prefix = ""
        self._interpreter: Interpreter | TemplateFork | None = None
        self._control: Channel | None = None

    def spawn(self, message: Callable[[str], dict[str, Any]]) -> Spawned:
        """Fork.

        Parameters
        ----------
        message : callable
            Returns how the fork confines itself and what it serves, given the place where it
            finds its environment.
        """
        for last in (False, True):
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    self.start()
                    request = {"op": "start", **message(self._prefix)}
                    answer = self._ask(request, descriptor=theirs.fileno())
                keeper = answer["process"]
                return Spawned(ours, partial(self._interrupt, keeper), partial(self._end, keeper))
            except (Gone, Late, WireError, KeyError) as error:
                ours.close()
                complaint = self._interpreter.said() if self._interpreter else str(error)
                self.close()
                if last:
                    raise NotStarted(f"the student process did not start: {complaint}") from error
        raise AssertionError("unreachable")

    def start(self) -> None:
        """Start the template unless it runs, and wait until it has imported everything."""
        control = self._begun()
        if not self._ready:
            deadline = time.monotonic() + self._limits.start_seconds
            answer = control.receive(deadline=deadline)[0]
            if isinstance(self._interpreter, TemplateFork):
                self._interpreter.joins(answer["process"])
            self._prefix = answer["prefix"]
            self._ready = True

    def begin(self) -> None:
        """Start the template unless it runs."""
        self._begun()

    def close(self) -> None:
        """End the template and all its forks."""
        self._ready = False
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._interpreter is not None:
            self._interpreter.end()
            self._interpreter = None

    def _begun(self) -> Channel:
        """Return the channel to the template, which is started unless it runs."""
        if self._control is not None and self._interpreter is not None and self._interpreter.runs():
            return self._control
        self.close()
        ours, theirs = socket.socketpair()
        control = self._control = Channel(ours, CONTROL)
        with theirs:
            number = theirs.fileno()
            self._interpreter = (self._shared and self._shared.fork(theirs, ours)) or Interpreter(
                self._environment,
                "serve_forks",
                f"{number}, {self._rehearsed}",
                descriptors=[number],
            )
        return control

    def _ask(self, message: dict[str, Any], descriptor: int | None = None) -> dict[str, Any]:
        if self._control is None:
            raise Gone("the template was ended")
        deadline = time.monotonic() + _PATIENCE
        self._control.send(message, deadline=deadline, descriptor=descriptor)
        return self._control.receive(deadline=deadline)[0]

    def _interrupt(self, keeper: int) -> None:
        if self._control is not None:
            try:
                self._control.send({"op": "interrupt", "process": keeper})
            except Gone:
                self.close()

    def _end(self, keeper: int) -> None:
        """End a notebook; a template that is gone took its notebooks along."""
        if self._control is not None:
            try:
                self._ask({"op": "end", "process": keeper})
            except (Gone, Late, WireError):
                self.close()


class FreshInterpreters:
    """Where there is no fork: an interpreter for each process, the next always started ahead."""

    by_fork = False

    def __init__(
        self, environment: StudentEnvironment, limits: Limits, rehearsed: bool = True
    ) -> None:
        self._environment = environment
        self._limits = limits
        self._rehearsed = rehearsed
        self._next: _Ready | None = None

    def start(self) -> None:
        """Start the next interpreter unless one waits already."""
        self._next = self._next or _Ready(self._environment, self._rehearsed)

    begin = start

    def spawn(self, message: Callable[[str], dict[str, Any]]) -> Spawned:
        """Use the interpreter that waits; `message` returns what it serves, as for `Forks`."""
        waiting = self._next or _Ready(self._environment, self._rehearsed)
        self._next = None
        try:
            connection = waiting.connect(self._limits.start_seconds)
            Channel(connection, CONTROL).send(message(str(self._environment.folder)))
        except (OSError, Gone, Late, WireError) as error:
            complaint = waiting.interpreter.said()
            waiting.end()
            raise NotStarted(f"the student process did not start: {complaint}") from error
        self.start()
        return Spawned(connection, waiting.interrupt, waiting.end)

    def close(self) -> None:
        """End the interpreter that waits."""
        if self._next is not None:
            self._next.end()
            self._next = None


class _Ready:
    """An interpreter that will connect to us once it has imported everything."""

    def __init__(self, environment: StudentEnvironment, rehearsed: bool) -> None:
        self._token = secrets.token_hex()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1)
        self.interpreter = Interpreter(environment, "serve_one", str(rehearsed))
        port = self._listener.getsockname()[1]
        self.interpreter.tell(f"{port} {self._token}")

    def connect(self, seconds: float) -> socket.socket:
        """Return the connection once it is there; strangers are sent away."""
        deadline = time.monotonic() + seconds
        while True:
            self._listener.settimeout(max(deadline - time.monotonic(), 0.001))
            connection, _ = self._listener.accept()
            message, _ = Channel(connection, CONTROL).receive(deadline=deadline)
            if secrets.compare_digest(str(message.get("token")).encode(), self._token.encode()):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._listener.close()
                return connection
            connection.close()

    def interrupt(self) -> None:
        """Nothing interrupts a process on every platform; it will be ended."""

    def end(self) -> None:
        """End it: its keeper, where there is one, ends what it started."""
        self._listener.close()
        process = self.interpreter.process
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
        self.interpreter.end()

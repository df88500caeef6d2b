"""One preloaded interpreter for several workers: each gets a twin of it instead of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket

from autograder.sandbox.environment import StudentEnvironment
from autograder.sandbox.interpreter import Interpreter

_PATIENCE = 5.0  # seconds that a twin has to end


class Twins:
    """Where workers get twins: a socket that they share, to an interpreter that forks.

    Parameters
    ----------
    environment : the one whose interpreter it is
    shared : the socket
    """

    def __init__(self, environment: StudentEnvironment, shared: socket.socket) -> None:
        self.environment = environment
        self._shared = shared

    def ask(self, control: socket.socket, ours: socket.socket) -> Twin | None:
        """Return a twin that will serve this control socket; None if the original is gone."""
        try:
            socket.send_fds(self._shared, [b"\n"], [control.fileno()])
        except OSError:
            return None
        return Twin(ours.dup())


class Original:
    """The interpreter of which there are twins; it serves until it is closed.

    If this process is killed it serves until nobody has the shared socket any more.
    """

    def __init__(self, environment: StudentEnvironment) -> None:
        ours, theirs = socket.socketpair()
        self.twins = Twins(environment, ours)
        self._shared = ours
        with theirs:
            number = theirs.fileno()
            self._interpreter = Interpreter(
                environment.python, "twin_on_request", f"{number}, True", descriptors=[number]
            )

    def close(self) -> None:
        """End it, even while it imports; twins that there are go on."""
        self._shared.close()
        self._interpreter.process.terminate()
        self._interpreter.end()


class Twin:
    """A fork of an interpreter that somebody else started; it ends with our control socket."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._process: int | None = None

    def joins(self, process: int) -> None:
        """Have it run where this process runs, and no sooner than this."""
        self._process = process
        with contextlib.suppress(OSError, AttributeError):  # macOS settles no process
            os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, 0))
            os.sched_setaffinity(process, os.sched_getaffinity(0))

    def runs(self) -> bool:
        """Whether it can be asked; one that has died is found out by asking."""
        return True

    def said(self) -> str:
        """Return the last thing that it complained of: where that goes only its original knows."""
        return "a fork of the preloaded interpreter ended"

    def end(self) -> None:
        """Have it end by itself, or end it."""
        with self._control, contextlib.suppress(OSError):
            self._control.settimeout(_PATIENCE)
            self._control.shutdown(socket.SHUT_WR)
            try:
                while self._control.recv(1 << 12):
                    pass
            except TimeoutError:
                if self._process is not None:  # it has not hung up: the number is still its own
                    os.kill(self._process, signal.SIGKILL)

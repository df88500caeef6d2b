"""Asks a student process and waits for its answer, never longer than allowed."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from autograder.sandbox.budget import GLANCE, Budget, Deadline
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import Channel, Gone, Late, WireError
from autograder.sandbox.replies import Garbled, NotAnswered, NotStarted, ProcessEnded, TimedOut
from autograder.sandbox.spawning import Spawned
from autograder.sandbox.validation import Answer, remote

T = TypeVar("T")
_GRACE = 2.0  # seconds in which an interrupted cell can still say what it showed
_ENDED = "Python ended while this ran: by os._exit, a crash, or for want of memory or time"


class Connection:
    """One channel to a student process or to a copy of one.

    Parameters
    ----------
    channel : Channel
        The channel.
    budget : Budget
        That of the notebook.
    deadlines : iterable of Deadline
        Moments after which nothing is waited for, beside the notebook's and the question's.

    Attributes
    ----------
    broken : NotAnswered or None
        Why it cannot be asked any more.
    ended : list of int
        Numbers of copies that the process has to end with the next question.
    """

    def __init__(
        self, channel: Channel, budget: Budget, deadlines: Iterable[Deadline] = ()
    ) -> None:
        self.broken: NotAnswered | None = None
        self.ended: list[int] = []
        self._channel = channel
        self._budget = budget
        self._deadlines = tuple(deadlines)
        self._numbers = itertools.count()

    @contextmanager
    def hurried(self, deadline: Deadline) -> Iterator[None]:
        """Wait no longer than this meanwhile."""
        before = self._deadlines
        self._deadlines = (*before, deadline)
        try:
            yield
        finally:
            self._deadlines = before

    def ends(self, deadline: Deadline) -> None:
        """Wait for nothing any longer than this, whatever was said before."""
        self._deadlines = (deadline,)

    def deadline(self, name: str, seconds: float | None = None) -> Deadline:
        """Return when a question that the limit `name` is for must be answered."""
        own = Deadline.of(self._budget.limits, name, seconds)
        return min(own, self._budget.deadline, *self._deadlines)

    def encoder(self) -> Encoder:
        """Return an encoder for values that go to the student process."""
        return Encoder(self._budget.bounds, self._budget.refer)

    def ask(
        self,
        fields: dict[str, Any],
        read: Callable[[Answer], T],
        deadline: Deadline,
        encoder: Encoder | None = None,
        cell: Spawned | None = None,
        descriptor: int | None = None,
    ) -> T:
        """Send a question and return what `read` makes of its answer.

        Parameters
        ----------
        fields : dict
            The question, its name in `op`.
        read : callable
            Makes something of the answer; it may raise `WireError`.
        deadline : Deadline
            When the answer must be there.
        encoder : Encoder, optional
            What encoded the question's values and holds their data.
        cell : Spawned, optional
            The process that runs a cell: it is interrupted when time is up, and watched.
        descriptor : int, optional
            An open file that goes with the question.

        Raises
        ------
        NotAnswered
            Now and whenever this connection is asked again.
        """
        if self.broken:
            raise self.broken.with_traceback(None)  # or it would grow with each question
        number = next(self._numbers)
        interrupted = False
        if self.ended:
            fields, self.ended = {**fields, "ended": self.ended}, []
        with self._ending(deadline):
            self._send({**fields, "n": number}, encoder, deadline.at, descriptor)
            if cell and not self._wait(cell, deadline):
                cell.interrupt()
                interrupted = True
            until = deadline.at
            if interrupted:  # not when the whole notebook's time is over
                until = max(until, min(until + _GRACE, self._budget.deadline.at + GLANCE))
            answer = self._receive(number, until)
            found = read(answer)
            if cell:
                self._watch(cell)
        if interrupted:
            raise TimedOut(self._sentence(deadline), getattr(found, "outputs", None))
        return found

    def greet(self, deadline: Deadline, read: Callable[[Answer], T]) -> T:
        """Return what `read` makes of the first message, which nobody asked for."""
        with self._ending(deadline):
            message, buffers = self._channel.receive(deadline=deadline.at)
            return read(self._answer(message, buffers))

    def close(self) -> None:
        """Close the channel; the copy at its other end has nobody to answer then."""
        self.broken = self.broken or NotStarted("this copy of the student process has ended")
        self._channel.close()

    def end(self, reason: NotAnswered) -> NoReturn:
        """Close the channel for this reason, which every later question raises too."""
        self.broken = self.broken or reason
        self._channel.close()
        raise reason

    @contextmanager
    def _ending(self, deadline: Deadline) -> Iterator[None]:
        """Within the block, whatever keeps an answer from coming closes the channel for good."""
        try:
            yield
        except NotAnswered as reason:
            self.end(reason)
        except WireError as error:
            self.end(Garbled(f"the student process was ended: {error}"))
        except Late:
            self.end(TimedOut(self._sentence(deadline)))
        except Gone:
            self.end(ProcessEnded(_ENDED))

    def _sentence(self, deadline: Deadline) -> str:
        return self._budget.limits.sentence(deadline.name, deadline.seconds)

    def _wait(self, cell: Spawned, deadline: Deadline) -> bool:
        """Return whether the answer came before the deadline."""
        while time.monotonic() < deadline.at:
            if self._channel.wait(deadline=min(deadline.at, time.monotonic() + GLANCE)):
                return True
            self._watch(cell)
        return False

    def _watch(self, cell: Spawned) -> None:
        name = cell.over and cell.over()
        if name is not None:
            raise ProcessEnded(self._budget.limits.sentence(name))

    def _send(
        self,
        message: dict[str, Any],
        encoder: Encoder | None,
        deadline: float,
        descriptor: int | None = None,
    ) -> None:
        buffers = encoder.buffers if encoder else ()
        try:
            self._channel.send(message, buffers, deadline=deadline, descriptor=descriptor)
        except WireError as error:  # ours, not the student's
            raise TypeError(f"this cannot be sent to the student process: {error}") from error

    def _receive(self, number: int, deadline: float) -> Answer:
        """Return the answer to a question; call our functions for the student's code meanwhile."""
        while True:
            while self._budget.over is not None and not self._channel.wait(
                deadline=min(deadline, time.monotonic() + GLANCE)
            ):
                self._budget.look()
                if time.monotonic() > deadline:
                    raise Late
            message, buffers = self._channel.receive(deadline=deadline)
            self._budget.look()
            self._budget.spend("messages")
            if message.get("op") != "callback":
                break
            self._budget.spend("callbacks")
            self._call_back(message, buffers, deadline)
        if type(message.get("n")) is not int or message["n"] != number:
            raise WireError("it answered what it was not asked")
        return self._answer(message, buffers)

    def _answer(self, message: dict[str, Any], buffers: list[memoryview]) -> Answer:
        return Answer(message, self._decoder(buffers))

    def _decoder(self, buffers: list[memoryview]) -> Decoder:
        return Decoder(self._budget.bounds, buffers, remote)

    def _call_back(
        self, message: dict[str, Any], buffers: list[memoryview], deadline: float
    ) -> None:
        function = self._budget.function(message.get("function"))
        nodes, named = message.get("args"), message.get("kwargs")
        if type(nodes) is not list or type(named) is not dict:
            raise WireError("it called a function without saying with what")
        decoder = self._decoder(buffers)
        args = [decoder.decode(node) for node in nodes]
        kwargs = {name: decoder.decode(node) for name, node in named.items()}
        encoder = self.encoder()
        reply: dict[str, Any] = {"op": "returned", "error": None, "value": None}
        try:
            reply["value"] = encoder.encode(function(*args, **kwargs))
        except NotAnswered:  # the function asked the student process in turn
            raise
        except Exception as error:
            encoder.buffers.clear()
            names = [kind.__name__ for kind in type(error).__mro__]
            reply["error"] = {"names": names, "message": str(error)}
        self._send(reply, encoder, deadline)

"""A copy of a student process, for one claim: made once it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox.answering import Answering
from autograder.sandbox.answers import NotAnswered, NotStarted
from autograder.sandbox.connection import Connection, Notebook
from autograder.sandbox.reading import Answer


class Copy(Answering):
    """What a claim asks instead of the student process; nothing that it does there stays.

    Looking at a name that holds plain data or a function runs none of the student's code, so the
    process itself tells it. Every other question is put to a fork, made for the first of them.

    Parameters
    ----------
    notebook : what the process belongs to
    tier : how it is confined
    original : the connection to the process itself
    fork : makes the copy; returns the connection to it and its number, by which it is ended

    Attributes
    ----------
    number : of the copy, None if there is none
    lost : why there could be none
    """

    def __init__(
        self,
        notebook: Notebook,
        tier: str,
        original: Connection,
        fork: Callable[[], tuple[Connection, int | None]],
    ) -> None:
        super().__init__(notebook)
        self.tier = tier
        self.number: int | None = None
        self.lost: NotStarted | None = None
        self._original = original
        self._fork = fork
        self._connection: Connection | None = None
        self._closed = False

    def lookup(self, name: str) -> Any:
        """Return the value of a name that the student defined, as `Answering.lookup` does."""
        if self._connection is None and not self._closed:
            plain, found, value = self._look(name)
            if plain:
                return self._found(name, found, value)
        return super().lookup(name)

    def close(self) -> bool:
        """Hang up; return whether it would end by itself now."""
        self._closed = True
        if self.number is None:
            return True
        well = self._connection.broken is None
        self._connection.close()
        return well

    def _alive(self) -> Connection:
        if self._closed:
            raise NotStarted("this copy of the student process has ended")
        if self._connection is None:
            try:
                self._connection, self.number = self._fork()
            except NotAnswered as error:
                self._lose(error)
        return self._connection

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

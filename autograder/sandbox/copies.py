"""A copy of a student process, for a claim or more: made once it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox.budget import Deadline, Notebook
from autograder.sandbox.connection import Connection
from autograder.sandbox.replies import NotAnswered, NotStarted, Remote
from autograder.sandbox.requests import Answering
from autograder.sandbox.validation import Answer


class Copy(Answering):
    """What claims ask instead of the student process; nothing that they do there stays.

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
    goes_on : set by a claim that left nothing behind: the next may use the copy too, if nothing
        runs in the process meanwhile
    """

    def __init__(
        self,
        notebook: Notebook,
        tier: str,
        original: Connection,
        fork: Callable[[Deadline], tuple[Connection, int | None]],
    ) -> None:
        super().__init__(notebook)
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

    @property
    def usable(self) -> bool:
        """Whether another claim may begin."""
        well = self.number is not None and self._connection.broken is None
        return self.goes_on and well and not self._changed

    def lookup(self, name: str) -> Any:
        """Return the value of a name that the student defined, as `Answering.lookup` does.

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

    def set_attribute(self, handle: Remote, name: str, value: object) -> None:
        """Set an attribute in the copy."""
        self._changed = True
        super().set_attribute(handle, name, value)

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

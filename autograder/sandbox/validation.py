"""Reads what a student process sent: everything is checked, nothing is believed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from autograder.sandbox.inside.values import Decoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.replies import CellError, CellRun, Remote, Reply, StudentError

_KINDS = ("function", "class", "object", "module")
_LONGEST = 5_000  # characters of a name, a message, a line
_MOST = 200  # lines, warnings, classes
_DEEPEST = 20  # of the JSON in an output
_WAY = 0.0005  # seconds that a message may take there and back


class Answer:
    """A message of the student process; reading what is not there is a `WireError`."""

    def __init__(self, message: dict[str, Any], decoder: Decoder) -> None:
        self._message = message
        self._decoder = decoder

    def value(self) -> Any:
        """Return the value that was asked for."""
        return self._decoder.decode(self._message.get("value"))

    def error(self) -> StudentError | None:
        """Return what the student's code raised, if it did."""
        error = self._message.get("error")
        if error is None:
            return None
        fields = _dict(error)
        names = tuple(line(name) for name in _list(fields.get("names")))
        if not names:
            raise WireError("an error has no name")
        traceback = tuple(line(entry) for entry in _list(fields.get("traceback")))
        return StudentError(names, line(fields.get("message")), traceback)

    def flag(self, name: str) -> bool:
        """Return a field that says yes or no."""
        value = self._message.get(name)
        if type(value) is not bool:
            raise WireError(f"{name} is neither true nor false")
        return value

    def count(self, name: str) -> int:
        """Return a field that is a number from zero on."""
        return _count(self._message.get(name))

    def welcome(self) -> list[str]:
        """Return which limits the system does not keep, from a process that is ready."""
        if "refused" in self._message:
            raise WireError(f"it could not be confined: {line(self._message['refused'])}")
        self.flag("ready")
        return [line(name) for name in _list(self._message.get("lacking"))]

    def cell(self, characters: int, seconds: float) -> CellRun:
        """Return what running a cell gave."""
        message, error = self._message, None
        if message.get("error") is not None:
            fields = _dict(message["error"])
            lines = [line(entry) for entry in _list(fields.get("traceback"))]
            error = CellError(line(fields.get("name")), line(fields.get("message")), lines)
        outputs = [_output(entry, characters) for entry in _list(message.get("outputs"), 10_000)]
        noted = [line(entry) for entry in _list(message.get("warnings"))]
        return CellRun(outputs, error, seconds, _count(message.get("count")), noted)

    def reply(self, args: int, names: set[str], characters: int, seconds: float) -> Reply:
        """Return what a call gave, which had this many arguments and these named ones."""
        message = self._message
        error = self.error()
        noted = [_list(entry) for entry in _list(message.get("warnings", []))]
        if any(len(entry) != 2 for entry in noted):
            raise WireError("a warning is malformed")
        changed = _list(message.get("changed", []), args + len(names))
        shared = _list(message.get("shared", []), args + len(names))
        for key in (*changed, *shared):
            if type(key) not in (int, str) or (key not in names and key not in range(args)):
                raise WireError("an argument that was not there has changed or is shared")
        return Reply(
            value=None if error else self.value(),
            error=error,
            printed=text(message.get("printed", ""))[:characters],
            warnings=[(line(category), line(said)) for category, said in noted],
            changed=changed,
            shared=shared,
            seconds=_credible(message.get("seconds"), seconds),
        )

    def replies(self, calls: Sequence[tuple[int, set[str]]], *limits: Any) -> list[Reply]:
        """Return what the first of several calls gave, each described as for `reply`."""
        found = [_dict(one) for one in _list(self._message.get("replies"), len(calls))]
        if not found:
            raise WireError("no call was answered")
        answers = [Answer(one, self._decoder.anew()) for one in found]
        pairs = zip(answers, calls, strict=False)
        return [answer.reply(*call, *limits) for answer, call in pairs]


def _credible(told: object, waited: float) -> float:
    """Return how long a call took: what we waited, less the way there and back as it was told.

    The student's process can tell anything, so it is believed as far as `_WAY` only.
    """
    if type(told) is not float or not math.isfinite(told):
        return waited
    return min(max(told, waited - _WAY, 0.0), waited)


def remote(node: list[Any]) -> Remote:
    """Return what stays in the student process and is described by a node."""
    match node:
        case ["handle", number, kind, name, doc, type_name, classes] if kind in _KINDS:
            known = tuple(line(one) for one in _list(classes))
            return Remote(_count(number), kind, line(name), line(doc), line(type_name), known)
    raise WireError("a value is of no known kind")


def text(value: object) -> str:
    """Return text that can be shown and stored: no lone surrogates, no NUL."""
    if type(value) is not str:
        raise WireError("text is not text")
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def line(value: object) -> str:
    """Return text that is not too long for a name or a message."""
    return text(value)[:_LONGEST]


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise WireError("a number is malformed")
    return value


def _list(value: object, most: int = _MOST) -> list[Any]:
    if type(value) is not list or len(value) > most:
        raise WireError("a list is malformed or too long")
    return value


def _dict(value: object) -> dict[str, Any]:
    if type(value) is not dict:
        raise WireError("fields are missing")
    return value


def _output(value: object, characters: int) -> dict[str, Any]:
    """Return one output with the fields that nbformat knows and no others."""
    fields = _dict(value)
    kind = fields.get("output_type")
    if kind == "stream":
        if fields.get("name") not in ("stdout", "stderr"):
            raise WireError("a stream has no name")
        shown = text(fields.get("text"))[: characters + _LONGEST]
        return {"output_type": kind, "name": fields["name"], "text": shown}
    if kind == "error":
        lines = [line(entry) for entry in _list(fields.get("traceback"))]
        name, message = line(fields.get("ename")), line(fields.get("evalue"))
        return {"output_type": kind, "ename": name, "evalue": message, "traceback": lines}
    if kind not in ("display_data", "execute_result"):
        raise WireError("an output is of no known kind")
    data = {line(mime): _shown(mime, shown) for mime, shown in _dict(fields.get("data")).items()}
    found = {"output_type": kind, "data": data, "metadata": _json(_dict(fields.get("metadata")))}
    if kind == "execute_result":
        found["execution_count"] = _count(fields.get("execution_count"))
    return found


def _shown(mime: str, value: object) -> object:
    return _json(value) if mime.endswith("json") else text(value)


def _json(value: object, depth: int = 0) -> Any:
    """Return the same JSON, which another program can read too."""
    if depth > _DEEPEST:
        raise WireError("an output is nested too deeply")
    clean: Callable[[object], Any] = lambda entry: _json(entry, depth + 1)  # noqa: E731
    if type(value) is dict:
        return {line(key): clean(entry) for key, entry in value.items()}
    if type(value) is list:
        return [clean(entry) for entry in value]
    if type(value) is float and not math.isfinite(value):
        return None
    return text(value) if type(value) is str else value

"""Answers the examiner's requests about what the student's cells defined."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NoReturn

import numpy as np

from .handles import Handles, is_plain
from .names import ERRORS
from .outputs import describe_error
from .shell import Shell
from .values import Decoder, Encoder, Node
from .wire import Channel, Gone, Late, WireError

_LONGEST_NOTE = 1_000  # characters of one warning
_MOST_WARNINGS = 100
_SILENCED = "np.seterr was called: NumPy's warnings stay off in every later cell"
_AT_ONCE = 0.1  # seconds after which no further call of several is begun
_DEEPEST = 50  # calls within callbacks within calls


class Server:
    """Serves one connection: a request comes, is carried out, and a reply goes.

    Parameters
    ----------
    channel : Channel
        The connection to the examiner.
    shell : Shell
        Runs the cells.
    output_characters, printed_characters : int
        How much of what a cell or a call shows is kept.
    """

    def __init__(
        self, channel: Channel, shell: Shell, *, output_characters: int, printed_characters: int
    ) -> None:
        self._channel = channel
        self._shell = shell
        self._output_characters = output_characters
        self._printed_characters = printed_characters
        self._handles = Handles(self._call_back)
        self._copies: set[int] = set()
        self._depth = 0
        self._thread = threading.get_ident()
        self._process = os.getpid()
        self._requests: dict[str, Callable[..., dict[str, Any] | None]] = {
            "run": self._run,
            "look": self._look,
            "lookup": self._lookup,
            "assign": self._assign,
            "delete": self._delete,
            "put": self._put,
            "fetch": self._fetch,
            "get attribute": self._get_attribute,
            "set attribute": self._set_attribute,
            "call": self._call,
            "calls": self._calls,
            "files": self._files,
            "copy": self._copy,
            "end": lambda *_: {},
        }

    def serve(self) -> NoReturn:
        """Answer until the examiner hangs up, which raises `wire.Gone`."""
        while True:
            message, buffers = self._channel.receive()
            self._answer(message, buffers)

    def _answer(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        encoder, number = self._encoder(), message["n"]
        for copy in message.get("ended", ()):
            self._end_copy(copy)
        try:
            reply = self._requests[message["op"]](message, self._decoder(buffers), encoder)
            if reply is None:  # a copy: what it was made by has answered
                return
            if os.getpid() != self._process:  # a fork that the student's code made
                os._exit(0)
            self._channel.send({"n": number, **reply}, encoder.buffers)
        except WireError as error:
            self._channel.send({"n": number, "error": _unsendable(f"it cannot be sent: {error}")})
        except (Gone, Late):
            raise
        except BaseException as error:
            self._channel.send({"n": number, "error": describe_error(error)})

    def _encoder(self, first: int = 0) -> Encoder:
        return Encoder(self._channel.bounds, self._handles.describe, first)

    def _decoder(self, buffers: list[memoryview]) -> Decoder:
        return Decoder(self._channel.bounds, buffers, self._handles.resolve)

    def _run(self, message: dict[str, Any], *_: Any) -> dict[str, Any]:
        return self._shell.run_cell(message["source"], self._output_characters).to_dict()

    def _look(self, message: dict[str, Any], decoder: Decoder, encoder: Encoder) -> dict[str, Any]:
        """Look up a name if that cannot run any of the student's code."""
        if not is_plain(self._shell.namespace.get(message["name"])):
            return {"value": None, "found": False, "plain": False}
        return {**self._lookup(message, decoder, encoder), "plain": True}

    def _lookup(
        self, message: dict[str, Any], decoder: Decoder, encoder: Encoder
    ) -> dict[str, Any]:
        if not self._shell.defined(message["name"]):
            return {"value": None, "found": False}
        return {"value": encoder.encode(self._shell.namespace[message["name"]]), "found": True}

    def _assign(self, message: dict[str, Any], decoder: Decoder, *_: Any) -> dict[str, Any]:
        self._shell.namespace[message["name"]] = decoder.decode(message["value"])
        return {}

    def _delete(self, message: dict[str, Any], *_: Any) -> dict[str, Any]:
        self._shell.namespace.pop(message["name"], None)
        return {}

    def _put(self, message: dict[str, Any], decoder: Decoder, *_: Any) -> dict[str, Any]:
        return {"value": self._handles.describe(decoder.decode(message["value"]))}

    def _fetch(self, message: dict[str, Any], decoder: Decoder, encoder: Encoder) -> dict[str, Any]:
        return {"value": encoder.encode(self._handles[message["handle"]])}

    def _get_attribute(
        self, message: dict[str, Any], decoder: Decoder, encoder: Encoder
    ) -> dict[str, Any]:
        return {"value": encoder.encode(getattr(self._handles[message["handle"]], message["name"]))}

    def _set_attribute(self, message: dict[str, Any], decoder: Decoder, *_: Any) -> dict[str, Any]:
        value = decoder.decode(message["value"])
        setattr(self._handles[message["handle"]], message["name"], value)
        return {}

    def _call(self, message: dict[str, Any], decoder: Decoder, encoder: Encoder) -> dict[str, Any]:
        function: Callable[..., Any] = self._handles[message["handle"]]
        args = [Argument.decode(i, node, decoder) for i, node in enumerate(message["args"])]
        named = message["kwargs"].items()
        kwargs = {name: Argument.decode(name, node, decoder) for name, node in named}
        arguments = [*args, *kwargs.values()]
        reply: dict[str, Any] = {"value": None}
        value = None
        with (
            self._shell.collecting(self._printed_characters) as outputs,
            warnings.catch_warnings(record=True) as noted,
            np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"),
        ):
            warnings.simplefilter("always")
            settings = np.geterr()
            start = perf_counter()
            try:
                given = {name: argument.value for name, argument in kwargs.items()}
                value = function(*[a.value for a in args], **given)
            except BaseException as error:  # SystemExit and its like end the call, nothing else
                reply["error"] = describe_error(error)
            reply["seconds"] = perf_counter() - start
            silenced = np.geterr() != settings
        try:
            keep = self._handles.describe if message["keep"] else encoder.encode
            reply["value"] = keep(value)
        except WireError as error:
            encoder.buffers.clear()
            reply["error"] = _unsendable(f"its result cannot be looked at: {error}")
        reply["changed"] = [a.key for a in arguments if a.is_changed(self._encoder)]
        reply["shared"] = [a.key for a in arguments if _shares(value, a.value)]
        reply["printed"] = outputs.printed
        reply["warnings"] = [_noted(warning) for warning in noted[:_MOST_WARNINGS]]
        if silenced:
            reply["warnings"].append(["RuntimeWarning", _SILENCED])
        return reply

    def _calls(self, message: dict[str, Any], decoder: Decoder, encoder: Encoder) -> dict[str, Any]:
        """Call a function with one set of arguments after the other, as far as is soon done."""
        end = perf_counter() + _AT_ONCE
        replies = []
        for one in message["calls"]:
            own = self._encoder(len(encoder.buffers))
            call = {"handle": message["handle"], "keep": False, **one}
            replies.append(self._call(call, decoder, own))
            encoder.buffers += own.buffers
            if perf_counter() > end or os.getpid() != self._process:
                break
        return {"replies": replies}

    def _call_back(self, function: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        """Ask the examiner to call a function that it passed as an argument."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("a function that was passed in cannot be called from a thread")
        if self._depth >= _DEEPEST:
            raise RecursionError("functions that were passed in call each other too deeply")
        encoder = self._encoder()
        nodes = [encoder.encode(value) for value in args]
        named = {name: encoder.encode(value) for name, value in kwargs.items()}
        question = {"op": "callback", "function": function, "args": nodes, "kwargs": named}
        self._channel.send(question, encoder.buffers)
        self._depth += 1
        try:
            while True:
                message, buffers = self._channel.receive()
                if message["op"] == "returned":
                    break
                self._answer(message, buffers)
        finally:
            self._depth -= 1
        if message["error"] is not None:
            known = (ERRORS[name] for name in message["error"]["names"] if name in ERRORS)
            raise next(known, RuntimeError)(message["error"]["message"])
        return self._decoder(buffers).decode(message["value"])

    def _files(self, message: dict[str, Any], decoder: Decoder, *_: Any) -> dict[str, Any]:
        """Write the files that belong to the notebook into the working directory."""
        files = decoder.decode(message["files"])
        for folder in {os.path.dirname(name) for name in files} - {""}:
            os.makedirs(folder, exist_ok=True)
        for name, content in files.items():
            with open(name, "wb") as file:
                file.write(content)
        return {}

    def _copy(self, *_: Any) -> dict[str, Any] | None:
        """Fork; the copy answers later questions, on the socket that came with this one."""
        descriptor = self._channel.descriptors.pop()
        numbers = random.getstate()  # Python seeds a fork anew
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that threads are left behind is known
            copy = os.fork()
        if copy:
            os.close(descriptor)
            self._copies.add(copy)
            return {"copy": copy}
        self._process = os.getpid()
        random.setstate(numbers)
        bounds = self._channel.bounds
        self._channel.close()
        self._channel = Channel(socket.socket(fileno=descriptor), bounds, takes_descriptors=True)
        self._copies = set()
        return None

    def _end_copy(self, copy: int) -> None:
        """Kill a copy, whatever it is doing."""
        if copy in self._copies:
            self._copies.remove(copy)
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(copy, signal.SIGKILL)
                os.waitpid(copy, 0)


@dataclass
class Argument:
    """A value as it came and as it is now."""

    key: int | str  # its position or its name
    node: Node
    buffers: list[memoryview]  # the node's data; the value has a copy of it
    start: int  # the number of the first of them
    value: object

    @classmethod
    def decode(cls, key: int | str, node: Node, decoder: Decoder) -> Argument:
        """Return the argument that a node describes."""
        start = decoder.used
        value = decoder.decode(node)
        return cls(key, node, decoder.buffers[start : decoder.used], start, value)

    def is_changed(self, encoder: Callable[[int], Encoder]) -> bool:
        """Whether the value is no longer what was sent.

        What the examiner had `put` into the student process before is not looked at.
        """
        if type(self.node) is not list or self.node[0] in ("handle", "callback", "named"):
            return False  # None, bool, int, float and str cannot change
        after = encoder(self.start)
        try:
            node = after.encode(self.value)
        except WireError:  # it holds now what was not in it before
            return True
        # as text, because 1 == 1.0 == True, and NaN is not NaN
        if json.dumps(node) != json.dumps(self.node) or len(after.buffers) != len(self.buffers):
            return True
        for now, before in zip(after.buffers, self.buffers, strict=True):
            sent: object = bytearray(before)  # which compares by memcmp
            if sent != now:
                return True
        return False


def _unsendable(message: str) -> dict[str, Any]:
    return {"names": ["ValueError", "Exception"], "message": message, "traceback": []}


def _shares(value: object, argument: object) -> bool:
    """Whether a result is a view of an argument."""
    if not isinstance(value, np.ndarray) or not isinstance(argument, np.ndarray):
        return False
    return value.size > 0 and bool(np.may_share_memory(value, argument))


def _noted(warning: warnings.WarningMessage) -> list[str]:
    return [warning.category.__name__, str(warning.message)[:_LONGEST_NOTE]]

"""Frames between the examiner and a student process: JSON for structure, raw bytes for data.

A frame is a header (bytes of text, number of buffers, bytes of all buffers), the length of each
buffer, the text, the buffers. Whatever arrives, reading a frame takes bounded memory and ends in
a message, a `WireError`, `Gone` or `Late`.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_HEADER = struct.Struct("<IIQ")
_PART = 1 << 16  # bytes read at once: mostly a whole frame
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class WireError(Exception):
    """A message breaks the format or a bound."""


class Gone(Exception):
    """The other side has closed the connection or has ended."""


class Late(Exception):
    """The deadline passed before the message was through."""


@dataclass(frozen=True)
class Bounds:
    """How large one message and one value in it may be."""

    text: int  # bytes of JSON
    buffers: int  # bytes of raw data
    arrays: int  # number of buffers
    depth: int  # values within values
    items: int  # entries of all lists, tuples, sets and dicts
    keys: (
        int  # entries of all sets and dicts: colliding hashes make each cost as much as all others
    )
    integer_bits: int  # one Python integer
    frames: bool = False  # whether the grader has pandas


# what the grader and a template, which runs no student code, agree on
CONTROL = Bounds(
    text=1 << 20, buffers=1 << 16, arrays=16, depth=8, items=1000, keys=1000, integer_bits=64
)
BACKEND = "module://matplotlib_inline.backend_inline"


class Channel:
    """One end of a connected socket that carries frames.

    Parameters
    ----------
    connection : socket.socket
        The socket; the channel owns it from now on.
    bounds : Bounds
        What is accepted and what is sent.
    takes_descriptors : bool
        Whether a frame may bring a file descriptor, found in `descriptors`.
    masked : dict of str to str, optional
        Texts that are replaced in whatever arrives, and by what.
    """

    def __init__(
        self,
        connection: socket.socket,
        bounds: Bounds,
        *,
        takes_descriptors: bool = False,
        masked: Mapping[str, str] | None = None,
    ) -> None:
        self.socket = connection
        connection.settimeout(None)
        self.bounds = bounds
        self.descriptors: list[int] = []
        self._takes_descriptors = takes_descriptors
        self._masked = [tuple(map(_quoted, pair)) for pair in (masked or {}).items()]
        self._ahead = b""  # what was read of the next frame
        self._waits = True  # the socket has no time limit set

    def close(self) -> None:
        """Close the socket; the other side sees `Gone`."""
        self.socket.close()

    def send(
        self,
        message: dict[str, Any],
        buffers: Sequence[bytes | memoryview] = (),
        *,
        deadline: float | None = None,
        descriptor: int | None = None,
    ) -> None:
        """Send one frame, with an open file descriptor beside it if one is given."""
        body = _to_json(message).encode("utf-8", "surrogatepass")
        lengths = [len(buffer) for buffer in buffers]
        total = sum(lengths)
        self._check(len(body), len(lengths), total)
        head = b"".join(
            (
                _HEADER.pack(len(body), len(lengths), total),
                struct.pack(f"<{len(lengths)}Q", *lengths),
                body,
            )
        )
        try:
            self._set_timeout(deadline)
            if descriptor is not None:
                sent = socket.send_fds(self.socket, [head], [descriptor])
                head = head[sent:]
            if total < 1 << 16:
                self.socket.sendall(b"".join((head, *buffers)))
            else:
                for part in (head, *buffers):
                    self._set_timeout(deadline)
                    self.socket.sendall(part)
        except TimeoutError:
            raise Late from None
        except OSError as error:
            raise Gone(str(error)) from None

    def receive(self, *, deadline: float | None = None) -> tuple[dict[str, Any], list[memoryview]]:
        """Return the next frame's message and buffers."""
        text_size, count, total = _HEADER.unpack(self._read(_HEADER.size, deadline))
        self._check(text_size, count, total)
        body = memoryview(self._read(8 * count + text_size + total, deadline))
        lengths = struct.unpack_from(f"<{count}Q", body)
        if sum(lengths) != total:
            raise WireError("the buffers' lengths do not add up")
        end = 8 * count + text_size
        encoded = bytes(body[8 * count : end])
        for text, instead in self._masked:
            encoded = encoded.replace(text, instead)
        try:
            message = json.loads(encoded.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            raise WireError("the text is not JSON") from None
        if type(message) is not dict:
            raise WireError("the text is not a JSON object")
        buffers = []
        for length in lengths:
            buffers.append(body[end : end + length])
            end += length
        return message, buffers

    def wait(self, *, deadline: float) -> bool:
        """Return whether something has come, or the other side has gone, before the deadline."""
        if self._ahead:
            return True
        try:
            self._set_timeout(deadline)
            self.socket.recv(1, socket.MSG_PEEK)
        except (TimeoutError, Late):
            return False
        except OSError as error:
            raise Gone(str(error)) from None
        return True

    def _check(self, text: int, count: int, total: int) -> None:
        bounds = self.bounds
        if text > bounds.text:
            raise WireError(f"its structure takes {text} bytes, at most {bounds.text} are allowed")
        if count > bounds.arrays:
            raise WireError(f"it holds {count} arrays, at most {bounds.arrays} are allowed")
        if total > bounds.buffers:
            raise WireError(f"its data takes {total} bytes, at most {bounds.buffers} are allowed")

    def _read(self, size: int, deadline: float | None) -> bytes | bytearray:
        ahead = self._ahead
        if len(ahead) >= size:
            self._ahead = ahead[size:]
            return ahead[:size]
        data = bytearray(size)
        view = memoryview(data)
        done = len(ahead)
        view[:done], self._ahead = ahead, b""
        try:
            while done < size:
                self._set_timeout(deadline)
                if size - done >= _PART:
                    got = self.socket.recv_into(view[done:])
                else:
                    part = self._receive_part()
                    got = min(len(part), size - done)
                    view[done : done + got] = part[:got]
                    self._ahead = part[got:]
                if not got:
                    raise Gone("the connection was closed")
                done += got
        except TimeoutError:
            raise Late from None
        except OSError as error:
            raise Gone(str(error)) from None
        return data

    def _receive_part(self) -> bytes:
        if not self._takes_descriptors:
            return self.socket.recv(_PART)
        part, descriptors, _, _ = socket.recv_fds(self.socket, _PART, 1)
        self.descriptors += descriptors
        return part

    def _set_timeout(self, deadline: float | None) -> None:
        if deadline is None:
            if not self._waits:
                self.socket.settimeout(None)
                self._waits = True
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        self._waits = False
        self.socket.settimeout(left)


def _quoted(text: str) -> bytes:
    """Return text as it stands in JSON."""
    return _to_json(text)[1:-1].encode("utf-8", "surrogatepass")

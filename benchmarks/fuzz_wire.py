"""Send random and mutated messages to the reader of the wire: `fuzz_wire.py [messages] [seed]`.

Whatever a student process sends must end in a value or in one of the wire's own errors, in bounded
time and memory. Prints how many were accepted and refused, the slowest one and the memory.
"""

from __future__ import annotations

import json
import random
import resource
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import Bounds, Channel, Gone, WireError
from autograder.sandbox.validation import Answer, remote

BOUNDS = Bounds(
    text=20_000, buffers=200_000, arrays=50, depth=20, items=5_000, keys=500, integer_bits=4_096
)
SLOWEST = 1.0  # seconds that one message may take on a busy machine
_SEEDS = (
    None, True, -1, 0.5, float("nan"), 1 << 70, "text", b"bytes", 1 + 2j, [1, [2, (3,)]],
    {"a": 1, 2: {3, 4}}, frozenset({1}), slice(1, None, 2), range(5), ..., np.dtype("<f8"),
    np.float32(1.5), np.bool_(True), np.str_("é"), np.arange(6).reshape(2, 3), np.zeros((0, 3)),
    np.asfortranarray(np.ones((2, 3))), np.array(["a", "bcd"]), np.array([True, False]),
    np.longdouble(1), ValueError("no"), int, np.ndarray, np.random.default_rng(0),
)  # fmt: skip
_WORDS = (
    "list", "tuple", "set", "frozenset", "dict", "array", "scalar", "int", "complex", "bytes",
    "slice", "range", "ellipsis", "dtype", "generator", "class", "exception", "handle", "C", "F",
    "<f8", "|O8", ">U3", "|b1", "<M8[s]", "|V8", "<f16", "<c32", "|S0", "0x1f", "-0x", 
    "numpy.ndarray",
    "builtins.type", "SystemExit", "function", "x" * 300, "\ud800", "\0", "",
)  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 63, 2**31, 2**32, 2**53, 2**63, 2**64, 10**30, -(2**63), 0.5, 1e308)


class Fuzzer:
    """Makes messages from valid ones, and reads each as the examiner would."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.results: Counter[str] = Counter()
        self.slowest = 0.0
        self._valid = [self._message(value) for value in _SEEDS]

    def run(self, messages: int) -> None:
        """Send this many."""
        for _ in range(messages):
            frame = self.frame()
            start = time.perf_counter()
            self.results[read(frame, self.random.choice(READERS))] += 1
            self.slowest = max(self.slowest, time.perf_counter() - start)

    def frame(self) -> bytes:
        """Return one frame: valid, changed in its structure, or changed in its bytes."""
        chance = self.random.random
        message: object
        message, buffers = self.random.choice(self._valid)
        if chance() < 0.7:
            message = self._changed(json.loads(json.dumps(message)))
        if chance() < 0.2:
            buffers = [self._bytes() for _ in range(self.random.randrange(4))]
        frame = packed(json.dumps(message).encode("utf-8", "surrogatepass"), buffers)
        if chance() < 0.3:
            frame = self._torn(frame)
        return frame

    def _message(self, value: object) -> tuple[dict[str, Any], list[bytes]]:
        encoder = Encoder(BOUNDS)
        node = encoder.encode(value)
        more = {"printed": "x", "warnings": [["UserWarning", "x"]], "changed": [0], "found": True}
        message: dict[str, Any] = {"n": 1, "value": node, **more, "outputs": [], "count": 1}
        error = {"names": ["ValueError", "Exception"], "message": "no", "traceback": ["line"]}
        if self.random.random() < 0.3:
            message["error"] = error
        if self.random.random() < 0.3:
            stream = {"output_type": "stream", "name": "stdout", "text": "x"}
            shown = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
            message["outputs"] = [stream, shown]
        return message, [bytes(buffer) for buffer in encoder.buffers]

    def _changed(self, node: object, depth: int = 0) -> object:
        """Return the structure with some parts replaced, doubled, nested or dropped."""
        chance = self.random.random()
        if chance < 0.08:
            return self._new()
        if chance < 0.1:
            for _ in range(self.random.choice((1, 3, 30, 400))):
                node = [self.random.choice(_WORDS), node]
            return node
        if isinstance(node, list):
            parts = [self._changed(part, depth + 1) for part in node]
            if parts and self.random.random() < 0.1:
                parts *= self.random.choice((0, 2, 50))
            return parts
        if isinstance(node, dict):
            return {key: self._changed(part, depth + 1) for key, part in node.items()}
        return node

    def _new(self) -> object:
        kinds: tuple[tuple[object, ...], ...] = (
            _WORDS,
            _NUMBERS,
            (None, True, False),
            ([], {}, [[]], {"a": {}}),
        )
        return self.random.choice(self.random.choice(kinds))

    def _bytes(self) -> bytes:
        return self.random.randbytes(self.random.choice((0, 1, 8, 24, 48, 1_000)))

    def _torn(self, frame: bytes) -> bytes:
        data = bytearray(frame)
        for _ in range(self.random.choice((1, 1, 4))):
            at = self.random.randrange(len(data))
            data[at] = self.random.choice((0, 255, self.random.randrange(256)))
        return bytes(
            data[: self.random.randrange(len(data))] if self.random.random() < 0.2 else data
        )


def packed(text: bytes, buffers: list[bytes]) -> bytes:
    """Return a frame."""
    lengths = [len(buffer) for buffer in buffers]
    head = struct.pack("<IIQ", len(text), len(buffers), sum(lengths))
    return head + struct.pack(f"<{len(lengths)}Q", *lengths) + text + b"".join(buffers)


READERS: tuple[Callable[[Answer], object], ...] = (
    lambda answer: answer.reply(1, {"x"}, 1_000, 0.1),
    lambda answer: answer.cell(1_000, 0.1),
    lambda answer: answer.error() or answer.value(),
    lambda answer: (answer.flag("found"), answer.value()),
    lambda answer: answer.welcome(),
    lambda answer: answer.count("copy"),
)


def read(frame: bytes, reader: Callable[[Answer], object]) -> str:
    """Return what became of a frame; anything but the wire's own errors is raised."""
    ours, theirs = socket.socketpair()
    try:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        theirs.sendall(frame[:150_000])
        theirs.shutdown(socket.SHUT_WR)
        message, buffers = Channel(ours, BOUNDS).receive(deadline=time.monotonic() + 5)
        reader(Answer(message, Decoder(BOUNDS, buffers, remote)))
    except (WireError, Gone) as error:
        return type(error).__name__
    finally:
        ours.close()
        theirs.close()
    return "accepted"


def memory() -> int:
    """Return the most bytes that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Run it and print the result."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    fuzzer, start = Fuzzer(seed), time.perf_counter()
    fuzzer.run(min(messages, 1_000))
    before = memory()
    fuzzer.run(messages - min(messages, 1_000))
    took = time.perf_counter() - start
    print(f"{messages} messages, seed {seed}, {took:.0f} s: {dict(fuzzer.results)}")
    print(f"slowest {fuzzer.slowest * 1000:.0f} ms, memory +{(memory() - before) / 1e6:.1f} MB")
    assert fuzzer.slowest < SLOWEST


if __name__ == "__main__":
    main()

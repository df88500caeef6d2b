"""Which arguments a function modified."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from .values import Decoder, Encoder, Node
from .wire import WireError


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
        pairs = zip(after.buffers, self.buffers, strict=True)
        return any(bytearray(before) != now for now, before in pairs)  # by memcmp

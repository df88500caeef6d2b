"""What a cell or a call shows, collected as nbformat outputs instead of being sent to a screen."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import traceback
from typing import Any

_CUT = "[the rest was cut: at most {} characters are kept]\n"
_FIRST_LINES, _LAST_LINES = 10, 20  # of a traceback, which a recursion can make very long
_HERE = os.path.dirname(__file__)
_CELL = re.compile(r'File "<ipython-input-(\d+)-[^>]*>"')
_LONGEST_MESSAGE = 4_000
_MOST_FRAMES = 20


class Outputs:
    """The outputs of one cell, as nbformat wants them, at most `limit` characters of them."""

    def __init__(self, limit: int) -> None:
        self.entries: list[dict[str, Any]] = []
        self._limit = limit
        self._left = limit
        self._clear_next = False
        self._displays: dict[str, dict[str, Any]] = {}

    def write(self, name: str, text: str) -> None:
        """Add text that was written to the stream `name`."""
        self._clear_if_asked()
        text = self._fitting(text)
        last = self.entries[-1] if self.entries else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.entries.append({"output_type": "stream", "name": name, "text": text})

    def display(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None,
        display_id: str | None = None,
        update: bool = False,
    ) -> None:
        """Add a rich output, or put it in the place of an earlier one of this cell."""
        self._clear_if_asked()
        if self._left < 0 and not update:
            return  # the cut was told; thousands of empty outputs would tell nothing
        entry = {"output_type": "display_data", **self._bundle(data, metadata)}
        if update:
            self._displays.get(display_id or "", {}).update(entry)
            return
        if display_id is not None:
            self._displays[display_id] = entry
        self.entries.append(entry)

    def result(self, count: int, data: dict[str, Any], metadata: dict[str, Any] | None) -> None:
        """Add the value of the cell's last expression."""
        self._clear_if_asked()
        bundle = self._bundle(data, metadata)
        entry = {"output_type": "execute_result", "execution_count": count, **bundle}
        self.entries.append(entry)

    def error(self, name: str, message: str, traceback: list[str]) -> None:
        """Add the error that ended the cell."""
        self._clear_if_asked()
        if len(traceback) > _FIRST_LINES + _LAST_LINES:
            left_out = f"  ... {len(traceback) - _FIRST_LINES - _LAST_LINES} lines left out ...\n"
            traceback = [*traceback[:_FIRST_LINES], left_out, *traceback[-_LAST_LINES:]]
        self._left = max(self._left, 20_000)  # an error is seen whatever was printed before
        lines = [self._fitting(line) for line in traceback]
        entry = {"ename": name, "evalue": message, "traceback": lines}
        self.entries.append({"output_type": "error", **entry})

    def clear(self, wait: bool) -> None:
        """Forget what was shown, at once or when the next output comes."""
        if wait:
            self._clear_next = True
        else:
            self.entries.clear()

    @property
    def printed(self) -> str:
        """What was written to the streams."""
        return "".join(e["text"] for e in self.entries if e["output_type"] == "stream")

    def _clear_if_asked(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self.entries.clear()

    def _fitting(self, text: str) -> str:
        if len(text) <= self._left:
            self._left -= len(text)
            return text
        return text[: max(self._left, 0)] + self._cut()

    def _bundle(self, data: dict[str, Any], metadata: dict[str, Any] | None) -> dict[str, Any]:
        plain = {str(mime): _jsonable(value) for mime, value in data.items()}
        size = len(json.dumps(plain))
        if size > self._left:
            return {"data": {"text/plain": self._cut()}, "metadata": {}}
        self._left -= size
        return {"data": plain, "metadata": _jsonable(metadata or {})}

    def _cut(self) -> str:
        """Return what says so, the first time; from now on nothing fits."""
        first, self._left = self._left >= 0, -1
        return _CUT.format(self._limit) if first else ""


def _jsonable(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value if isinstance(value, str) else json.loads(json.dumps(value, default=repr))


class Stream(io.TextIOBase):
    """A text stream whose text goes to whatever collects at the moment."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, collector: Collector) -> None:
        self.name = name
        self._collector = collector

    def writable(self) -> bool:
        """Text can be written."""
        return True

    def write(self, text: str) -> int:
        """Collect the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._collector.outputs.write(self.name, text)
        return len(text)


class Collector:
    """Holds the outputs that are being collected; between cells and calls, nothing is kept."""

    def __init__(self) -> None:
        self.outputs = Outputs(0)
        self.stdout = Stream("stdout", self)
        self.stderr = Stream("stderr", self)


def message_of(error: BaseException) -> str:
    """Return the error's message, also if its class cannot say it."""
    try:
        return str(error)[:_LONGEST_MESSAGE]
    except BaseException as another:
        return f"<its __str__ raised {type(another).__name__}>"


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return the names of the error's classes, its message and the student's part of the traceback.

    The same as JSON can say it: `names` from the class itself to `BaseException`.
    """
    return {
        "names": [kind.__name__ for kind in type(error).__mro__ if kind is not object],
        "message": message_of(error),
        "traceback": _student_lines(error),
    }


def _student_lines(error: BaseException) -> list[str]:
    try:
        found = traceback.extract_tb(error.__traceback__)
        frames = [frame for frame in found if not frame.filename.startswith(_HERE)]
        lines = traceback.format_list(frames[-_MOST_FRAMES:])
        return [_CELL.sub(r"Cell In[\1]", line)[:_LONGEST_MESSAGE] for line in lines]
    except Exception:  # a class of the student's may break whatever looks at it
        return []

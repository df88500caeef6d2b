"""An exception of the student's code as the examiner may see it."""

from __future__ import annotations

import os
import re
import traceback

_HERE = os.path.dirname(__file__)
_CELL = re.compile(r'File "<ipython-input-(\d+)-[^>]*>"')
_LONGEST_MESSAGE = 4_000
_MOST_FRAMES = 20


def message_of(error: BaseException) -> str:
    """Return the error's message, also if its class cannot say it."""
    try:
        return str(error)[:_LONGEST_MESSAGE]
    except BaseException as another:
        return f"<its __str__ raised {type(another).__name__}>"


def describe_error(error: BaseException) -> dict:
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
        frames = traceback.extract_tb(error.__traceback__)
        frames = [frame for frame in frames if not frame.filename.startswith(_HERE)]
        lines = traceback.format_list(frames[-_MOST_FRAMES:])
        return [_CELL.sub(r"Cell In[\1]", line)[:_LONGEST_MESSAGE] for line in lines]
    except Exception:  # a class of the student's may break whatever looks at it
        return []

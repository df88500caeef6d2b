"""A student's code as an example for others: without who wrote it."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable


def anonymous(source: str, students: Iterable[str]) -> str:
    """Return code without comments and without the names of those who might have written it."""
    lines = source.splitlines(keepends=True)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        for token in reversed(tokens):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column].rstrip() + "\n"
                if lines[row - 1] == "\n":
                    del lines[row - 1]
    except (tokenize.TokenError, SyntaxError):  # code that does not parse: cut what looks like one
        lines = [re.sub(r"\s*#.*", "", line) for line in source.splitlines(keepends=True)]
    text = "".join(lines)
    for student in students:
        text = re.sub(rf"(?<!\w){re.escape(student)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text.strip("\n")

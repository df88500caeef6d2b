"""IPython's own syntax, looked for only in cells that may have some of it."""

from __future__ import annotations

import re
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

# A cell without any of this comes out of IPython's transformers as it went in.
_MAY_BE_CHANGED = re.compile(
    r"""
    \A\s                # blank lines and a common indent are taken away
    | ^[ \t]+$          # spaces on a line of nothing else, too
    | ^\s*[%!?,;/]      # %magic, !command, ?help and the calls without parentheses
    | ^\s*(?:>>>|\.\.\.|In[ ]\[)  # prompts
    | \? | !(?!=) | =\s*\\?\s*%   # help?, x = !command, x = %magic
    | [\r\v\f\x1c-\x1e\x85\u2028\u2029]  # ends of lines to some, not to all
    """,
    re.MULTILINE | re.VERBOSE,
)


class Transformer(TransformerManager):
    """IPython's transformers: they split a cell into tokens, which takes as long as to run it."""

    def __init__(self) -> None:
        super().__init__()
        self._usual = self._all()

    def transform_cell(self, cell: str) -> str:
        """Return a cell as Python, as every `TransformerManager` does."""
        if _MAY_BE_CHANGED.search(cell) or self._all() != self._usual:
            return super().transform_cell(cell)
        return cell if cell.endswith("\n") else f"{cell}\n"

    def _all(self) -> list[Any]:
        return [*self.cleanup_transforms, *self.line_transforms, *self.token_transformers]

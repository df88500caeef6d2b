"""A notebook as a page of the site: what students get, with the pictures that it draws."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from autograder.notebook.cells import Cell, read_cells

_LINK = re.compile(r"(\]\([^)\s:]*)\.ipynb\)")  # to another notebook, which is a page here
_FENCE = re.compile(r"^ *(`{3,})", re.MULTILINE)
_PICTURE = "image/png"


def page_of(source: bytes, released: bytes, where: str, pictures: Path) -> str:
    """Return a released notebook as MyST Markdown; write the pictures that it shows.

    A picture is the stored output of the source notebook's cell of the same id. Other outputs stay
    out: some of them are answers.

    Parameters
    ----------
    source, released : bytes
        The notebook as its author wrote it, and as students get it.
    where : str
        What to call it if it cannot be read.
    pictures : Path
        A folder beside the page. It is made if there is anything to put into it.
    """
    drawn = {raw["id"]: found for raw in json.loads(source)["cells"] if (found := _pictures(raw))}
    blocks = []
    for cell, raw in zip(read_cells(released, where), json.loads(released)["cells"], strict=True):
        if cell.kind == "markdown":
            blocks.append(linked(cell.source))
        elif not raw["metadata"].get("jupyter", {}).get("source_hidden"):
            blocks.append(_code(cell))
        for number, picture in enumerate(drawn.get(raw["id"], ())):
            pictures.mkdir(exist_ok=True)
            path = pictures / f"{raw['id']}-{number}.png"
            path.write_bytes(picture)
            blocks.append(f"![What the cell above draws]({pictures.name}/{path.name})")
    return "\n\n".join(blocks) + "\n"


def linked(text: str) -> str:
    """Return Markdown whose links to notebooks lead to their pages."""
    return _LINK.sub(r"\1.md)", text)


def _code(cell: Cell) -> str:
    """Return a code cell, below a line that says whose it is if it is not just to be run."""
    points = f"{cell.points:g} point{'' if cell.points == 1 else 's'}"
    caption = "Your code" if cell.is_answer else f"Check, {points}" if cell.is_claim else ""
    options = f":caption: {caption}\n:class: {'answer' if cell.is_answer else 'claim'}\n"
    fence = "`" * max([3, *(len(found) + 1 for found in _FENCE.findall(cell.source))])
    lexer = "ipython3" if "\n%" in f"\n{cell.source}" else "python"
    return f"{fence}{{code-block}} {lexer}\n{options if caption else ''}\n{cell.source}\n{fence}"


def _pictures(raw: dict[str, Any]) -> list[bytes]:
    found = [output.get("data", {}).get(_PICTURE) for output in raw.get("outputs", [])]
    return [base64.b64decode("".join(one)) for one in found if one]

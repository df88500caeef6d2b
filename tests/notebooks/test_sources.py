"""Every function, number and error of the source articles has a place: docs/sources.md is true."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

import numpy as np
import pytest

from tests.notebooks.handing_in import COURSE, STEMS, assignment_of

_ROW = re.compile(r"\| (function|number|error) \| (.+?) \| (.+?) \| (.*?) ?\| (.*) ?\|")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]\d+)?")
_PLACE = re.compile(r"\[([\w-]+)\]\(\S+\) `([\w-]+)`")
_PAGE = (COURSE.root / "docs/sources.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Row:
    """One row: what it is in an article, and where it is here."""

    article: str
    kind: str
    what: str
    where: str
    words: str
    computed: str
    printed: str

    def __str__(self) -> str:
        return f"{self.article[:12]}: {self.kind} {self.what}"


def rows() -> list[Row]:
    """Return all rows, in order."""
    found, article = [], ""
    for line in _PAGE.split("\n"):
        if line.startswith("## "):
            article = line[3:]
        elif line.startswith("| ") and not line.startswith("| |"):
            kind, what, where, words, rest = _ROW.fullmatch(line).groups()
            computed, _, printed = rest.strip("| ").partition("` | ")
            found.append(Row(article, kind, what, where, words, computed.strip("`"), printed))
    return found


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_it_is_where_the_table_says(row):
    """The named cell exists and contains the words; or it says why there is nothing to learn."""
    place = _PLACE.fullmatch(row.where)
    if not place:
        assert row.where.startswith("form only: ")
        return

    assert f"/{assignment_of(place[1]).name}/{place[1]}.ipynb)" in row.where
    assert row.words and squeezed(row.words) in squeezed(shown_in(place[1], place[2]))


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind == "number"], ids=str)
def test_the_printed_numbers_hold(row):
    """Computed with `solutions`, each example gives the article's digits."""
    names: dict[str, object] = {"np": np}
    for stem in STEMS:
        module = assignment_of(stem).module
        names[module] = importlib.import_module(f"solutions.{module}")
    exec(_PAGE.partition("```python\n")[2].partition("```")[0], names)

    computed = np.ravel(eval(row.computed, names))

    printed = _NUMBER.findall(row.printed)
    assert len(computed) == len(printed)
    for number, digits in zip(computed, printed, strict=True):
        assert abs(number - float(digits)) <= last_digit(digits), (number, digits)


def test_all_five_articles_are_there():
    """Each has functions and errors in its table, and no row is there twice."""
    articles = set(re.findall(r"^## (.+)$", _PAGE, re.MULTILINE))

    assert len(articles) == 5
    assert {row.article for row in ROWS if row.kind == "function"} == articles
    assert {row.article for row in ROWS if row.kind == "error"} == articles
    assert len({(row.article, row.kind, row.what) for row in ROWS}) == len(ROWS) > 140


def last_digit(digits: str) -> float:
    """Return what the last printed digit is worth, and a little for its rounding."""
    mantissa, _, exponent = digits.partition("e")
    places = len(mantissa.partition(".")[2])
    return 0.5001 * 10.0 ** (int(exponent or 0) - places) if places else 0.0


def shown_in(stem: str, cell_id: str) -> str:
    """Return the source of a cell and what is stored as its output."""
    (cell,) = (cell for cell in assignment_of(stem).cells if cell.id == cell_id)
    parts = [cell.source]
    for output in cell.raw.get("outputs", ()):
        for text in (output.get("text", ""), output.get("data", {}).get("text/plain", "")):
            parts.append("".join(text))
    return "\n".join(parts)


def squeezed(text: str) -> str:
    """Return the text with single spaces, and without Markdown's emphasis."""
    return re.sub(r"\s+", " ", text.replace("*", ""))

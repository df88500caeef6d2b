"""Every function, example and error of the source articles has its place, and numbers hold."""

from __future__ import annotations

import importlib
import re

import numpy as np
import pytest

from tests.notebooks import sources
from tests.notebooks.handing_in import COURSE, assignment_of

ARTICLES = {
    sources.BEGINNERS,
    sources.COMMON,
    sources.CALCULATING,
    sources.GROUND_UP,
    sources.REPRINT,
}
ROWS = [*sources.FUNCTIONS, *sources.EXAMPLES, *sources.ERRORS]
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]\d+)?")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0][:12]}: {row[1]}")
def test_it_is_where_the_table_says(row):
    """The named cell exists and contains the words; or it says why it is not in this part."""
    where = row[2]
    if where.startswith((sources.LATER, sources.FORM)):
        assert where.partition(": ")[2]
        return
    stem, cell, words = where.split(" ", 2)

    assert squeezed(words) in squeezed(shown_in(stem, cell)), where


@pytest.mark.parametrize("row", sources.EXAMPLES, ids=lambda row: f"{row[0][:12]}: {row[1]}")
def test_the_printed_numbers_hold(row):
    """Computed with `solutions`, each example gives the article's digits."""
    names = [assignment.module for assignment in COURSE.assignments]
    modules = {name: importlib.import_module(f"solutions.{name}") for name in names}

    computed = np.ravel(eval(row[3], {"np": np, **modules}))

    printed = _NUMBER.findall(row[4])
    assert len(computed) == len(printed)
    for number, digits in zip(computed, printed, strict=True):
        assert abs(number - float(digits)) <= last_digit(digits), (number, digits)


def test_all_five_articles_are_there():
    """Each has a function and an error in the table, and no row is there twice."""
    assert {row[0] for row in sources.FUNCTIONS} == ARTICLES
    assert {row[0] for row in sources.ERRORS} == ARTICLES
    assert len({row[:3] for row in ROWS}) == len(ROWS)


def test_only_the_gradient_of_softmax_is_left_for_later():
    """What is outside this part is outside by plan."""
    later = {row[2] for row in ROWS if row[2].startswith(sources.LATER)}

    assert later == {sources.LATER + "the gradient of softmax"}


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

"""Messages, hints and code as HTML."""

from __future__ import annotations

import pytest

from autograder.pages.numbers import duration, number
from autograder.pages.text import (
    first_sentence,
    heading,
    highlight,
    inline,
    markdown,
    message,
)

from . import made_up


def test_a_message_lines_up_its_labels_and_keeps_arrays_in_shape():
    """Labels become terms; the rows of an array stay below its first one."""
    html = message(made_up.GLOBAL_SUM)
    assert html.count("<dt>") == 3
    array = '<dd class="array">array of float64, shape (2, 2)\n[['
    assert array + "0.032, 0.087],\n [0.237, 0.644]]</dd>" in html
    assert '<p class="look"><b>Where to look</b> the line' in html


def test_a_label_inside_a_value_is_not_a_label():
    """An indented line such as `size: 3` belongs to the value above."""
    html = message("Wrong.\n\nYou got:   a dict\n           size:  3")
    assert html.count("<dt>") == 1
    assert "a dict\nsize:  3" in html


def test_a_message_is_escaped():
    """Also in labels, values and layout."""
    html = message("<b>\n\nInput:   <b>\n  <b>\n\n<b>")
    assert "<b>" not in html


@pytest.mark.parametrize("formula", [r"\text{<img src=x onerror=alert(1)>}", "&lt;script&gt;"])
def test_formulas_are_only_made_of_the_courses_own_text(formula):
    """A message with dollar signs stays text: the converter does not escape."""
    assert "<math" not in message(f"It costs ${formula}$.")


def test_headings_have_their_formulas_as_mathml():
    """A heading's formula is set, its code is code."""
    html = heading("`softmax` of $z_i$")
    assert html.startswith("<code>softmax</code> of <math")


def test_a_formula_that_cannot_be_converted_is_shown_as_written():
    """The reader sees the source rather than nothing."""
    assert r"\frac{" in heading(r"a $\frac{$ b")


def test_hints_are_markdown_without_html():
    """Lists and code work; HTML in them is shown, not used."""
    html = markdown("- `a`\n- <script>x</script>")
    assert "<li><code>a</code></li>" in html
    assert "<script>" not in html


def test_code_is_marked_by_classes_only():
    """No style and no element but spans."""
    html = highlight("def f(x):\n    return '</code><script>'")
    assert '<span class="k">def</span>' in html
    assert "<script>" not in html
    assert "style=" not in html


def test_inline_code_is_escaped():
    """Backticks make code of what stands between them, safely."""
    assert inline("`a<b` & c") == "<code>a&lt;b</code> &amp; c"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Sum over axis=-1. Then divide.", "Sum over axis=-1."),
        ("`np.sum` of 1.5 is used. So.", "`np.sum` of 1.5 is used."),
        ("No end\nhere\n\nInput:  3", "No end here"),
        ("It stopped with NameError: x\nin your line:  x = y", "It stopped with NameError: x"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_it_ends(text, sentence):
    """Points in numbers and names are no ends."""
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("value", "written"),
    [(3.0, "3"), (2.5, "2.5"), (1 / 3, "0.33"), (0.0, "0"), (10.0, "10"), (None, "–"), (-2, "−2")],
)
def test_numbers_are_written_as_people_do(value, written):
    """No trailing zeros, a real minus, a dash for what nobody knows."""
    assert number(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.045, "45 ms"), (3.21, "3.2 s"), (250, "4 min 10 s"), (7320, "2 h 2 min")],
)
def test_times_are_written_as_people_do(seconds, written):
    """In the unit that fits."""
    assert duration(seconds) == written

"""Small figures: the same each time, in the page's colours, told in words."""

from __future__ import annotations

import math
import re

from autograder.pages.plots import curve_plot, histogram
from autograder.verdicts import Curve

from .page_check import Page

X = tuple(position / 5 for position in range(-30, 31))
REFERENCE = tuple(1 / (1 + math.exp(-x)) for x in X)


def test_a_figure_is_the_same_each_time_and_speaks():
    """Equal bytes; a title and a description that the SVG names."""
    svg = histogram([0, 0, 1, 0, 0, 2, 0, 0, 0, 5], "softmax")
    assert svg == histogram([0, 0, 1, 0, 0, 2, 0, 0, 0, 5], "softmax")
    page = Page(str(svg))
    assert page.faults == []
    assert page.named <= set(page.ids)
    assert "20 to 30 %: 1, 50 to 60 %: 2, 90 to 100 %: 5" in svg


def test_a_figure_has_the_pages_colours_and_fonts():
    """Nothing but variables, so that light, dark and paper need no second figure."""
    svg = str(curve_plot(Curve("sigmoid", X, REFERENCE, REFERENCE)))
    assert not re.search(r"#[0-9a-fA-F]{6}", svg)
    assert "var(--fail)" in svg and "var(--muted)" in svg
    assert "DejaVu" not in svg and "@font-face" not in svg
    assert "http" not in svg
    assert len(svg) < 20_000


def test_two_figures_share_no_id():
    """Several fit into one page."""
    one = Page(str(curve_plot(Curve("sigmoid", X, REFERENCE, REFERENCE))))
    other = Page(str(curve_plot(Curve("tanh", X, REFERENCE, REFERENCE))))
    assert not set(one.ids) & set(other.ids)


def test_values_that_are_no_numbers_or_far_away_do_no_harm():
    """None, infinities and huge values: the reference stays visible, the words tell the rest."""
    wild = (None, math.inf, math.nan, 1e300, -1e300, *REFERENCE[5:])
    svg = curve_plot(Curve("sigmoid", X, wild, REFERENCE))
    assert "It gave no number at 3 of 61 points." in svg
    assert "leaves the picture" in svg
    none = curve_plot(Curve("sigmoid", X, (None,) * 61, REFERENCE))
    assert "gave no number anywhere" in none


def test_a_functions_name_cannot_break_out_of_the_figure():
    """It is a student's word, too."""
    assert "<script>" not in curve_plot(Curve("<script>", X, REFERENCE, REFERENCE))

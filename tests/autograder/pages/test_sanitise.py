"""Outputs of a stranger's code reach a browser only as text, tables and small pictures."""

from __future__ import annotations

import base64

import pytest

from autograder.notebook.sanitise import clean_html, plain, show_output

from .page_check import Page

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://example.org/">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x><form action=x><input></form>",
    "<div style='background:url(https://example.org/x)'>x</div>",
    "<style>@import 'https://example.org/x';</style>",
    "<link rel=stylesheet href=https://example.org/x><base href=https://example.org/>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<details open ontoggle=alert(1)>",
    "</pre></main></body><script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<p id=main class=skip>x</p>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["text/html", "text/plain", "image/svg+xml", "text/markdown"])
def test_no_attack_survives_in_an_output(attack, kind):
    """Whatever the type it claims: no element that runs, loads, links, styles or names itself."""
    shown = show_output({"output_type": "display_data", "data": {kind: attack}})
    page = Page(str(shown))
    assert page.faults == []
    for tag, given in page.elements:
        assert tag not in {"a", "img", "svg", "math", "style", "meta", "input", "details"}
        assert set(given) <= {"class", "tabindex"}
        assert given.get("class", "output") == "output"


def test_a_table_stays_a_table():
    """What DataFrames show keeps its cells and loses its style."""
    html = '<style>td {color: red}</style><table border="1"><tr><td colspan="2">7</td></tr></table>'
    assert clean_html(html) == '<table><tbody><tr><td colspan="2">7</td></tr></tbody></table>'


def test_only_a_real_png_becomes_a_picture():
    """Another content under that name is dropped."""
    data = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()
    shown = show_output({"output_type": "display_data", "data": {"image/png": data}})
    assert Page(str(shown)).elements[0][0] == "img"
    for bad in ('"><script>alert(1)</script>', base64.b64encode(b"<svg>").decode()):
        assert not show_output({"output_type": "display_data", "data": {"image/png": bad}})


def test_terminal_codes_and_turned_directions_are_taken_out():
    """Neither colours, nor titles, nor right-to-left overrides reach a page."""
    text = "\x1b[31mred\x1b[0m \x1b]0;title\x07a\u202eb\x00c\x9bd\tkept\nkept"
    assert plain(text) == "red abcd\tkept\nkept"

"""What a stranger wrote and drew reaches a browser only as text, tables and own pictures."""

from __future__ import annotations

import base64
import html
import json
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.grading.submission.reading import read_submission
from autograder.grading.submission.restore import restore
from autograder.notebook.cells import cell_from
from autograder.notebook.sanitise import (
    clean_cell,
    clean_html,
    clean_markdown,
    clean_outputs,
    plain,
    show_output,
)
from tests.autograder.pages.page_check import Page
from tests.autograder.platforms.downloads import cell

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()

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
    for tag, has in page.elements:
        assert tag not in {"a", "img", "svg", "math", "style", "meta", "input", "details"}
        assert set(has) <= {"class", "tabindex"}
        assert has.get("class", "output") == "output"


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


WRITTEN = [
    *ATTACKS,
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( \njavascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](\u3000javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x) [x](data:text/html,<script>alert(1)</script>) [x](file:///etc/passwd)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "> [x]\n>\n> [x]:\n> javascript:alert(1)",
    "[x]:\n  <javascript:alert(1)> 'title'\n\n[x]",
    "![x](https://example.org/beacon.png)",
    "![x](//example.org/beacon.png) ![x](/hub/logout) ![x](../../logout.png) ![x](%2e%2e/a.png)",
    "![x][y]\n\n[y]: https://example.org/beacon.png",
    "![a\\](x.png)](https://example.org/beacon.png)",
    "![a`](x.png)`](https://example.org/beacon.png)",
    "![a$](x.png)$](https://example.org/beacon.png)",
    "![a<b](x.png)>](https://example.org/beacon.png)",
    "![a ![b](x.png)](https://example.org/beacon.png)",
    "<https://example.org/!>[x](https://example.org/beacon.png)",
    "![x](attachment:missing.png) ![x](attachment:)",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "<https://onmouseover=alert(1)/x>",
    "```mermaid\n<img src=x onerror=alert(1)>\n```",
    "`````mermaid\n&lt;img src=x onerror=alert(1)&gt;\n`````",
    "<!-- --!><script>alert(1)</script>",
    "<a title='`'>`</a><img src=x onerror=alert(1)>`",
    "$<img src=x onerror=alert(1)>$ \\\\(<script>alert(1)</script>\\\\)",
    "\\begin{x}<script>alert(1)</script>\\end{x}",
    "# <img src=x onerror=alert(1)>",
    "|a|\n|-|\n|<svg onload=alert(1)>|",
    "```\u00a0\n1\n```",  # at this and the next one nbconvert stops with an IndexError
    "~~~&Tab;\n1\n~~~",
]


def rendered(text: str, attachments: dict | None = None) -> list[Page]:
    """Return what nbconvert, formgrader's renderer, and another one make of Markdown."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=False, attachments=attachments)
    other = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
    other.validateLink = lambda url: True  # what it refuses of its own accord proves nothing
    return [Page(MarkdownWithMath(renderer).render(text)), Page(other.render(text))]


_ACTIVE = {"svg", "math", "style", "meta", "input", "video", "audio", "details", "button"}


def active(page: Page) -> list[str]:
    """Return what in a page may run, or load something without being asked to."""
    found = [fault for fault in page.faults if " is in the page" in fault or " has on" in fault]
    for tag, has in page.elements:
        if tag in _ACTIVE and has.get("type") != "checkbox":  # of a task list
            found.append(tag)
        target = re.sub(r"[\x00-\x20]", "", has.get("href", "")).lower()
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            known = ("http:", "https:", "mailto:", "attachment:", "data:image/png;base64,")
            found += [] if target.startswith(known) else [target]
        source = has.get("src", "")
        if tag == "img" and not re.match(r"data:image/(png|jpeg);base64,|[\w-]+\.png$", source):
            found.append(source)
        found += ["mermaid"] if "mermaid" in has.get("class", "").split() else []
    return found


@pytest.mark.parametrize("attack", WRITTEN, ids=range(len(WRITTEN)))
def test_nothing_written_in_markdown_is_active(attack):
    """Scripts, links that run, pictures from elsewhere: in none of two renderers."""
    clean = clean_markdown(attack)
    for page in rendered(clean):
        assert active(page) == []
    for before in ("- ", "> ", "word *", "`", "```\n", "[![", "$$"):
        for page in rendered(clean_markdown(before + attack)):
            assert active(page) == []


@pytest.mark.parametrize("attack", [one for one in WRITTEN if "<" in one])
def test_nothing_written_in_a_raw_cell_is_active(attack):
    """A raw cell is put into the page as it is."""
    clean = clean_cell({"cell_type": "raw", "source": attack, "metadata": {}})
    assert Page(clean["source"]).elements == []


TOKENS = [
    *(
        "![",
        "[",
        "](",
        "]:",
        "]",
        "(",
        ")",
        "<",
        ">",
        "`",
        "```",
        "$",
        "$$",
        "\\",
        "\n",
        "\n\n",
        " ",
        "\t",
    ),
    *("javascript:alert(1)", "https://example.org/b.png", "x.png", "attachment:a.png", "mermaid"),
    *("&colon;", "&#58;", "&Tab;", "&lt;", "java", "script", ":", "//", "img src=x", "onerror=x"),
    *("svg", "/", "!", "!--", "-->", "|", "-", "> ", "- ", "# ", "1. ", "~~~", "*", "_", "'", '"'),
    *(
        "a",
        "\x00",
        "\x0b",
        "\u2028",
        "\u200b",
        "br",
        "sub",
        "\\href{",
        "}",
        "\\begin{x}",
        "\\end{x}",
    ),
]


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
@example("![a](x.png)[")
def test_no_text_becomes_active(text):
    """Whatever somebody puts together."""
    for page in rendered(clean_markdown(text)):
        assert active(page) == []


def test_text_stays_readable():
    """What a student of this course writes: emphasis, code, formulas, links, own pictures."""
    kept = """\
# Why *rows*?
With `x[:, None] < y[0]` each row is compared, see [NumPy](https://numpy.org/doc "the manual").
$a < b$, a[0]: yes, x<sub>i</sub>, y<sup>2</sup><br>

![mine](plot.png) ![small](data:image/png;base64,iVBORw0=)
1. [up](#top) [beside](other.ipynb) [mail](mailto:ada@example.org)

```python
if a[0]: print(x[1:n])
```"""
    assert clean_markdown(kept) == kept
    assert clean_markdown("if x <y: see <https://numpy.org>") == "if x < y: see https://numpy.org"


def test_an_attached_picture_is_shown_and_any_other_is_not():
    """Its name may have spaces; formgrader would break at one that is missing."""
    text = "![a](attachment:my%20plot.png) ![b](attachment:b.png) ![c](attachment:c.png)"
    given = {
        "my plot.png": {"image/png": PNG, "image/svg+xml": "<svg onload=alert(1)>"},
        "b.png": {"image/png": '"><script>alert(1)</script>'},
        "c.png": {'image/png"><script>': PNG},
    }
    clean = clean_cell(
        {"cell_type": "markdown", "source": text, "metadata": {}, "attachments": given}
    )
    assert [list(bundle) for bundle in clean["attachments"].values()] == [["image/png"]]
    page, _ = rendered(clean["source"], clean["attachments"])
    assert active(page) == []
    assert [has["src"] for tag, has in page.elements if tag == "img"] == [
        f"data:image/png;base64,{PNG}"
    ]
    assert "attachments" not in clean_cell(
        {"cell_type": "markdown", "source": "", "metadata": {}, "attachments": {"x": {}}}
    )


def by_nbconvert(one: dict) -> Page:
    """Return a cell as nbconvert's classic template, which is formgrader's, shows it."""
    import nbformat
    from nbconvert.exporters import HTMLExporter

    notebook = {"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    exporter = HTMLExporter(template_name="classic")
    body, _ = exporter.from_notebook_node(nbformat.from_dict(notebook))
    return Page(re.search(r"<body>.*</body>", body, re.DOTALL)[0])


def test_pictures_in_outputs_come_from_nowhere_else():
    """Neither from an address in their metadata, nor with an attribute that runs."""
    data = {"image/png": PNG, "text/plain": "a picture"}
    evil = {"width": "1 onerror=alert(1)", "height": 7, "alt": "x"}
    output = {
        "output_type": "display_data",
        "data": data,
        "metadata": {"image/png": evil, "filenames": {"image/png": "https://example.org/b.png"}},
    }
    raw = {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "execution_count": 1}
    assert active(by_nbconvert(raw | {"outputs": [output]}))
    clean = clean_cell(raw | {"outputs": [output]})
    assert active(by_nbconvert(clean)) == []
    assert clean["outputs"][0]["metadata"] == {"image/png": {"height": 7}}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_same_html_may_be_stored_and_shown(attack):
    """Formgrader and our pages show the same of an output: no picture, no link, no style."""
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": attack}}
    (clean,) = clean_outputs([output])
    assert (
        clean["data"].get("text/html", "") == str(clean_html(attack)).strip()
        or not clean_html(attack).strip()
    )
    for tag, has in Page(clean["data"].get("text/html", "")).elements:
        assert tag not in {"a", "img", "svg", "style"} and not has


def test_every_cell_with_a_students_hand_in_it_is_clean_when_it_is_stored():
    """Answers and own cells; the course's own text stays as it is."""
    own = "<details>a hint</details> ![plan](attachment:plan.png)"
    plan = {"plan.png": {"image/png": PNG}}
    flags = {"grade": True, "solution": True, "points": 1}
    source = [
        cell("markdown", own) | {"attachments": plan, "id": "hint"},
        cell("markdown", "YOUR ANSWER HERE", "essay", **flags),
    ]
    evil = "<script>alert(1)</script> [x](javascript:alert(1))"
    theirs = [
        source[0],
        cell("markdown", evil, "essay", **flags),
        {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": evil},
        {"cell_type": "raw", "id": "raw", "metadata": {}, "source": evil},
    ]
    content = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": theirs})
    cells = [cell_from(one, at) for at, one in enumerate(source)]
    restored, _ = restore(cells, read_submission(content.encode()), "essay")
    hint, *written = [one.as_json() for one in restored]
    assert (hint["source"], hint["attachments"]) == (own, plan)
    assert len(written) == 3
    for one in written:
        assert active(by_nbconvert(one)) == []
        assert "alert(1)" in html.unescape(by_nbconvert(one).text)


def test_cleaning_takes_no_longer_than_reading():
    """However often a sign is repeated."""
    for sign in ("](", "![", "![a](", "<", "]:", "](" + " " * 50, "![](" + "x" * 50, "$", "\\href"):
        text = sign * (400_000 // len(sign))
        start = time.process_time()
        clean_markdown(text)
        assert time.process_time() - start < 2

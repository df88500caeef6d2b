"""What a student's code put out, made harmless: it comes from a stranger and reaches a browser."""

from __future__ import annotations

import base64
import binascii
import re

import nh3
from markupsafe import Markup, escape

TEXT_LIMIT = 2_000  # characters shown of one output
HTML_LIMIT = 8_000
IMAGE_LIMIT = 40_000  # bytes of base64, so that a page stays below 300 kB
OUTPUTS_SHOWN = 4  # of one cell

# C0 and C1 controls other than tab and newline, and what turns the direction of text about
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ANSI = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\-_])")
# fmt: off
_TAGS = {
    "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "i",
    "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}
# fmt: on


def plain(text: str) -> str:
    """Return text without terminal colours, control characters and turned writing direction."""
    return _CONTROLS.sub("", _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters, and say so if there were more."""
    return (
        text if len(text) <= limit else f"{text[:limit]}\n… {len(text) - limit:,} more characters"
    )


def clean_html(fragment: str) -> Markup:
    """Return HTML that can neither run, load, link nor restyle anything: bare text and tables."""
    clean = nh3.clean(
        plain(fragment[:HTML_LIMIT]),
        tags=_TAGS,
        clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "noscript"},
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
        link_rel=None,
    )
    return Markup(_CONTROLS.sub("", clean))  # nh3 turned entities into characters


def show_output(output: dict) -> Markup:
    """Return one notebook output as HTML that is safe to show; nothing if it cannot be shown."""
    kind = output.get("output_type")
    if kind == "stream":
        return _text(_joined(output.get("text")))
    if kind == "error":
        return _text(f"{output.get('ename', 'Error')}: {output.get('evalue', '')}")
    data = output.get("data")
    if not isinstance(data, dict):
        return Markup("")
    if "image/png" in data and (picture := _image(_joined(data["image/png"]))):
        return picture
    if "text/html" in data and (fragment := clean_html(_joined(data["text/html"]))).strip():
        return Markup('<div class="output" tabindex="0">{}</div>').format(fragment)
    return _text(_joined(data.get("text/plain")))


def show_outputs(outputs: object) -> list[Markup]:
    """Return the first outputs of a cell, each safe to show."""
    if not isinstance(outputs, list):
        return []
    shown = (show_output(output) for output in outputs if isinstance(output, dict))
    return [output for output in shown if output][:OUTPUTS_SHOWN]


def _joined(text: object) -> str:
    """Return a notebook's multi-line string as one string."""
    if isinstance(text, list):
        return "".join(str(line) for line in text)
    return "" if text is None else str(text)


def _text(text: str) -> Markup:
    text = clip(plain(text), TEXT_LIMIT).strip("\n")
    return Markup(f'<pre class="output" tabindex="0">{escape(text)}</pre>') if text else Markup("")


def _image(encoded: str) -> Markup:
    """Return a picture as data, only if it is a PNG and small; an SVG could hold a script."""
    encoded = "".join(encoded.split())
    if len(encoded) > IMAGE_LIMIT:
        return _text("A picture, too large for this page: it is in the notebook.")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return Markup("")
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Markup("")
    return Markup('<img alt="Picture drawn by this cell" src="data:image/png;base64,{}">').format(
        encoded
    )

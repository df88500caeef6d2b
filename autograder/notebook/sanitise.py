"""What a student wrote and drew, made harmless: it comes from a stranger and reaches a browser.

`clean_cell` is for what is stored, which formgrader and JupyterLab show as it is; `show_outputs`
is for our own pages. What HTML may stay is the same for both.

Markdown is not parsed: renderers differ in what they take for code, and what is code to one is a
script to another. Instead each sign that opens something active is parted by a space from what
follows it, wherever it stands. `< script>` is text to every renderer.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

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
_PICTURES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")

# in Markdown: what a browser may take for a tag, a picture, a link; plain tags may stay
_ODD_SPACE = re.compile(r"[^\S \t\n]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!/?(?:br|sub|sup) ?/?>)")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]\\`<>$\n]*)\]\((?P<to>[^\s()<>\\]+)\)|!(?=\[)")
# a target leads nowhere active if a sign that no scheme has comes before any colon, or it has one
# of these; an entity, an escape and a bracket can hide a scheme
_LINK = re.compile(
    r"\](?=[(:])(?![(:]\s*+(?:<?(?:https?://|mailto:)|attachment:|data:image/(?:png|jpeg|gif);base64,"
    r"|[\w.%-]*+(?:[^\w.%+:&\\<>-]|\Z)))",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(?!\.)[\w./-]+\.(?:png|jpe?g|gif)", re.IGNORECASE)
_INLINE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=]+")
_ATTACHED = "attachment:"
# what TeX can link, load or style with; a fence whose text a renderer takes for HTML, or stops at
_TEX = re.compile(r"\\(?=(?:href|url|style|class|cssId|require|mmlToken|includegraphics)\b)")
_FENCE = re.compile(r"(```|~~~)(?=[ \t]*(?:mermaid|&))", re.IGNORECASE)


def plain(text: str) -> str:
    """Return text without terminal colours, control characters and turned writing direction."""
    return _CONTROLS.sub("", _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters, and say so if there were more."""
    return (
        text if len(text) <= limit else f"{text[:limit]}\n… {len(text) - limit:,} more characters"
    )


def clean_cell(cell: Mapping[str, Any], given: bool = False) -> dict[str, Any]:
    """Return a notebook cell as it may be stored: it runs, loads and links to nothing active.

    Parameters
    ----------
    cell : mapping
        The cell as JSON.
    given : bool
        Whether its text and attachments are the course's own, and stay as they are: only its
        outputs are the student's.
    """
    clean, kind = dict(cell), cell["cell_type"]
    if kind == "code":
        clean["outputs"] = clean_outputs(cell.get("outputs", ()))
    elif not given:
        text = cell["source"]
        if kind == "markdown":
            attached = _clean_attachments(clean.pop("attachments", {}))
            names = {name: _plain_name(name) for name in attached}
            text = clean_markdown(text, names)
            if attached:
                clean["attachments"] = {names[name]: attached[name] for name in attached}
        else:
            clean.pop("attachments", None)
            text = _TAG.sub("< ", text)
        clean["source"] = text
    return clean


def clean_markdown(text: str, attached: Mapping[str, str] | None = None) -> str:
    """Return Markdown without HTML, pictures from elsewhere and links that run something.

    Parameters
    ----------
    text : str
        The Markdown.
    attached : mapping of str to str, optional
        The names of the pictures that are attached to the cell, and what to call them.
    """

    def image(found: re.Match[str]) -> str:
        target = found["to"] and _image_target(found["to"], attached or {})
        return f"![{found['alt']}]({target})" if target else f"! {found[0][1:]}"

    text = _ODD_SPACE.sub(" ", _CONTROLS.sub("", text))
    text = _AUTOLINK.sub(r"\1", text)  # the rest only adds spaces
    text = _TAG.sub("< ", _LINK.sub("] ", _IMAGE.sub(image, text)))
    return _FENCE.sub(r"\1text ", _TEX.sub(r"\\ ", text))


def clean_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return notebook outputs with text, pictures and plain tables, and nothing else."""
    return [_clean_output(output) if "data" in output else dict(output) for output in outputs]


def clean_html(fragment: str) -> Markup:
    """Return HTML that can neither run, load, link nor restyle anything: bare text and tables."""
    return Markup(_clean_html(fragment[:HTML_LIMIT]))


def show_output(output: Mapping[str, Any]) -> Markup:
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


def _clean_html(fragment: str) -> str:
    clean = nh3.clean(
        plain(fragment),
        tags=_TAGS,
        clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "noscript"},
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
        link_rel=None,
    )
    return _CONTROLS.sub("", clean)  # nh3 turned entities into characters


def _clean_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return a shown value or picture; of its metadata only how large a picture is."""
    given = output["data"]
    data: dict[str, str] = {}
    if "text/plain" in given:
        data["text/plain"] = _joined(given["text/plain"])
    for kind in _PICTURES:
        if kind in given and _BASE64.fullmatch(_joined(given[kind])):
            data[kind] = _joined(given[kind])
    if "text/html" in given and (fragment := _clean_html(_joined(given["text/html"]))).strip():
        data["text/html"] = fragment
    if not data:
        kinds = ", ".join(sorted(given))[:200]
        data["text/plain"] = f"[an output of a kind that is not kept: {kinds}]"
    sizes = {kind: _size(output.get("metadata"), kind) for kind in _PICTURES if kind in data}
    return {
        **output,
        "data": data,
        "metadata": {kind: size for kind, size in sizes.items() if size},
    }


def _size(metadata: object, kind: str) -> dict[str, int]:
    told = metadata.get(kind) if isinstance(metadata, dict) else None
    size = {side: told.get(side) for side in ("width", "height")} if isinstance(told, dict) else {}
    return {side: pixels for side, pixels in size.items() if type(pixels) is int}


def _clean_attachments(attachments: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the attached pictures that can be shown."""
    found = {
        name: {
            kind: data
            for kind, data in bundle.items()
            if kind in _PICTURES and isinstance(data, str) and _BASE64.fullmatch(data)
        }
        for name, bundle in attachments.items()
    }
    return {name: bundle for name, bundle in found.items() if bundle}


def _plain_name(name: str) -> str:
    """Return a name that reads the same in a link: renderers would quote others, each its way."""
    if re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        return name
    return f"{binascii.crc32(name.encode('utf-8', 'replace')):08x}-" + re.sub(
        r"[^A-Za-z0-9_.-]", "", name
    )


def _image_target(target: str, names: Mapping[str, str]) -> str:
    """Return where a picture may come from: the cell, the text itself, or beside the notebook."""
    if target.startswith(_ATTACHED):
        name = target.removeprefix(_ATTACHED)
        name = name if name in names else unquote(name)
        return _ATTACHED + names[name] if name in names else ""
    beside = _BESIDE.fullmatch(target) and not {"", "..", "."} & {*target.split("/")}
    return target if beside or _INLINE.fullmatch(target) else ""


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

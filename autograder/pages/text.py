"""Words, code and formulas as HTML: messages, hints, a student's code."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from autograder.notebook.sanitise import clip, plain

CODE_LIMIT = 6_000  # characters shown of one answer
MESSAGE_LIMIT = 4_000  # characters of one message: a screen and a bit
BRIEF_LIMIT = 1_200  # of both, on a page that would get too large
COLOUR_LIMIT = 4_000  # characters of code that are coloured
SENTENCE_LIMIT = 240
BESIDE = 40  # characters of a value that fit beside the student's code
PAPER = 80  # that fit on paper

_COLOURED = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Number: "m",
    Name.Function: "f",
    Name.Class: "f",
    Name.Decorator: "f",
}
_CODE = re.compile(r"`([^`\n]+)`")
_MATH = re.compile(r"(?<![\\$\w])(\${1,2})(?=[^\s$])([^$]+?)(?<=[^\s\\])\1(?![\w$])")
_SENTENCE = re.compile(r"^(.{12,}?[.!?])(?=\s|$)")
_LABELLED = re.compile(r"^(?P<label>[A-Za-z][\w ,'-]{0,28}):[ \t]{2,}(?P<value>\S.*)$")
_LOOK = re.compile(r"^Where to look:\s+(?P<where>.*)$", re.DOTALL)


def inline(text: str) -> Markup:
    """Return one line of text as HTML: `code` is set as code, all else is escaped."""
    pieces = _CODE.split(plain(text))
    return Markup("").join(
        Markup(f"<code>{escape(piece)}</code>") if position % 2 else escape(piece)
        for position, piece in enumerate(pieces)
    )


def heading(text: str) -> Markup:
    """Return a line of the course's own text as HTML, with its $formulas$.

    Not for text that a student can write: the converter of formulas does not escape.
    """
    pieces, end, text = [], 0, plain(text)
    for found in _MATH.finditer(text):
        pieces += [inline(text[end : found.start()]), formula(found[2], found[1] == "$$")]
        end = found.end()
    return Markup("").join([*pieces, inline(text[end:])])


def message(text: str, brief: bool = False) -> Markup:
    """Return a claim's message as HTML.

    The first line leads. Lines `label:  value`, with two spaces at least, become a list that
    lines up, and the indented lines below one are the rest of its value. Other indented lines
    keep their layout, as arrays need; the rest are paragraphs.
    """
    limit = BRIEF_LIMIT if brief else MESSAGE_LIMIT
    lines = clip(plain(text).strip("\n"), limit).split("\n")
    blocks: list[Markup] = []
    if not _LABELLED.match(lines[0]):
        blocks.append(Markup(f'<p class="lead">{inline(lines.pop(0).strip())}</p>'))
    for kind, group in _grouped(lines):
        if kind == "layout":
            body = escape("\n".join(_dedent(group)))
            blocks.append(Markup(f'<pre class="layout" tabindex="0">{body}</pre>'))
        elif kind == "labelled":
            blocks.append(_definitions(group))
        else:
            blocks.append(_paragraph(" ".join(line.strip() for line in group)))
    return Markup("\n").join(blocks)


def first_sentence(text: str) -> str:
    """Return the first sentence of a message, without line breaks."""
    lines = plain(text).strip().split("\n")
    first = takewhile(lambda line: line.strip() and not _LABELLED.match(line), lines)
    line = " ".join(" ".join(first).split())
    found = _SENTENCE.match(line)
    sentence = found[1] if found else line
    return sentence if len(sentence) <= SENTENCE_LIMIT else f"{sentence[:SENTENCE_LIMIT]} …"


def is_wide(text: str) -> bool:
    """Return whether a message has values that need the whole width of a page."""
    for line in plain(text).split("\n"):
        found = _LABELLED.match(line)
        value = found["value"] if found else line if line.startswith("  ") else ""
        if len(value.strip()) > BESIDE:
            return True
    return False


def comment(text: str) -> Markup:
    """Return what a person wrote for a student, in Markdown, as HTML: lines end where they end."""
    return _rendered(text, _comments())


def markdown(text: str) -> Markup:
    """Return the course's own Markdown as HTML; HTML inside it is shown, not used."""
    return _rendered(text, _markdown())


def _rendered(text: str, how: MarkdownIt) -> Markup:
    formulas: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        formulas.append(formula(found[2], block=found[1] == "$$"))
        return f"\ue000{len(formulas) - 1}\ue001"

    html = how.render(_MATH.sub(keep, plain(text)))
    return Markup(re.sub("\ue000(\\d+)\ue001", lambda found: formulas[int(found[1])], html))


def highlight(source: str, brief: bool = False) -> Markup:
    """Return Python source with its parts marked by classes; the page's style colours them.

    Only what the style colours is marked, and long or brief code not at all: marks take space.
    """
    source = clip(plain(source), BRIEF_LIMIT if brief else CODE_LIMIT)
    if brief or len(source) > COLOUR_LIMIT:
        return escape(source)
    pieces = []
    for kind, text in PythonLexer(stripnl=True).get_tokens(source):
        name = _class(kind)
        mark = f'<span class="{name}">{escape(text)}</span>' if name else escape(text)
        pieces.append(Markup(mark))
    return Markup("").join(pieces).rstrip()


def _class(kind: _TokenType) -> str:
    """Return the class of a token, one letter; nothing for what is not coloured."""
    return next((name for family, name in _COLOURED.items() if kind in family), "")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")


@cache
def _comments() -> MarkdownIt:
    """Without headings: those of the page are its own."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return made.disable(["image", "heading", "lheading"])


def formula(latex: str, block: bool) -> Markup:
    """Return a formula as MathML; as it was written if it cannot be converted."""
    try:
        return Markup(convert(latex.replace("<", r"\lt "), display="block" if block else "inline"))
    except Exception:  # whatever the converter stumbles over, the text is still readable
        return Markup("<code>{}</code>").format(latex)


def _grouped(lines: list[str]) -> list[tuple[str, list[str]]]:
    groups: list[tuple[str, list[str]]] = []
    fresh = True
    for line in lines:
        if not line.strip():
            if groups and groups[-1][0] == "layout" and not fresh:
                groups[-1][1].append("")
            fresh = True
            continue
        kind = (
            "labelled"
            if _LABELLED.match(line)
            else "layout"
            if line.startswith(("  ", "\t"))
            else "text"
        )
        if groups and groups[-1][0] == kind and (kind != "text" or not fresh):
            groups[-1][1].append(line)
        elif groups and groups[-1][0] == "labelled" and kind == "layout" and not fresh:
            groups[-1][1].append(line)  # the next rows of an array whose label stands above
        else:
            groups.append((kind, [line]))
        fresh = False
    return [(kind, group) for kind, group in groups]


def _paragraph(line: str) -> Markup:
    if found := _LOOK.match(line):
        return Markup(f'<p class="look"><b>Where to look</b> {inline(found["where"])}</p>')
    return Markup(f"<p>{inline(line)}</p>")


def _definitions(group: list[str]) -> Markup:
    rows: list[tuple[str, str, list[str], int]] = []  # label, value, further lines, where it began
    for line in group:
        if found := _LABELLED.match(line):
            rows.append((found["label"], found["value"], [], line.index(found["value"])))
        else:
            rows[-1][2].append(line)
    items = Markup("").join(
        Markup("<div><dt>{}</dt>{}</div>").format(label, _value([value, *_below(further, column)]))
        for label, value, further, column in rows
    )
    return Markup(f'<dl class="observed" tabindex="0">{items}</dl>')


def _value(lines: list[str]) -> Markup:
    """Return a value as HTML; the rows of an array are not broken where they can be scrolled."""
    longest = max(map(len, lines))
    kind = (" long" if longest > PAPER else "") if any("[" in line for line in lines) else None
    mark = "" if kind is None else f' class="array{kind}"'
    return Markup(f"<dd{mark}>{escape(chr(10).join(lines))}</dd>")


def _below(lines: list[str], column: int) -> list[str]:
    """Return the further rows of a value in their places: below its start if they reach so far."""
    if all(not line[:column].strip() for line in lines):
        return [line[column:] for line in lines]
    return _dedent(lines)


def _dedent(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    shift = min(len(line) - len(line.lstrip()) for line in filled)
    return [line[shift:] for line in lines]

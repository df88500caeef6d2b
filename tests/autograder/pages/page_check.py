"""What every page must be: well formed, self-contained, with no script but ours, in order."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from autograder import pages

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {"a", "b", "code", "i", "mi", "mn", "mo", "small", "span", "strong", "em"}
LIMIT = 300_000  # bytes
SORT = Path(pages.__file__).parent / "templates" / "sort.js"
LOADING = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}
FORBIDDEN = {"iframe", "object", "embed", "form", "link", "base", "template", "audio"}


class Page(HTMLParser):
    """A page's elements, text and faults."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.faults: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.named: set[str] = set()  # ids that something refers to
        self.addresses: list[str] = []
        self.elements: list[tuple[str, dict]] = []
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._silent = 0
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        self.elements.append((tag, given))
        if len(given) != len(attributes):
            self.faults.append(f"<{tag}> has an attribute twice")
        if "id" in given:
            self.ids.append(given["id"])
        for key in ("aria-labelledby", "aria-describedby", "for"):
            self.named |= set((given.get(key) or "").split())
        for key, value in given.items():
            if key in LOADING:
                self.addresses.append(value or "")
            if key.startswith("on"):
                self.faults.append(f"<{tag}> has {key}")
        if tag in FORBIDDEN:
            self.faults.append(f"<{tag}> is in the page")
        if tag in ("style", "title", "script"):
            self._silent += 1
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        if tag not in VOID:
            self._open.append(tag)

        if tag not in INLINE:
            self._words.append(" ")

    def handle_startendtag(self, tag: str, attributes: list) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title", "script"):
            self._silent -= 1
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-3:]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self._words.append(data)
        inside = {tag for tag in self._open if re.fullmatch(r"h[1-6]", tag)}
        if inside:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if {"td", "th"} & set(self._open) and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def check_page(html: str) -> Page:
    """Return the page, after asserting what holds for each of ours."""
    page = Page(html)
    assert page.faults == []
    assert len(html.encode()) < LIMIT
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    inner = {a[1:] for a in page.addresses if a.startswith("#")}
    assert page.named | inner <= set(page.ids), (page.named | inner) - set(page.ids)
    for address in page.addresses:
        assert not re.match(r"(?i)\s*(?:https?:|//|javascript:|vbscript:|file:)", address), address
        assert not address.startswith("data:") or address.startswith("data:image/png;base64,")
    style = " ".join(re.findall(r"(?s)<style>.*?</style>|style=\"[^\"]*\"", html))
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", style)
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    scripts = re.findall(r"(?s)<script[^>]*>(.*?)</script>", html)
    allowed = f"script-src '{_hash(scripts[0])}'; " if scripts else ""
    assert scripts in ([], [SORT.read_text(encoding="utf-8")])
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; {allowed}base-uri 'none'"
    )
    assert policy in html
    tags = [tag for tag, _ in page.elements]
    assert tags.count("main") == 1
    assert all(given.get("alt") for tag, given in page.elements if tag == "img")
    return page

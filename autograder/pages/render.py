"""The one way from a template to a page: everything is escaped unless it was made safe before."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.notebook.sanitise import plain
from autograder.pages import numbers, text
from autograder.pages.feedback_model import state_of
from autograder.pages.statistics import ClaimStatistics
from autograder.verdicts import Outcome

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Script:
    """A script of our own, and the hash by which a page allows it and no other."""

    source: Markup

    @property
    def hash(self) -> str:
        """The source in a Content-Security-Policy."""
        digest = hashlib.sha256(self.source.encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode()}"


def render(template: str, script: str = "", **values: object) -> str:
    """Return a page; its style is in it, and it needs nothing from anywhere.

    `script` names one of the templates' scripts. The page must be whole without it.
    """
    source = (_TEMPLATES / script).read_text(encoding="utf-8") if script else ""
    found = Script(Markup(source)) if source else None
    return _environment().get_template(template).render(script=found, **values)


def percent(share: float | None) -> str:
    """Return a share as a whole percentage; a dash if it is not known."""
    return "–" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def link(*parts: str) -> str:
    """Return a relative address; each part is one name, whatever is in it."""
    return "/".join(part if part == ".." else quote(part, safe="") for part in parts)


def fixed(value: float | None) -> str:
    """Return a number with two digits after the point, so that a column lines up."""
    return "–" if value is None else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def in_sections(
    claims: Iterable[ClaimStatistics], section_of: Mapping[str, str]
) -> list[tuple[str, list[ClaimStatistics]]]:
    """Return claims by the exercise that they belong to, in their order."""
    return [
        (section, list(group))
        for section, group in groupby(claims, lambda claim: section_of.get(claim.claim, "Others"))
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # names and ids reach pages as a person wrote them: no control characters from them
        finalize=lambda value: (
            plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        ),
    )
    environment.globals["css"] = Markup((_TEMPLATES / "style.css").read_text(encoding="utf-8"))
    environment.globals["Outcome"] = Outcome
    environment.globals["state_of"] = state_of
    environment.filters |= {
        "inline": text.inline,
        "heading": text.heading,
        "message": text.message,
        "markdown": text.markdown,
        "comment": text.comment,
        "highlight": text.highlight,
        "number": numbers.number,
        "signed": numbers.signed,
        "percent": percent,
        "duration": numbers.duration,
        "counted": numbers.counted,
        "fixed": fixed,
        "in_sections": in_sections,
    }
    return environment

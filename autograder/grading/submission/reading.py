"""Reads what a stranger handed in: the cells of a notebook, or a sentence why there are none."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import MaterialError
from autograder.sandbox.limits import Limits

_KINDS = ("code", "markdown", "raw")
_MARKS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"{\0": "utf-16-le",
    b"\0{": "utf-16-be",
}


class Refused(MaterialError):
    """A submission that cannot be graded; the text says why, and nobody gets a zero for it."""

    @classmethod
    def because_of(cls, error: BaseException) -> Refused:
        """Return the refusal of a submission over which an error was raised, whichever it was."""
        if isinstance(error, cls):
            return error
        text = f"The grader stopped with {type(error).__name__}: {error}"
        if isinstance(error, MaterialError):  # it is a sentence already
            text = str(error)
        return cls(text.encode("utf-8", "replace").decode()[:500])


class TooSlow(Refused):
    """A submission that was given up, because it took longer than it might."""


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as handed in: nothing in it is to be believed."""

    position: int
    kind: str
    source: str
    id: str = ""  # the format's own cell id
    marks: dict[str, Any] = field(default_factory=dict)  # nbgrader's metadata
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str:
        """The name that nbgrader gave the cell, or nothing."""
        name = self.marks.get("grade_id")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True)
class Submission:
    """The cells of a notebook as handed in, and what was odd about the file."""

    cells: tuple[SubmittedCell, ...]
    remarks: tuple[str, ...] = ()


def read_submission(content: bytes, limits: Limits | None = None) -> Submission:
    """Return the cells of a notebook from bytes; formats before 4 are upgraded.

    Stored outputs are dropped: nothing that they say is believed.

    Parameters
    ----------
    content : bytes
        Of the file that was handed in.
    limits : Limits, optional
        How large it may be; by default as the class `Limits` has it.

    Raises
    ------
    Refused
        If it is no notebook, or one that is too large or too deep; the text is one sentence.
    """
    limits = limits or Limits()
    if len(content) > limits.submission:
        raise Refused(
            f"The file has {len(content) / 1e6:.0f} MB, more than {limits.submission / 1e6:.0f} "
            "MB: clear the outputs, save and hand it in again."
        )
    text, remarks = _decoded(content)
    notebook = _parsed(text, limits.submission_depth)
    version = notebook.get("nbformat")
    if isinstance(version, int) and not isinstance(version, bool) and version in (1, 2, 3):
        notebook = _upgraded(notebook, version)
        remarks = (*remarks, f"The notebook came in the old format {version} and was upgraded.")
    elif version != 4:
        raise Refused(
            "The file is JSON, but not a notebook of format 4"
            + (f" (it says {version!r:.40})" if version is not None else "")
            + ": open it in JupyterLab, save it and hand it in again."
        )
    raw = notebook.get("cells")
    if not isinstance(raw, list):
        raise Refused("The notebook has no list of cells: download it again and hand that in.")
    most = limits.submission_cells
    if len(raw) > most:
        raise Refused(f"The notebook has {len(raw)} cells, more than {most}: remove some.")
    cells = [item for item in raw if isinstance(item, dict)]
    found = tuple(_cell(item, at) for at, item in enumerate(cells))
    if len(found) < len(raw):
        remarks = (*remarks, f"{len(raw) - len(found)} entries among its cells are not cells.")
    written = sum(len(cell.source) for cell in found if cell.kind == "code")
    if written > limits.submission_code:
        raise Refused(
            f"The notebook's code cells hold {written:,} characters, more than "
            f"{limits.submission_code:,}: put data into a file beside the notebook."
        )
    return Submission(found, remarks)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if not content.strip():
        raise Refused("The file is empty: download the notebook again and hand that in.")
    encoding = _MARKS.get(content[:2], "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"
        text = content.decode(encoding)
    if encoding == "utf-8-sig":
        return text, ()
    return text, (f"The file is written in {encoding}, not in UTF-8; it was read all the same.",)


def _parsed(text: str, depth: int) -> dict[str, Any]:
    if _deeper_than(text, depth):
        raise Refused(f"The file's JSON is nested more than {depth} levels deep: not a notebook.")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(
            f"The file is not a notebook (no JSON: {error}): download it again from JupyterLab "
            "with File, Download, and hand that in."
        ) from error
    if not isinstance(notebook, dict):
        raise Refused("The file is JSON, but not a notebook: hand in the .ipynb file.")
    return notebook


def _deeper_than(text: str, limit: int) -> bool:
    """True if brackets outside strings open deeper than `limit`.

    A string that is never closed goes on to the end of the text.
    """
    brackets = _NO_BRACKET.sub("", _STRING.sub("", text))
    if len(brackets) < _FEW:
        left = brackets
        for _ in range(limit):
            left = left.replace("[]", "").replace("{}", "")  # a level, or two
        if not left:
            return False
    depth = deepest = 0
    for bracket in brackets:
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > limit


_FEW = 100_000
_NO_BRACKET = re.compile(r"[^\[\]{}]+")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


def _upgraded(notebook: dict[str, Any], version: int) -> dict[str, Any]:
    import nbformat  # costs 0.1 s, and one notebook in hundreds needs it

    try:
        node: Any = nbformat.from_dict(notebook)
        node.setdefault("nbformat_minor", 0)
        upgraded: dict[str, Any] = nbformat.convert(node, 4)
        return upgraded
    except Exception as error:  # whatever an upgrade of arbitrary JSON stumbles over
        raise Refused(
            f"The notebook is of the old format {version} and cannot be upgraded ({error!r:.100}): "
            "open it in JupyterLab, save it and hand it in again."
        ) from error


def _cell(raw: dict[str, Any], position: int) -> SubmittedCell:
    metadata = _dict(raw.get("metadata"))
    kind, name = raw.get("cell_type"), raw.get("id")
    tags = metadata.get("tags")
    return SubmittedCell(
        position=position,
        kind=kind if kind in _KINDS else "raw",
        source=_text(raw.get("source")),
        id=name if isinstance(name, str) else "",
        marks=_dict(metadata.get("nbgrader")),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=_attachments(raw.get("attachments")),
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(source: object) -> str:
    """The source as one string that can be written as UTF-8 and run: no lone surrogates, no NUL."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return source.encode("utf-8", "replace").decode("utf-8")


def _attachments(value: object) -> dict[str, dict[str, str]]:
    """Images pasted into text, which whoever marks by hand wants to see."""
    return {
        name: {
            kind: data
            for kind, data in bundle.items()
            if isinstance(kind, str) and kind.startswith("image/") and isinstance(data, str)
        }
        for name, bundle in _dict(value).items()
        if isinstance(name, str) and isinstance(bundle, dict)
    }

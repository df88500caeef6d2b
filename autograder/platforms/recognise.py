"""Which assignment a file is, whatever it is called, or what it is if it is no notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.course.course import Assignment
from autograder.errors import MaterialError
from autograder.grading.submission.reading import read_submission
from autograder.grading.submission.signs import Signs

_ENDINGS = (".ipynb", ".json", ".txt")
_COPY_MARKS = re.compile(
    r"copy( of)?|copie( de)?|kopie( von)?|copia( de)?|\(\d+\)|[-_ ]copy\d*$|[-_ ]\d+$", re.I
)


def is_candidate(file: str) -> bool:
    """True for a name that a notebook may have: browsers add .txt or .json, or drop the ending."""
    name = file.rsplit("/", 1)[-1].lower()
    return name.endswith(_ENDINGS) or "." not in name


class Recogniser:
    """Tells which assignment of a course a file is: by its cells, else by its name."""

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        assignments = list(assignments)
        self.assignments = {assignment.name for assignment in assignments}
        self._signs = Signs.of(assignments)
        self._stems = {a.stem.casefold(): a.name for a in assignments}

    def recognise(self, content: bytes, file: str, expected: str = "") -> str:
        """Return the assignment of a notebook, read as it will be for grading.

        Raises
        ------
        MaterialError
            If the bytes are no notebook, or one of no assignment; the message says why.
        """
        cells = read_submission(content).cells
        if name := self._signs.recognise(cells, expected) or self.named(file):
            return name
        raise MaterialError("It is a notebook, but of no assignment of this course.")

    def named(self, file: str) -> str:
        """Return the assignment that a file's name means, or nothing."""
        return self._stems.get(plain_stem(file), "")


def what_it_is(file: str, content: bytes) -> str:
    """Return a sentence on a file that is no notebook, for its student."""
    start = content[:1_000].lstrip().lower()
    kinds = {
        "a PDF": start.startswith(b"%pdf"),
        "a web page": start.startswith((b"<!doctype", b"<html")),
        "a packed file": content.startswith((b"PK", b"Rar!", b"7z", b"\x1f\x8b")),
        "a Python program": file.lower().endswith(".py"),
        "an image": content.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8")),
    }
    kind = next((kind for kind, fits in kinds.items() if fits), "")
    kind = f", but {kind}" if kind else ""
    return f"{file} is not a notebook{kind}: hand in the file that ends in .ipynb."


def plain_stem(file: str) -> str:
    """Return a file's name without endings and without what copying adds to it."""
    name = file.rsplit("/", 1)[-1].casefold()
    while name.endswith(_ENDINGS):
        name = name.rsplit(".", 1)[0]
    while (shorter := _COPY_MARKS.sub("", name).strip(" -_")) != name:
        name = shorter
    return name

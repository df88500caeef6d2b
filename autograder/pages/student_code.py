"""What a student wrote, and nothing else: never a graded cell, whose hidden half stands in it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from autograder.checking.code import definitions, tree_of
from autograder.notebook.cells import Cell
from autograder.notebook.exercises import Exercise, Question
from autograder.notebook.regions import has_stub
from autograder.notebook.sanitise import show_outputs

_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class StudentCode:
    """The answers of one notebook, by grade_id, and the student's own cells, in order."""

    answers: dict[str, dict[str, Any]]
    own: list[dict[str, Any]]

    @classmethod
    def of(cls, notebook: dict[str, Any], course: Iterable[Cell]) -> StudentCode:
        """Return what was written; `course` are the source notebook's cells."""
        given = {cell.id: cell for cell in course}
        answers: dict[str, dict[str, Any]] = {}
        own: list[dict[str, Any]] = []
        for cell in notebook.get("cells", []):
            if cell.get("cell_type") != "code":
                continue
            marks = cell.get("metadata", {}).get("nbgrader", {})
            name = marks.get("grade_id") or cell.get("id", "")
            if name in given:
                if given[name].is_answer:
                    answers.setdefault(name, cell)
            elif not (marks.get("grade") or marks.get("locked")):
                own.append(cell)
        return cls(answers, own)

    def sources(self, part: Question, claims: Sequence[Cell] = ()) -> list[str]:
        """Return the code that the claims of a part are about.

        It is the part's answers, or those answers that define what the claims name where the
        part has none of its own; and the student's own cells that define the same names again.
        """
        if part.answers:
            cells = [self.answers[c.id] for c in part.answers if c.id in self.answers]
        else:
            words = {word for claim in claims for word in _WORD.findall(claim.source)}
            cells = [c for c in self.answers.values() if words & set(definitions(_source(c)))]
        names = {name for cell in cells for name in definitions(_source(cell))}
        again = [cell for cell in self.own if names & set(definitions(_source(cell)))]
        return [text for cell in [*cells, *again] if (text := _source(cell).strip("\n"))]

    def outputs(self, part: Question) -> list[Markup]:
        """Return what the part's answers put out, safe to show."""
        cells = [self.answers[cell.id] for cell in part.answers if cell.id in self.answers]
        return [shown for cell in cells for shown in show_outputs(cell.get("outputs"))]

    def about(self, exercises: Iterable[Exercise], claim: str) -> str:
        """Return the code that one claim is about."""
        for exercise in exercises:
            for part in exercise.questions:
                for cell in part.claims:
                    if cell.id == claim:
                        return joined(self.sources(part, [cell]))
        return ""

    def unanswered(self, exercises: Iterable[Exercise], blank: Iterable[str]) -> set[str]:
        """Return the claims about answers that were left as they were; `blank` has those cells."""
        left, found = set(blank), set()
        for part in (part for exercise in exercises for part in exercise.questions):
            for claim in part.claims:
                if part.answers:
                    untouched = {answer.id for answer in part.answers} <= left
                else:
                    untouched = is_blank(self.sources(part, [claim]))
                if untouched:
                    found.add(claim.id)
        return found


def is_blank(sources: Sequence[str]) -> bool:
    """Return whether nothing was written: every cell is as it was released."""
    return bool(sources) and all(map(has_stub, sources))


def joined(sources: Sequence[str]) -> str:
    """Return several cells as one text, long docstrings cut to their first line."""
    return "\n\n\n".join(_short(source) for source in sources)


def anonymous(source: str, students: Iterable[str]) -> str:
    """Return code without comments and without the names of those who might have written it."""
    lines = source.splitlines(keepends=True)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        for token in reversed(tokens):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column].rstrip() + "\n"
                if lines[row - 1] == "\n":
                    del lines[row - 1]
    except (tokenize.TokenError, SyntaxError):  # code that does not parse: cut what looks like one
        lines = [re.sub(r"\s*#.*", "", line) for line in source.splitlines(keepends=True)]
    text = "".join(lines)
    for student in students:
        text = re.sub(rf"(?<!\w){re.escape(student)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text.strip("\n")


def _short(source: str) -> str:
    """Return code whose docstrings of more than three lines end after the first."""
    tree = tree_of(source)
    if tree is None:
        return source
    lines = source.split("\n")
    for node in sorted(ast.walk(tree), key=lambda node: -getattr(node, "lineno", 0)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        text = node.body[0]
        start, end = text.lineno - 1, text.end_lineno or text.lineno
        if ast.get_docstring(node) and end - start > 3:
            first = lines[start].rstrip()
            if first.count('"""') == 1 and lines[end - 1].strip() == '"""':
                lines[start:end] = [f'{first} …"""']
    return "\n".join(lines)


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(map(str, source))

"""The coach's second look at a failed claim: which known mistake explains the calls it made."""

from __future__ import annotations

import ast
import functools
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from autograder.checks.calls import Called
from autograder.checks.disagreement import Disagreement
from autograder.checks.settings import knowing_wrong
from autograder.grading.claims.link import Link
from autograder.notebook.cells import Cell
from autograder.sandbox.replies import NotAnswered


class Coach:
    """Remembers which functions of one notebook were found wrong, and explains failed claims.

    Attributes
    ----------
    wrong : set of str
        The student's functions that did otherwise than the reference in a failed claim.
    """

    def __init__(self, source: Iterable[Cell]) -> None:
        self.wrong: set[str] = set()
        self._earlier: list[Link] = []
        self._claims = tuple(cell.source for cell in source if cell.is_claim)

    def remember(self, link: Link) -> None:
        """Keep what a claim saw: it may tell mistakes apart when a later one fails."""
        self._earlier.append(link)

    def explain(self, error: BaseException, link: Link, message: str) -> dict[str, str | None]:
        """Return what to change in the verdict, never whether it holds or its points."""
        from autograder.checks import messages
        from autograder.grading.claims.second_look import second_look

        if isinstance(error, Disagreement):
            asks = error.unexplained
        else:
            asks = isinstance(error, Exception) and not isinstance(error, NotAnswered)
        try:
            with knowing_wrong(self.wrong):
                looked = second_look(
                    link.called, _references(self._claims), self._before, speak=asks
                )
        except NotAnswered:
            return {}
        self.wrong |= looked.wrong
        if not looked.message:
            return {}
        theirs = getattr(error, "student_error", None)
        if looked.mistake and theirs and f"You got:   {theirs.name}" in looked.message:
            message = looked.message  # it tells the error and its line as well
        else:
            message = messages.added(message, looked.message)
        return {"message": message, "mistake": looked.mistake}

    def _before(self) -> list[Called]:
        return [called for link in self._earlier for called in link.called]


@functools.lru_cache(maxsize=32)
def _references(claims: tuple[str, ...]) -> Mapping[str, Callable]:
    """The functions, by name, of the modules that the claims import and that have mistakes."""
    from autograder.grading.claims.second_look import references_in

    return MappingProxyType(dict(references_in(_modules(claims))))


def _modules(claims: tuple[str, ...]) -> Iterator:
    for name in dict.fromkeys(name for claim in claims for name in _imported(claim)):
        if name.split(".")[0] == "autograder":
            continue
        try:
            yield importlib.import_module(name)
        except ImportError:  # a function, or what the claim itself will complain of
            continue


def _imported(claim: str) -> Iterator[str]:
    try:
        tree = ast.parse(claim)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)

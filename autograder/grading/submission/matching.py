"""Finds for each cell of the source the submitted one: by name, id, text, or what it defines."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from operator import attrgetter

from autograder.checking.code import defined_names
from autograder.grading.submission.reading import SubmittedCell
from autograder.notebook.cells import Cell
from autograder.notebook.regions import released, squeezed

_ALIKE = 0.6  # of the text: an exercise whose stub was filled in is rarely less like its release
_PATIENCE = 50_000_000  # pairs of characters to compare in one notebook: seconds, not hours


@dataclass
class Matches:
    """The submitted cell for each source cell, by position, and how it was found."""

    found: dict[int, SubmittedCell] = field(default_factory=dict)  # source position to cell
    by_text: set[int] = field(default_factory=set)  # source positions found without their name
    doubles: dict[int, list[SubmittedCell]] = field(default_factory=dict)

    @property
    def taken(self) -> dict[int, int]:
        """Source position by position in the submission."""
        return {cell.position: at for at, cell in self.found.items()}


def match(
    source: list[Cell],
    submitted: tuple[SubmittedCell, ...],
    elsewhere: Set[str] = frozenset(),
) -> Matches:
    """Return each source cell's counterpart, found by the surest signs first.

    Parameters
    ----------
    source : list of Cell
        The cells of the source notebook.
    submitted : tuple of SubmittedCell
        What was handed in.
    elsewhere : set of str
        Names of cells of other assignments; a cell with one of them is none of these, however
        like one it is.
    """
    matches = Matches()
    names = {cell.id: at for at, cell in enumerate(source)}
    used: set[int] = set()
    for name_of in (attrgetter("grade_id"), attrgetter("id")):
        for cell in submitted:
            at = names.get(name_of(cell))
            if at is None or cell.position in used:
                continue
            if at in matches.found:
                matches.doubles.setdefault(at, []).append(cell)
            else:
                matches.found[at] = cell
            used.add(cell.position)
    free = [
        cell
        for cell in submitted
        if cell.position not in used and not {cell.grade_id, cell.id} & elsewhere
    ]

    @functools.cache
    def squeeze(at: int) -> str:
        return squeezed(submitted[at].source)

    def define(at: int) -> frozenset[str]:
        return defined_names(submitted[at].source)

    rules: tuple[_Rule, ...] = (_SameText(squeeze), _SameNames(define), _Alike(squeeze))
    for rule in rules:
        for at, wanted in enumerate(source):
            if at in matches.found:
                continue
            twin = rule(wanted, free)
            if twin is not None:
                matches.found[at] = twin
                matches.by_text.add(at)
                free.remove(twin)
    return matches


_Rule = Callable[[Cell, list[SubmittedCell]], SubmittedCell | None]


@dataclass
class _SameText:
    """The first cell of the same kind and text."""

    squeezed: Callable[[int], str]  # by position in the submission

    def __call__(self, cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
        text = squeezed(released(cell))
        for other in free:
            if other.kind == cell.kind and self.squeezed(other.position) == text:
                return other
        return None


@dataclass
class _SameNames:
    """For an answer in code: the first cell that defines what the released cell defines."""

    defined: Callable[[int], frozenset[str]]

    def __call__(self, cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
        if not (cell.solution and cell.kind == "code"):
            return None
        wanted = defined_names(released(cell))
        for other in free:
            if wanted and other.kind == "code" and wanted <= self.defined(other.position):
                return other
        return None


@dataclass
class _Alike:
    """For graded, locked and answer cells: the most similar text, if it is similar at all."""

    squeezed: Callable[[int], str]
    patience: int = _PATIENCE  # a stranger can make each comparison as long as possible

    def __call__(self, cell: Cell, free: list[SubmittedCell]) -> SubmittedCell | None:
        if not (cell.is_answer or cell.grade or cell.locked):
            return None
        text = squeezed(released(cell))
        compared = difflib.SequenceMatcher(None, "", text, autojunk=False)
        best, most = None, _ALIKE
        for other in free:
            if other.kind != cell.kind:
                continue
            theirs = self.squeezed(other.position)
            compared.set_seq1(theirs)
            if compared.real_quick_ratio() <= most or compared.quick_ratio() <= most:
                continue
            self.patience -= len(theirs) * len(text)
            if self.patience < 0:
                break
            ratio = compared.ratio()
            if ratio > most:
                best, most = other, ratio
        return best

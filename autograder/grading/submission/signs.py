"""Which assignment of the course a notebook is: its own cells tell, whatever it is called."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.course import Assignment, Course
from autograder.errors import MaterialError
from autograder.grading.submission.reading import SubmittedCell
from autograder.notebook.regions import released, squeezed


@dataclass(frozen=True)
class Signs:
    """What each assignment of a course has, and none of the others.

    Attributes
    ----------
    names : mapping of str to frozenset of str
        The names of its exercises and checks, by assignment.
    texts : mapping of str to frozenset of str
        The texts of its checks and read-only cells, which students leave as they are.
    """

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, assignments: Iterable[Assignment]) -> Signs:
        """Return the signs of these assignments; one that cannot be read has none."""
        names: dict[str, set[str]] = {}
        texts: dict[str, set[str]] = {}
        for assignment in assignments:
            try:
                cells = assignment.cells
            except (MaterialError, OSError):
                continue
            names[assignment.name] = {c.id for c in cells if c.is_answer or c.is_claim}
            fixed = [c for c in cells if not c.is_answer and (c.grade or c.locked)]
            texts[assignment.name] = {squeezed(released(c)) for c in fixed}
        return cls(_unshared(names), _unshared(texts))

    def recognise(self, cells: Sequence[SubmittedCell], expected: str = "") -> str:
        """Return the name of the assignment with most signs in these cells, "" if there are none.

        It is the expected one if that has any: work of another assignment may stand beside it.
        Texts tell only where no cell has a name left.
        """
        names = {name for cell in cells for name in (cell.grade_id, cell.id)}
        found = _most(self.names, names, expected)
        if found or any(cell.grade_id for cell in cells):
            return found
        return _most(self.texts, {squeezed(cell.source) for cell in cells}, expected)

    def elsewhere(self, assignment: str) -> frozenset[str]:
        """Return the names of cells that belong to other assignments than this one."""
        return frozenset().union(*(own for name, own in self.names.items() if name != assignment))


def signs_of(root: str) -> Signs:
    """Return the signs of the course at this path; of something else, none."""
    try:
        assignments = Course(Path(root)).assignments if root else []
        versions = tuple((one.folder, one.notebook.stat().st_mtime_ns) for one in assignments)
    except OSError:
        return Signs()
    return _signs(versions)


@functools.lru_cache(maxsize=4)
def _signs(versions: tuple[tuple[Path, int], ...]) -> Signs:
    return Signs.of(Assignment(folder) for folder, _ in versions)


def _most(signs: Mapping[str, frozenset[str]], seen: set[str], expected: str) -> str:
    """The assignment of which most signs were seen; the expected one if any of its own were."""
    shared = {name: len(own & seen) for name, own in signs.items()}
    best = max(shared, key=lambda name: shared[name], default="")
    if shared.get(expected):
        return expected
    return best if best and shared[best] else ""


def _unshared(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Take from each set what another one has too."""
    seen: set[str] = set()
    twice: set[str] = set()
    for one in sets.values():
        twice |= seen & one
        seen |= one
    return {name: frozenset(one - twice) for name, one in sets.items()}

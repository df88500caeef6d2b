"""Makes the notebook that is graded: the course's own, with the student's answers in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from autograder.grading.submission.matching import Matches, match
from autograder.grading.submission.reading import Refused, Submission, SubmittedCell
from autograder.grading.submission.signs import Signs
from autograder.notebook.cells import Cell, checksum
from autograder.notebook.regions import released, squeezed, without_solutions
from autograder.notebook.sanitise import clean_cell
from autograder.verdicts import Note


class Role(StrEnum):
    """What a cell is in the notebook that is graded, and so where its text comes from."""

    CLAIM = "claim"  # from the source; runs in the grader
    GIVEN = "given"  # from the source; runs in the student process if it is code
    ANSWER = "answer"  # its place from the source, its text from the student
    EXTRA = "extra"  # the student's own


@dataclass(frozen=True)
class Restored:
    """One cell of the restored notebook."""

    role: Role
    cell: Cell  # of the source, or the student's own
    source: str
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The cell's id in the restored notebook."""
        return str(self.cell.raw.get("id") or self.cell.id)

    @property
    def runs(self) -> bool:
        """True for code that is run in the student process."""
        given = self.role is Role.CLAIM or "illustration" in self.cell.tags
        return self.cell.kind == "code" and not given

    @property
    def blank(self) -> bool:
        """True for an answer that is still what was released."""
        return self.role is Role.ANSWER and squeezed(self.source) == squeezed(released(self.cell))

    def as_json(
        self, outputs: list[dict[str, Any]] | None = None, count: int | None = None
    ) -> dict[str, Any]:
        """Return the cell as notebook JSON, cleaned, for formgrader and the pages."""
        metadata = dict(self.cell.raw.get("metadata", {}))
        if metadata.get("nbgrader"):
            trusted = checksum(self.cell, without_solutions(self.cell))
            metadata["nbgrader"] = {**metadata["nbgrader"], "checksum": trusted}
        cell: dict[str, Any] = {
            "cell_type": self.cell.kind,
            "id": self.name,
            "metadata": metadata,
            "source": self.source,
        }
        if self.cell.kind == "code":
            cell |= {"execution_count": count, "outputs": outputs or []}
        elif self.attachments:
            cell["attachments"] = self.attachments
        return clean_cell(cell, given=self.role in (Role.CLAIM, Role.GIVEN))


def restore(
    source: list[Cell],
    submission: Submission | None,
    assignment: str,
    signs: Signs | None = None,
) -> tuple[list[Restored], list[Note]]:
    """Return the notebook to grade and what the instructor should know.

    Parameters
    ----------
    source : list of Cell
        The source notebook: its order, graded and locked cells, points and tags rule.
    submission : Submission or None
        What the student handed in; None is the blank release.
    assignment : str
        Its name.
    signs : Signs, optional
        By which the assignments of the course are told apart.

    Raises
    ------
    Refused
        If nothing of the assignment is in the submission: it is another notebook.
    """
    if submission is None:
        return [_from_source(cell, None) for cell in source], []
    signs = signs or Signs()
    recognised = signs.recognise(submission.cells, expected=assignment)
    if recognised not in ("", assignment):
        raise Refused(
            f"This is {recognised}, not {assignment}: its cells belong to {recognised}. "
            f"Hand in the notebook of {assignment}."
        )
    matches = match(source, submission.cells, signs.elsewhere(assignment))
    asked = [at for at, cell in enumerate(source) if cell.is_answer or cell.is_claim]
    if asked and not any(at in matches.found for at in asked):
        raise Refused(
            f"This is not the notebook of {assignment}: none of its {len(asked)} exercises and "
            "checks is in it. Hand in the notebook of this assignment."
        )
    extras = _extras(source, submission, matches)
    restored = list(extras.get(-1, ()))
    for at, cell in enumerate(source):
        restored.append(_from_source(cell, matches.found.get(at)))
        restored += extras.get(at, ())
    notes = [Note("", remark) for remark in submission.remarks]
    return restored, notes + _notes(source, matches)


def _from_source(cell: Cell, handed_in: SubmittedCell | None) -> Restored:
    if cell.is_claim:
        return Restored(Role.CLAIM, cell, cell.source)
    if not cell.solution:
        return Restored(Role.GIVEN, cell, cell.source, cell.raw.get("attachments", {}))
    if handed_in is None:
        return Restored(Role.ANSWER, cell, released(cell), cell.raw.get("attachments", {}))
    return Restored(Role.ANSWER, cell, handed_in.source, handed_in.attachments)


def _extras(
    source: list[Cell], submission: Submission, matches: Matches
) -> dict[int, list[Restored]]:
    """The student's own cells, by the source position of the cell that each followed."""
    extras: dict[int, list[Restored]] = {}
    taken = matches.taken
    names = {cell.id for cell in source} | {str(cell.raw.get("id")) for cell in source}
    after = -1
    for cell in submission.cells:
        at = taken.get(cell.position)
        if at is not None:
            after = at
            if not _own_version(source[at], cell):
                continue
        elif _copy_of_claim(source, matches, cell):
            continue
        name = f"extra-{cell.position + 1}"
        while name in names:
            name += "-own"
        names.add(name)
        own = Cell(name, cell.kind, cell.source)
        if cell.source.strip():
            restored = Restored(Role.EXTRA, own, cell.source, cell.attachments)
            extras.setdefault(after, []).append(restored)
    return extras


def _own_version(cell: Cell, handed_in: SubmittedCell) -> bool:
    """True if the student changed a cell that is free to be changed, an example say.

    Both run, the given one and the student's: later answers may use what it defines.
    """
    if cell.is_answer or cell.grade or cell.locked:
        return False
    return squeezed(cell.source) != squeezed(handed_in.source)


def _copy_of_claim(source: list[Cell], matches: Matches, handed_in: SubmittedCell) -> bool:
    """True for the second copy of a graded or locked cell: it adds nothing."""
    return any(
        handed_in in copies
        and not source[at].is_answer
        and squeezed(handed_in.source) == squeezed(released(source[at]))
        for at, copies in matches.doubles.items()
    )


def _notes(source: list[Cell], matches: Matches) -> list[Note]:
    """What was changed, missing or doubled among the cells that matter."""
    notes = []
    if matches.found and not any(cell.grade_id for cell in matches.found.values()):
        notes.append(
            Note("", "nbgrader's metadata is missing everywhere: cells were matched by id and text")
        )
    bare = bool(notes)
    moved = _moved({at: cell.position for at, cell in matches.found.items()})
    for at, cell in enumerate(source):
        if not (cell.is_answer or cell.grade or cell.locked):
            continue
        kind = "graded cell" if cell.grade else "exercise" if cell.is_answer else "read-only cell"
        handed_in = matches.found.get(at)
        if handed_in is None:
            notes.append(Note(cell.id, f"{kind} deleted; put back"))
            continue
        changes = list(_changes(cell, handed_in, at in matches.by_text, bare))
        if at in moved:
            changes.append("moved; put back in its place")
        if copies := matches.doubles.get(at):
            changes.append(f"there {len(copies) + 1} times; the first counts as this {kind}")
        notes += [Note(cell.id, f"{kind} {change}") for change in changes]
    return notes


def _moved(positions: dict[int, int]) -> set[int]:
    """The fewest cells, by position in the source, that must have been moved by the student."""
    best: dict[int, tuple[int, ...]] = {}  # the longest rising run that ends here
    none: tuple[int, ...] = ()
    for at in sorted(positions):
        before = [run for other, run in best.items() if positions[other] < positions[at]]
        longest = max(before, key=len, default=none)
        best[at] = (*longest, at)
    longest = max(best.values(), key=len, default=none)
    return set(positions) - set(longest)


def _changes(cell: Cell, handed_in: SubmittedCell, by_text: bool, bare: bool) -> Iterator[str]:
    marks = handed_in.marks
    if by_text and not bare:
        yield "lost its name; recognised by its text"
    elif not bare and handed_in.grade_id != cell.id:
        yield f"renamed to {handed_in.grade_id!r:.60}" if handed_in.grade_id else "lost its name"
    if handed_in.kind != cell.kind:
        yield f"turned from {cell.kind} into {handed_in.kind}; turned back"
    given = {squeezed(released(cell)), squeezed(cell.source)}  # the source notebook itself too
    if not cell.is_answer and squeezed(handed_in.source) not in given:
        yield "edited; the released text was used"
    if cell.grade and marks and marks.get("points") != cell.points:
        yield f"points edited from {cell.points:g} to {marks.get('points')!r:.20}; restored"
    for flag in ("grade", "solution") if marks else ():
        if bool(marks.get(flag)) != getattr(cell, flag):
            yield f"flag '{flag}' flipped; restored"
    for tag in set(handed_in.tags) - set(cell.tags):
        if tag in ("skip-execution", "raises-exception", "illustration"):
            yield f"tagged {tag}; the tag was dropped"

"""Runs the cells of one notebook and judges its claims, with as few copies as will do.

What becomes of each is what would become of it if all came from top to bottom.
"""

from __future__ import annotations

import time
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.grading.claims.examiner import Examiner
from autograder.grading.claims.namespace import bound
from autograder.grading.claims.purity import keeps_state, leaves_all, names_in
from autograder.grading.claims.reading import Afresh, reads_code
from autograder.grading.claims.unprotected import judge_unprotected, repeat
from autograder.grading.claims.verdict import failed, not_run
from autograder.grading.student import StudentRun, claim_outputs
from autograder.grading.submission.restore import Restored, Role
from autograder.notebook.cells import Cell
from autograder.sandbox.process import Copy
from autograder.sandbox.replies import NotAnswered, NotStarted
from autograder.verdicts import Note, Outcome, Verdict

_BRIEF = 1.0  # seconds: after what took longer, nothing else depends on the same copy


@dataclass(frozen=True)
class _Ran:
    """A cell that has had its turn in the student process, for the examiner to look at."""

    cell: Restored
    outputs: list[dict[str, Any]]
    count: int | None
    texts: tuple[str, ...]  # the code cells above it
    broken: Mapping[str, str]  # what these could not define


class Judging:
    """Runs the cells of one notebook and judges its claims.

    Parameters
    ----------
    cells : list of Restored
        The notebook.
    run : StudentRun
        Runs the student's cells; none has run yet.
    examiner : Examiner
        Judges the claims.
    afresh : Afresh
        Gives processes in which no cell has run.
    unprotected : mapping
        Claims that run among the student's code, and why.
    repeated : container of str
        Claims that other cells need there too.
    """

    def __init__(
        self,
        cells: list[Restored],
        run: StudentRun,
        examiner: Examiner,
        afresh: Afresh,
        unprotected: Mapping[str, str],
        repeated: Container[str],
    ) -> None:
        self._cells = cells
        self._run = run
        self._examiner = examiner
        self._afresh = afresh
        self._unprotected = unprotected
        self._repeated = repeated
        self._known: dict[str, tuple[Verdict, list[Note]]] = {}

    def verdicts(self) -> Iterator[tuple[list[Verdict], dict[str, Any]]]:
        """Yield what became of each cell: its verdict if it is a claim, and the cell as JSON.

        Claims wait while cells below them run, as long as they find the same afterwards; those
        that follow one another then share a copy.
        """
        self._read_first()
        waiting: list[_Ran] = []
        for cell in self._cells:
            if self._stands_alone(cell) or not self._may_run(cell, waiting):
                yield from map(self._examined, waiting)
                waiting = []
            start = time.perf_counter()
            waiting.append(self._ran(cell))
            slow = time.perf_counter() - start > _BRIEF
            if slow or self._run.stopped or self._stands_alone(cell):
                yield from map(self._examined, waiting)
                waiting = []
        yield from map(self._examined, waiting)

    def _stands_alone(self, cell: Restored) -> bool:
        """Whether it is a claim that changes the student process."""
        name = cell.cell.id
        return cell.role is Role.CLAIM and (name in self._unprotected or name in self._repeated)

    def _may_run(self, cell: Restored, waiting: list[_Ran]) -> bool:
        """Whether the claims that wait find the same after this cell."""
        claims = [ran.cell.source for ran in waiting if ran.cell.role is Role.CLAIM]
        if not claims or not _is_run(cell):
            return True
        asked = frozenset().union(*map(names_in, claims)) - self._examiner.namespace.keys()
        return leaves_all(cell.source, asked, self._run.texts)

    def _ran(self, cell: Restored) -> _Ran:
        texts, broken = tuple(self._run.texts), dict(self._run.broken)
        outputs, count = self._run.run(cell) if _is_run(cell) else ([], None)
        if _is_given(cell):
            self._examiner.namespace.trust(cell.cell)
        return _Ran(cell, outputs, count, texts, broken)

    def _examined(self, ran: _Ran) -> tuple[list[Verdict], dict[str, Any]]:
        claim = ran.cell.cell
        if ran.cell.role is not Role.CLAIM:
            return [], ran.cell.as_json(ran.outputs, ran.count)
        if claim.id in self._unprotected:
            reason = self._unprotected[claim.id]
            self._examiner.namespace.trust(claim, inside=True)
            verdict, marked = judge_unprotected(claim, self._run.process, reason, ran.broken)
            return [verdict], ran.cell.as_json([*marked, *claim_outputs(verdict)])
        verdict = self._judged(claim, ran)
        if claim.id in self._repeated:
            repeat(claim, self._run.process)
        return [verdict], ran.cell.as_json(claim_outputs(verdict))

    def _judged(self, claim: Cell, ran: _Ran) -> Verdict:
        if claim.id in self._known:
            verdict, stopped = self._known[claim.id]
            self._examiner.namespace.trust(claim)
            self._examiner.stopped += stopped
            return verdict
        reads = reads_code(claim.source)
        process = self._afresh if reads else self._run.process
        for _ in range(2):  # a process that has died since the last cell replaces itself
            try:
                with process.snapshot() as copy:
                    verdict = self._examiner.judge(claim, copy, ran.texts, ran.broken, afresh=reads)
                    copy.goes_on = _leaves_it_well(verdict, self._run.texts)
                    if verdict.outcome is Outcome.PASSED or not self._examiner.holds_plain:
                        return verdict
                    copy.goes_on = False
                with process.snapshot() as copy:
                    return self._as_plain(verdict, claim, copy, ran, reads)
            except NotAnswered as stopped:
                reason = stopped
        theirs = reason.__cause__ if isinstance(reason, NotStarted) else reason
        if isinstance(theirs, NotAnswered) and not isinstance(theirs, NotStarted):
            return failed(claim, could_not(reason))  # the student's code ended every process
        return not_run(claim, could_not(reason))

    def _as_plain(
        self, verdict: Verdict, claim: Cell, copy: Copy, ran: _Ran, reads: bool
    ) -> Verdict:
        """Judge a claim once more, with the plain data that an object holds in its place.

        What passes with it is right; else what was found first holds.
        """
        other = self._examiner.judge(claim, copy, ran.texts, ran.broken, afresh=reads, alike=True)
        copy.goes_on = False
        return other if other.outcome is Outcome.PASSED else verdict

    def _read_first(self) -> None:
        """Judge claims that read code before any cell runs, where the student process is as new.

        What passes then, or does not come to an end, would do so later. The words for other
        failures depend on what came before: they are looked for in their place.
        """
        claims = [cell.cell for cell in self._cells if cell.role is Role.CLAIM]
        first = {claim.id for claim in claims if self._reads_alone(claim, claims)}
        if not first or not self._run.process.by_fork:
            return
        reader, texts = self._examiner.anew(), list[str]()
        for cell in self._cells:
            if cell.cell.id in first and cell.role is Role.CLAIM:
                self._read(cell.cell, reader, texts)
            elif cell.role is Role.CLAIM or _is_given(cell):
                inside = cell.role is Role.CLAIM and cell.cell.id in self._unprotected
                reader.namespace.trust(cell.cell, inside)
            if _is_run(cell):
                texts.append(cell.source)

    def _read(self, claim: Cell, reader: Examiner, texts: Sequence[str]) -> None:
        try:
            with self._run.process.snapshot() as copy:
                verdict = reader.judge(claim, copy, texts, afresh=True)
                copy.goes_on = _leaves_it_well(verdict, texts)
        except NotAnswered:
            return
        stopped, reader.stopped = reader.stopped, []
        if verdict.outcome is Outcome.PASSED or stopped:
            self._known[claim.id] = verdict, stopped

    def _reads_alone(self, claim: Cell, claims: list[Cell]) -> bool:
        """Whether a claim reads code, and no other one asks for a name that it defines."""
        if claim.id in self._unprotected or not reads_code(claim.source):
            return False
        others = [one.source for one in claims if one is not claim]
        own = bound(claim.source)
        return not any(own & (names_in(other) - bound(other)) for other in others)


def could_not(reason: NotAnswered) -> str:
    """Return what a student reads of a claim that had no process to ask."""
    return f"This check could not be run: {reason.sentence}."


def _leaves_it_well(verdict: Verdict, texts: Sequence[str]) -> bool:
    """Whether the next claim may use the same copy."""
    return verdict.seconds < _BRIEF and not keeps_state(texts)


def _is_run(cell: Restored) -> bool:
    return cell.runs and bool(cell.source.strip())


def _is_given(cell: Restored) -> bool:
    return cell.role is Role.GIVEN and cell.cell.kind == "code"

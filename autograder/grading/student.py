"""The student's cells, run in the student process: an error costs its own cell only."""

from __future__ import annotations

import re
from typing import Any

from autograder.checking.code import defined_names, pieces
from autograder.grading.submission.restore import Restored, Role
from autograder.notebook.regions import solved
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.replies import CellError, NotAnswered, TimedOut
from autograder.verdicts import Note, Outcome, Verdict

_LINE = re.compile(r"Cell In\s*\[\d+\], line (\d+)")
_UNREADABLE = re.compile(r"\s*\((?:<[^>]*>|[^()]*\.py), line (\d+)\)$")
_NOT_BEGUN = ("SyntaxError", "IndentationError", "TabError")


class StudentRun:
    """Runs the student's cells of one notebook, from top to bottom.

    Parameters
    ----------
    process : StudentProcess
        Where they run; it replaces itself when a cell ends it.

    Attributes
    ----------
    texts : list of str
        The code cells so far, for checks that read them.
    broken : dict
        Why a name is missing, by name.
    advice : list of str
        What the student should know about the cells.
    stopped : list of Note
        Which cells ran too long or ended Python, for the instructor.
    """

    def __init__(self, process: StudentProcess) -> None:
        self.process = process
        self.texts: list[str] = []
        self.broken: dict[str, str] = {}
        self.advice: list[str] = []
        self.stopped: list[Note] = []

    def run(self, cell: Restored) -> tuple[list[dict[str, Any]], int | None]:
        """Run one cell; return its outputs and count, whatever happens in it."""
        self.texts.append(cell.source)
        try:
            ran = self.process.run_cell(cell.source)
        except NotAnswered as stopped:
            self._after_stop(cell, stopped)
            shown = stopped.outputs if isinstance(stopped, TimedOut) else []
            return [*shown, error_output(type(stopped).__name__, stopped.sentence)], None
        if ran.error is None:
            self._defined(cell.source)
        else:
            self._after_error(cell, ran.error)
        return ran.outputs, ran.execution_count

    def _after_error(self, cell: Restored, error: CellError) -> None:
        """Rescue what the cell defines after the error, and remember why the rest is missing."""
        reason = _reason(error, cell.source)
        line = 0 if error.name in _NOT_BEGUN else _line(error)
        unwritten = error.name == "NotImplementedError"
        if unwritten and cell.role is Role.ANSWER:
            self._blame(solved(cell.cell), reason)  # the names that it was to define
        self._rescue(cell.source, reason, after=line)
        if not unwritten:
            place = f"The cell {_quoted(cell)} stops with an error: {reason}."
            self.advice.append(f"{place} The rest of the notebook was run all the same.")

    def _after_stop(self, cell: Restored, stopped: NotAnswered) -> None:
        """The cell ran too long or ended Python: go on without it, with what it defines."""
        self.advice.append(f"The cell {_quoted(cell)} was given up: {stopped.sentence}.")
        text = f"its cell {_quoted(cell)} was given up: {stopped.sentence}"
        self.stopped.append(Note("", text, stopped=True))
        self._rescue(cell.source, stopped.sentence, after=0)

    def _rescue(self, source: str, reason: str, after: int) -> None:
        """Run the definitions, imports and constants of a broken cell one by one."""
        self._blame(source, reason)
        for end, piece in pieces(source):
            if end < after:  # it ran with the cell
                self._defined(piece)
                continue
            try:
                ran = self.process.run_cell(piece)
            except NotAnswered:
                return
            if ran.error is None:
                self._defined(piece)

    def _blame(self, source: str, reason: str) -> None:
        for name in defined_names(source):
            self.broken.setdefault(name, reason)

    def _defined(self, source: str) -> None:
        for name in defined_names(source):
            self.broken.pop(name, None)


def error_output(name: str, sentence: str) -> dict[str, str | list[str]]:
    """Return an nbformat error output."""
    return {"output_type": "error", "ename": name, "evalue": sentence, "traceback": [sentence]}


def claim_outputs(verdict: Verdict) -> list[dict[str, Any]]:
    """Return what a claim leaves in the graded notebook: its message, or its partial credit."""
    if verdict.outcome is Outcome.PASSED:
        return []
    if verdict.points:
        data = {"text/plain": f"{verdict.points!r}"}
        return [
            {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}
        ]
    name = "AssertionError" if verdict.outcome is Outcome.FAILED else "NotRun"
    return [error_output(name, verdict.message)]


def _reason(error: CellError, source: str) -> str:
    """Return an error in one line; a line that Python could not read is shown."""
    said = f"{error.name}: {error.message}".split("\n")[0][:300].rstrip(": ")
    found = _UNREADABLE.search(said)
    if not found:
        return said
    lines, number = source.split("\n"), int(found[1])
    shown = f": `{lines[number - 1].strip()[:60]}`" if 0 < number <= len(lines) else ""
    return f"{said[: found.start()]}, in line {number} of the cell{shown}"


def _line(error: CellError) -> int:
    found = _LINE.search("\n".join(error.traceback))
    return int(found[1]) if found else 0


def _quoted(cell: Restored) -> str:
    first = next((line.strip() for line in cell.source.split("\n") if line.strip()), "")
    return f"`{first[:60]}`"

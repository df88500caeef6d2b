"""The student's cells, run in the student process: an error costs its own cell only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.grading.submission.restore import Restored
from autograder.notebook.code import defined_names, pieces
from autograder.sandbox.replies import NotAnswered
from autograder.sandbox.template import Template
from autograder.verdicts import Outcome, Verdict

_LINE = re.compile(r"Cell In\s*\[\d+\], line (\d+)")
_NOT_BEGUN = ("SyntaxError", "IndentationError", "TabError")


class StudentRun:
    """One student's process, through the whole notebook.

    Parameters
    ----------
    template : Template
        Gives the process.
    files : mapping of str to bytes
        What lies beside the notebook.

    Attributes
    ----------
    texts : list of str
        The code cells so far, for checks that read them.
    broken : dict
        Why a name is missing, by name.
    advice : list of str
        What the student should know about the cells.
    """

    def __init__(self, template: Template, files: Mapping[str, bytes]) -> None:
        self.process: Any = None
        self.texts: list[str] = []
        self.broken: dict[str, str] = {}
        self.advice: list[str] = []
        self._template = template
        self._files = files

    def start(self) -> None:
        """Have a process; `NotStarted` if there can be none. It replaces itself when it ends."""
        if self.process is None:
            self.process = self._template.start(self._files)

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.close()

    def run(self, cell: Restored) -> tuple[list[dict], int | None]:
        """Run one cell; return its outputs and count, whatever happens in it."""
        self.texts.append(cell.source)
        try:
            ran = self.process.run_cell(cell.source)
        except NotAnswered as stopped:
            self._after_stop(cell, stopped)
            shown = getattr(stopped, "outputs", [])
            return [*shown, error_output(type(stopped).__name__, stopped.sentence)], None
        if ran.error is None:
            self._defined(cell.source)
        else:
            self._after_error(cell, ran.error)
        return ran.outputs, ran.execution_count

    def _after_error(self, cell: Restored, error: Any) -> None:
        """Rescue what the cell defines after the error, and remember why the rest is missing."""
        reason = f"{error.name}: {error.message}".split("\n")[0][:300].rstrip(": ")
        line = 0 if error.name in _NOT_BEGUN else _line(error)
        self._rescue(cell.source, reason, after=line)
        if error.name != "NotImplementedError":
            place = f"The cell {_quoted(cell)} stops with an error: {reason}."
            self.advice.append(f"{place} The rest of the notebook was run all the same.")

    def _after_stop(self, cell: Restored, stopped: NotAnswered) -> None:
        """The cell ran too long or ended Python: go on without it, with what it defines."""
        self.advice.append(f"The cell {_quoted(cell)} was given up: {stopped.sentence}.")
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


def error_output(name: str, sentence: str) -> dict:
    """Return an nbformat error output."""
    return {"output_type": "error", "ename": name, "evalue": sentence, "traceback": [sentence]}


def claim_outputs(verdict: Verdict) -> list[dict]:
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


def _line(error: Any) -> int:
    found = _LINE.search("\n".join(error.traceback))
    return int(found[1]) if found else 0


def _quoted(cell: Restored) -> str:
    first = next((line.strip() for line in cell.source.split("\n") if line.strip()), "")
    return f"`{first[:60]}`"

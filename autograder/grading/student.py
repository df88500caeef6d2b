"""The student's cells, run in the student process: an error costs its own cell only."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from autograder.grading.matching import defined_names
from autograder.grading.restore import Restored
from autograder.grading.salvage import pieces
from autograder.sandbox import Limits, NotAnswered, Template

_LINE = re.compile(r"Cell In\s*\[\d+\], line (\d+)")
_NOT_BEGUN = ("SyntaxError", "IndentationError", "TabError")


class StudentRun:
    """One student's process, through the whole notebook.

    Parameters
    ----------
    template : Template
        Gives the process, and a new one when a cell ended it.
    files : mapping of str to bytes
        What lies beside the notebook.
    limits : Limits
        Of the notebook as a whole and of restarts.

    Attributes
    ----------
    texts : list of str
        The code cells so far, for checks that read them.
    broken : dict
        Why a name is missing, by name.
    advice : list of str
        What the student should know about the cells.
    """

    def __init__(self, template: Template, files: Mapping[str, bytes], limits: Limits) -> None:
        self.process: Any = None
        self.texts: list[str] = []
        self.broken: dict[str, str] = {}
        self.advice: list[str] = []
        self._template = template
        self._files = files
        self._limits = limits
        self._done: list[str] = []  # what to run again in a new process
        self._restarts = 0
        self._unavailable: NotAnswered | None = None
        self._end = time.monotonic() + limits.notebook_seconds

    @property
    def exhausted(self) -> str:
        """The sentence for a notebook that used up its time or its restarts, else nothing."""
        if time.monotonic() > self._end:
            return self._limits.sentence("notebook_seconds")
        if self._restarts > self._limits.restarts:
            return self._limits.sentence("restarts")
        return ""

    def start(self) -> None:
        """Have a process: the same as before, or a new one in which the cells ran again."""
        if self.process is None:
            if self._unavailable is not None:
                raise self._unavailable
            try:
                self.process = self._template.start(self._files)
                for source in self._done:
                    self.process.run_cell(source)
            except NotAnswered as reason:
                self.close()
                self._unavailable = reason
                raise

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.close()
            self.process = None

    def restart(self) -> None:
        """Give up the process and have another one, as often as the limits allow."""
        self.close()
        self._restarts += 1
        if not self.exhausted:
            self.start()

    def run(self, cell: Restored) -> tuple[list[dict], int | None]:
        """Run one cell; return its outputs and count, whatever happens in it."""
        self.texts.append(cell.source)
        if self.exhausted:
            self._blame(cell.source, self.exhausted)
            return [error_output("Stopped", self.exhausted)], None
        try:
            self.start()
            ran = self.process.run_cell(cell.source)
        except NotAnswered as stopped:
            self._after_stop(cell, stopped)
            return [error_output(type(stopped).__name__, stopped.sentence)], None
        self._done.append(cell.source)
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
        self._blame(cell.source, stopped.sentence)
        try:
            if not self._alive():
                self.restart()
            if not self.exhausted:
                self._rescue(cell.source, stopped.sentence, after=0)
        except NotAnswered:  # not even a new process: the next cell tries again
            self.close()

    def _alive(self) -> bool:
        try:
            return self.process is not None and self.process.run_cell("None", 2).error is None
        except NotAnswered:
            return False

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
                self.restart()
                return
            if ran.error is None:
                self._done.append(piece)
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


def _line(error: Any) -> int:
    found = _LINE.search("\n".join(error.traceback))
    return int(found[1]) if found else 0


def _quoted(cell: Restored) -> str:
    first = next((line.strip() for line in cell.source.split("\n") if line.strip()), "")
    return f"`{first[:60]}`"

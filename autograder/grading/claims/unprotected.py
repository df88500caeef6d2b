"""Runs a claim among the student's code, as nbgrader does, where it cannot be run apart."""

from __future__ import annotations

import ast
import contextlib
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.grading.claims.verdict import (
    NOT_WRITTEN,
    awarded,
    does_not_hold,
    failed,
    not_defined,
    not_run,
)
from autograder.notebook.cells import Cell
from autograder.notebook.regions import hidden_lines, without_regions
from autograder.sandbox.process import StudentProcess
from autograder.sandbox.replies import CellError, CellRun, NotAnswered, NotStarted
from autograder.verdicts import Note, Verdict

_MISSING = re.compile(r"name '(\w+)' is not defined.*")
MARK = "Run unprotected, in the student's own process, because it"


def note_on(claim: Cell, reason: str) -> Note:
    """Return what the instructor is told of a claim that ran among the student's code."""
    return Note(claim.id, f"{MARK[0].lower()}{MARK[1:]} {reason}: its verdict can be fooled")


def judge_unprotected(
    claim: Cell, process: StudentProcess, reason: str, broken: Mapping[str, str]
) -> tuple[Verdict, list[dict[str, Any]]]:
    """Return what becomes of a claim among the student's code, and its outputs, marked.

    An error costs all points, a number as last expression is partial credit, anything else earns
    full points. Unlike in nbgrader, a warning costs nothing. `broken` says why a name is missing.
    """
    start = time.perf_counter()
    try:
        ran = process.run_cell(claim.source)
        verdict, shown = _judged(claim, ran, broken), _shown(ran)
    except NotAnswered as stopped:
        verdict, shown = _stopped(claim, stopped), []
    seconds = time.perf_counter() - start
    marked = {"output_type": "stream", "name": "stdout", "text": f"{MARK} {reason}.\n"}
    return replace(verdict, seconds=seconds), [marked, *shown]


def repeat(claim: Cell, process: StudentProcess) -> None:
    """Run what students see of a claim among their code, for what it defines: no verdict."""
    with contextlib.suppress(NotAnswered):
        process.run_cell(without_regions(claim.source))


def _judged(claim: Cell, ran: CellRun, broken: Mapping[str, str]) -> Verdict:
    warned = tuple(dict.fromkeys(ran.warnings))
    if ran.error is not None:
        return replace(failed(claim, _message(claim, ran, ran.error, broken)), warnings=warned)
    points = next(
        (
            _partial(output["data"].get("text/plain", ""), claim.points)
            for output in ran.outputs
            if output["output_type"] == "execute_result"
        ),
        claim.points,
    )
    verdict = not_run(claim) if points is None else awarded(claim, points)
    return replace(verdict, warnings=warned)


def _partial(text: str, possible: float) -> float | None:
    """The points that a result means, full ones if it is no number; None if they cannot be."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return possible
    if type(value) not in (int, float):
        return possible
    if value < 0:
        return possible  # nbgrader reads no sign
    return float(value) if value <= possible else None  # nor is it NaN


def _stopped(claim: Cell, stopped: NotAnswered) -> Verdict:
    said = f"{stopped.sentence[:1].upper()}{stopped.sentence[1:]}."
    return not_run(claim, said) if isinstance(stopped, NotStarted) else failed(claim, said)


def _message(claim: Cell, ran: CellRun, error: CellError, broken: Mapping[str, str]) -> str:
    if error.name == "NotImplementedError":
        return NOT_WRITTEN
    if error.name == "NameError" and (missing := _MISSING.fullmatch(error.message)):
        return not_defined(missing[1], broken)
    line, hidden = _line(claim, ran, error)
    if error.name == "AssertionError":
        return error.message or does_not_hold(line, hidden)
    where = f"\nin the check's line:  {line}" if line and not hidden else ""
    return f"The check stopped with {error.name}: {error.message}{where}"


def _line(claim: Cell, ran: CellRun, error: CellError) -> tuple[str, bool]:
    """The line of the claim that raised, and whether students never see it."""
    text, hidden = "\n".join(error.traceback), hidden_lines(claim.source)
    found = re.findall(rf"Cell In\s*\[{ran.execution_count}\], line (\d+)", text)
    lines = claim.source.split("\n")
    number = int(found[-1]) if found else 0
    if not 0 < number <= len(lines):
        return "", bool(hidden)
    return lines[number - 1].strip(), number in hidden


def _shown(ran: CellRun) -> list[dict[str, Any]]:
    """Keep what the claim displayed, but nothing that nbgrader takes for points or an error."""
    kinds = ("display_data", "stream")
    return [
        output
        for output in ran.outputs
        if output["output_type"] in kinds and output.get("name") != "stderr"
    ]

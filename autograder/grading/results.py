"""`results.json`: the verdicts of one submission in Gradescope's schema, written and read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError
from autograder.files import PRIVATE, write_json
from autograder.grading.claims.verdict import not_run
from autograder.grading.submission.reading import Refused
from autograder.notebook.cells import Cell
from autograder.verdicts import Curve, Graded, Note, Outcome, Verdict

_OURS = "autograder"  # the key below `extra_data`


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded: no points, not even zero, and the reason."""

    assignment: str
    student: str
    reason: str
    claims: tuple[Cell, ...] = ()


def write_results(result: Graded | Ungraded, path: Path, key: str = "") -> None:
    """Write `results.json`, whole or not at all.

    Parameters
    ----------
    result : Graded or Ungraded
        One test for each claim, its name the claim's id; those of an `Ungraded` have no score.
    path : Path
        The file; its folder is made if it is missing.
    key : str
        The hash of everything that the result depends on.
    """
    write_json(path, as_gradescope(result, key), PRIVATE)


def read_results(classroom: Classroom, assignment: Assignment, student: str) -> Graded:
    """Return one submission as it was graded, with its notebook.

    Raises
    ------
    Refused
        If it could not be graded, with the reason.
    MaterialError
        If there are no results, or they are not ours.
    """
    path = classroom.results(student, assignment.name)
    notebook = classroom.graded(student, assignment.name) / f"{assignment.stem}.ipynb"
    page = read_page(path)
    if ours(page).get("ungraded"):
        raise Refused(f"Could not be graded. {ours(page)['ungraded']}")
    try:
        return graded_from(page, json.loads(notebook.read_bytes()))
    except (OSError, ValueError) as error:
        raise MaterialError(
            f"{notebook}: cannot be read ({error}). Grade it again: `autograder grade --force`."
        ) from error


def as_gradescope(result: Graded | Ungraded, key: str = "") -> dict[str, Any]:
    """Return a result in the schema that Gradescope documents."""
    mine: dict[str, Any] = {
        "assignment": result.assignment,
        "student": result.student.encode("utf-8", "replace").decode(),  # a folder's odd name
        "key": key,
    }
    page: dict[str, Any] = {"visibility": "visible", "stdout_visibility": "hidden"}
    if isinstance(result, Ungraded):
        verdicts: Iterable[Verdict] = (not_run(claim, result.reason) for claim in result.claims)
        page |= {"output": f"Could not be graded. {result.reason}"}
        mine |= {"ungraded": result.reason}
    else:
        verdicts = result.verdicts
        page |= {
            "score": result.points,
            "execution_time": round(result.seconds, 3),
            "output": "\n".join(result.advice),
        }
        mine |= {
            "tier": result.tier,
            "seconds": round(result.seconds, 4),
            "possible": result.possible,
            "advice": list(result.advice),
            "notes": [{**vars(note)} for note in result.notes],
            "curves": [{**vars(curve)} for curve in result.curves],
            "blank": list(result.blank),
        }
    page["tests"] = [_test(verdict, at) for at, verdict in enumerate(verdicts, start=1)]
    page["extra_data"] = {_OURS: mine}
    return page


def graded_from(page: Mapping[str, Any], notebook: dict[str, Any]) -> Graded:
    """Return the `Graded` that `as_gradescope` was given; a `MaterialError` if it was not ours."""
    try:
        mine = ours(page)
        return Graded(
            assignment=mine["assignment"],
            student=mine["student"],
            verdicts=tuple(_verdict(test) for test in page["tests"]),
            notebook=notebook,
            notes=tuple(Note(**note) for note in mine["notes"]),
            advice=tuple(mine["advice"]),
            tier=mine["tier"],
            seconds=mine["seconds"],
            curves=tuple(_curve(curve) for curve in mine["curves"]),
            blank=tuple(mine["blank"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise MaterialError(
            f"results.json: not of this grader ({error!r:.100}). "
            "Grade the submission again: `autograder grade --force`."
        ) from error


def read_page(path: Path) -> dict[str, Any]:
    """Return the JSON of a `results.json`."""
    try:
        page = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise MaterialError(f"{path}: not graded yet. Run `autograder grade` first.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise MaterialError(
            f"{path}: cannot be read ({error}). Grade the submission: `autograder grade`."
        ) from error
    if not isinstance(page, dict):
        raise MaterialError(f"{path}: not a results.json. Grade the submission again.")
    return page


def ours(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a `results.json` that is this grader's own; empty if it has none."""
    extra = page.get("extra_data")
    mine = extra.get(_OURS) if isinstance(extra, dict) else None
    return mine if isinstance(mine, dict) else {}


def _test(verdict: Verdict, number: int) -> dict[str, Any]:
    not_run = verdict.outcome is Outcome.NOT_RUN
    test: dict[str, Any] = {
        "name": verdict.claim,
        "number": str(number),
        "max_score": verdict.possible,
        "output": f"Not run. {verdict.message}" if not_run else verdict.message,
        "visibility": "visible",
        "extra_data": {
            "title": verdict.title,
            "outcome": str(verdict.outcome),
            "message": verdict.message,
            "mistake": verdict.mistake,
            "seconds": round(verdict.seconds, 4),
            "warnings": list(verdict.warnings),
            "printed": verdict.printed,
        },
    }
    if verdict.points is not None:
        test["score"] = verdict.points
        test["status"] = "passed" if verdict.outcome is Outcome.PASSED else "failed"
    return test


def _verdict(test: Mapping[str, Any]) -> Verdict:
    more = test["extra_data"]
    return Verdict(
        claim=test["name"],
        title=more["title"],
        outcome=Outcome(more["outcome"]),
        points=test.get("score"),
        possible=test["max_score"],
        message=more["message"],
        mistake=more["mistake"],
        seconds=more["seconds"],
        warnings=tuple(more["warnings"]),
        printed=more["printed"],
    )


def _curve(curve: Mapping[str, Any]) -> Curve:
    return Curve(
        curve["function"], tuple(curve["x"]), tuple(curve["student"]), tuple(curve["reference"])
    )

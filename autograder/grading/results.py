"""`results.json`: the verdicts of one submission in Gradescope's schema, written and read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.errors import MaterialError
from autograder.grading.verdicts import Curve, Graded, Note, Outcome, Verdict

_FAMILY = "autograder"  # the key below `extra_data` that is ours


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded: no points, not even zero, and the reason."""

    assignment: str
    student: str
    reason: str


def write_results(result: Graded | Ungraded, path: Path, key: str = "") -> None:
    """Write `results.json`, whole or not at all.

    Parameters
    ----------
    result : Graded or Ungraded
        One test for each claim, its name the claim's id; an `Ungraded` has neither tests nor score.
    path : Path
        The file; its folder is made if it is missing.
    key : str
        The hash of everything that the result depends on.
    """
    write_json(as_gradescope(result, key), path)


def as_gradescope(result: Graded | Ungraded, key: str = "") -> dict:
    """Return a result in the schema that Gradescope documents."""
    ours = {"assignment": result.assignment, "student": result.student, "key": key}
    page = {"visibility": "visible", "stdout_visibility": "hidden"}
    if isinstance(result, Ungraded):
        sentence = f"Could not be graded. {result.reason}"
        return page | {
            "output": sentence,
            "tests": [],
            "extra_data": {_FAMILY: ours | {"ungraded": result.reason}},
        }
    return page | {
        "score": result.points,
        "execution_time": round(result.seconds, 3),
        "output": "\n".join(result.advice),
        "tests": [_test(verdict, at) for at, verdict in enumerate(result.verdicts, start=1)],
        "extra_data": {
            _FAMILY: ours
            | {
                "tier": result.tier,
                "seconds": result.seconds,
                "possible": result.possible,
                "advice": list(result.advice),
                "notes": [asdict(note) for note in result.notes],
                "curves": [asdict(curve) for curve in result.curves],
                "blank": blank_answers(result.notebook),
            }
        },
    }


def read_results(path: Path, notebook: Path | None = None) -> Graded | Ungraded:
    """Return what `write_results` wrote.

    Parameters
    ----------
    path : Path
        The `results.json`.
    notebook : Path, optional
        The graded notebook; without it, the result's notebook is empty.

    Raises
    ------
    MaterialError
        If the file is missing or not ours.
    """
    page = read_page(path)
    try:
        ours = page["extra_data"][_FAMILY]
        if "ungraded" in ours:
            return Ungraded(ours["assignment"], ours["student"], ours["ungraded"])
        return Graded(
            assignment=ours["assignment"],
            student=ours["student"],
            verdicts=tuple(_verdict(test) for test in page["tests"]),
            notebook={} if notebook is None else json.loads(notebook.read_bytes()),
            notes=tuple(Note(**note) for note in ours["notes"]),
            advice=tuple(ours["advice"]),
            tier=ours["tier"],
            seconds=ours["seconds"],
            curves=tuple(_curve(curve) for curve in ours["curves"]),
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise MaterialError(
            f"{path}: not results of this grader ({error!r:.100}). "
            "Grade the submission again: `autograder grade --force`."
        ) from error


def read_page(path: Path) -> dict:
    """Return the JSON of a `results.json`."""
    try:
        page = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise MaterialError(
            f"{path}: cannot be read ({error}). Grade the submission again: `autograder grade`."
        ) from error
    if not isinstance(page, dict):
        raise MaterialError(f"{path}: not a results.json. Grade the submission again.")
    return page


def family(page: Mapping[str, Any]) -> dict:
    """Return the part of a `results.json` that is ours alone; empty if it is somebody else's."""
    ours = (page.get("extra_data") or {}).get(_FAMILY)
    return ours if isinstance(ours, dict) else {}


def write_json(value: Any, path: Path) -> None:
    """Write a file whole or not at all: beside it first, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def blank_answers(notebook: dict) -> list[str]:
    """Return the ids of the answers that are still what was released."""
    return list(notebook.get("metadata", {}).get(_FAMILY, {}).get("blank", []))


def _test(verdict: Verdict, number: int) -> dict:
    output = verdict.message
    if verdict.outcome is Outcome.NOT_RUN:
        output = f"Not run. {output}"
    test = {
        "name": verdict.claim,
        "number": str(number),
        "max_score": verdict.possible,
        "output": output,
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


def _verdict(test: dict) -> Verdict:
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


def _curve(curve: dict) -> Curve:
    return Curve(
        curve["function"], tuple(curve["x"]), tuple(curve["student"]), tuple(curve["reference"])
    )

"""What a student is told about a notebook, as data: the feedback page, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict

from autograder.course.course import Assignment
from autograder.notebook.cells import Cell
from autograder.notebook.exercises import exercises_of, sections_of
from autograder.notebook.sanitise import plain
from autograder.pages.feedback import feedback_of
from autograder.pages.feedback_model import (
    ClaimState,
    Feedback,
    Finding,
    ShownExercise,
    ShownPart,
    state_of,
    told_above,
)
from autograder.pages.text import heading, inline, message
from autograder.verdicts import Graded, Verdict


class Said(TypedDict):
    """The same words twice: as HTML that is safe to show, and as plain text."""

    html: str
    text: str


class State(TypedDict):
    """What became of one claim, or of an answer that a person marks."""

    state: str  # one of `ClaimState`: a word or a few, to be shown as they are
    look: Literal["passed", "failed", "open"]  # as what it is drawn
    to_do: bool  # whether the student has something to do there


class CellNote(State):
    """What stands below one cell of the student's notebook.

    `below` names cells by nbgrader's ids: the note belongs below the first that is there.
    """

    cell: str  # the graded cell's id
    below: list[str]
    exercise: str  # its key
    title: Said
    message: Said  # empty where there is nothing to say
    points: NotRequired[float | None]  # None: nobody knows them yet
    possible: NotRequired[float]


class ExerciseTotal(TypedDict):
    """One row of the table of points."""

    key: str
    title: Said
    claims: int
    holding: int
    points: NotRequired[float | None]  # None: no claim of it could be graded
    possible: NotRequired[float]


class NextStep(TypedDict):
    """One thing to do next, and the note that says more."""

    cell: str
    exercise: str
    sentence: Said
    points: NotRequired[float]


class Answer(TypedDict):
    """All of it. Points are left out everywhere where they are not to be shown."""

    assignment: str
    title: Said
    notes: list[CellNote]  # in the order of the notebook
    exercises: list[ExerciseTotal]
    steps: list[NextStep]  # the first few
    more: int  # further things to do
    advice: list[Said]  # what costs no points
    points: NotRequired[float]
    possible: NotRequired[float]


def answer_of(assignment: Assignment, graded: Graded, *, points: bool) -> Answer:
    """Return what the student is told, all of it JSON.

    Parameters
    ----------
    assignment : Assignment
        With its source notebook; nothing of a hidden test is in the answer.
    graded : Graded
        What became of the submission.
    points : bool
        Whether points are shown.
    """
    page = feedback_of(assignment, graded)
    answer: Answer = {
        "assignment": assignment.name,
        "title": {"html": heading(page.title), "text": plain(page.title)},
        "notes": _notes(page, assignment.cells, graded),
        "exercises": [_total(exercise) for exercise in page.exercises],
        "steps": [
            {
                "cell": step.claim,
                "exercise": step.anchor,
                "sentence": _line(step.sentence),
                "points": step.points,
            }
            for step in page.steps
        ],
        "more": page.more,
        "advice": [_message(text) for text in page.advice],
    }
    if points:
        answer["points"], answer["possible"] = page.points, page.possible
    else:
        _hide_points(answer)
    return answer


def _notes(page: Feedback, cells: list[Cell], graded: Graded) -> list[CellNote]:
    """Return the notes of all claims, and of the answers that a person marks."""
    found = {note["cell"]: note for note in _claims(page, cells)}
    keys = {exercise.title: exercise.anchor for exercise in page.exercises}
    sections = sections_of(cells)
    for cell in cells:
        if cell.by_hand:
            key = keys.get(sections.get(cell.id, ""), "")
            found[cell.id] = _by_hand(cell, key, cell.id in graded.blank)
    return [found[cell.id] for cell in cells if cell.id in found]


def _claims(page: Feedback, cells: list[Cell]) -> Iterator[CellNote]:
    below = _places(cells)
    for exercise in page.exercises:
        parts = {v.claim: part for part in exercise.parts for v in _verdicts(part)}
        findings = {
            verdict.claim: finding
            for part in exercise.parts
            for finding in part.findings
            for verdict in finding.verdicts
        }
        for verdict in exercise.verdicts:
            part = parts.get(verdict.claim)
            blank = part is not None and part.blank
            yield {
                "cell": verdict.claim,
                "below": below[verdict.claim],
                "exercise": exercise.anchor,
                **_state(ClaimState.NOT_WRITTEN if blank else state_of(verdict)),
                "title": _line(verdict.title),
                "message": _message(_sentences(verdict, part, findings.get(verdict.claim))),
                "points": verdict.points,
                "possible": verdict.possible,
            }


def _sentences(verdict: Verdict, part: ShownPart | None, finding: Finding | None) -> str:
    """Return what there is to say about one claim: a mistake is explained once in an exercise."""
    if part is None or finding is None:
        return verdict.message
    if part.blank:
        return part.to_write
    if verdict.mistake and verdict is not finding.verdicts[0]:
        return told_above(verdict)
    return Finding([verdict]).said


def _by_hand(cell: Cell, exercise: str, blank: bool) -> CellNote:
    return {
        "cell": cell.id,
        "below": [cell.id],
        "exercise": exercise,
        **_state(ClaimState.NOT_WRITTEN if blank else ClaimState.WAITS),
        "title": _line(cell.id.replace("-", " ")),
        "message": _message("A person reads this answer and gives its points."),
        "points": None,
        "possible": cell.points,
    }


def _places(cells: list[Cell]) -> dict[str, list[str]]:
    """Return below which cell each claim's note stands: the claim, else the answer before it."""
    return {
        claim.id: [claim.id, *(answer.id for answer in reversed(question.answers))]
        for exercise in exercises_of(cells)
        for question in exercise.questions
        for claim in question.claims
    }


def _total(exercise: ShownExercise) -> ExerciseTotal:
    return {
        "key": exercise.anchor,
        "title": {"html": heading(exercise.title), "text": plain(exercise.title)},
        "claims": len(exercise.verdicts),
        "holding": len(exercise.passed),
        "points": None if len(exercise.open) == len(exercise.verdicts) else exercise.points,
        "possible": exercise.possible,
    }


def _state(state: ClaimState) -> State:
    return {"state": state, "look": state.look, "to_do": state.to_do}


def _verdicts(part: ShownPart) -> Iterator[Verdict]:
    return (verdict for finding in part.findings for verdict in finding.verdicts)


def _line(text: str) -> Said:
    return {"html": inline(text), "text": plain(text)}


def _message(text: str) -> Said:
    return {"html": message(text) if text.strip() else "", "text": plain(text)}


def _hide_points(answer: Answer) -> None:
    for row in (*answer["notes"], *answer["exercises"]):
        row.pop("points", None)
        row.pop("possible", None)
    for step in answer["steps"]:
        step.pop("points", None)

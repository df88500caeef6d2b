"""One page for one person: what holds, what does not yet, and what to do next.

The page is made from verdicts, the student's own answers, and the course's hints. Of the
claims it has titles and messages only; no source of a graded cell ever enters it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.grading.verdicts import Curve, Graded, Outcome, Verdict
from autograder.pages.exercises import Exercise, Part, exercises_of, title_of
from autograder.pages.leak import withhold
from autograder.pages.render import render
from autograder.pages.sanitise import plain, show_outputs
from autograder.pages.text import counted, first_sentence

STEPS = 3  # things to do next that are named at the top
_STUB = re.compile(r"^[ \t]*raise NotImplementedError\(\)", re.MULTILINE)
_DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)


@dataclass
class Finding:
    """One thing to mend, and the claims that it costs."""

    verdicts: list[Verdict]

    @property
    def message(self) -> str:
        return self.verdicts[0].message

    @property
    def mistake(self) -> str | None:
        return self.verdicts[0].mistake

    @property
    def lost(self) -> float:
        return sum(v.possible - (v.points or 0.0) for v in self.verdicts)


@dataclass
class ShownPart:
    """A part of an exercise that needs work: the student's code and what was found."""

    code: str
    blank: bool
    names: list[str]
    findings: list[Finding]
    outputs: list[Markup]
    hint: str
    plots: list[Markup]

    @property
    def lost(self) -> float:
        return sum(finding.lost for finding in self.findings)


@dataclass
class ShownExercise:
    """One exercise with its verdicts."""

    anchor: str
    title: str
    verdicts: list[Verdict]
    parts: list[ShownPart]
    by_hand: bool = False

    @property
    def points(self) -> float:
        return sum(v.points or 0.0 for v in self.verdicts)

    @property
    def possible(self) -> float:
        return sum(v.possible for v in self.verdicts)

    @property
    def open(self) -> list[Verdict]:
        return [v for v in self.verdicts if v.outcome is Outcome.NOT_RUN]

    @property
    def passed(self) -> list[Verdict]:
        return [v for v in self.verdicts if not _needs_work(v) and v.outcome is Outcome.PASSED]


@dataclass(frozen=True)
class Step:
    """One thing to do next."""

    anchor: str
    exercise: str
    sentence: str
    points: float


@dataclass
class Feedback:
    """What a feedback page says."""

    title: str
    student: str
    graded: Graded
    exercises: list[ShownExercise]
    steps: list[Step]
    more: int  # further things to do, not among the steps
    advice: list[str]
    tally: dict[Outcome, int] = field(default_factory=dict)

    @property
    def open_points(self) -> float:
        """What nobody knows yet: the points of the claims that were not run."""
        return sum(v.possible for v in self.graded.verdicts if v.outcome is Outcome.NOT_RUN)

    @property
    def to_mend(self) -> list[ShownExercise]:
        return [exercise for exercise in self.exercises if exercise.parts]


def write_feedback(
    course: Course, classroom: Classroom, assignment: Assignment, student: str
) -> Path:
    """Return the path of the page that was written for one submission.

    It has the name that nbgrader gives its own, so that formgrader and
    `nbgrader release_feedback` find it.
    """
    from autograder.grading.results import read_results

    graded = read_results(classroom, assignment, student)
    path = classroom.feedback_for(student, assignment.name) / f"{assignment.stem}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(feedback_page(assignment, graded), encoding="utf-8")
    return path


def feedback_page(assignment: Assignment, graded: Graded) -> str:
    """Return the feedback page of one submission, as HTML."""
    return render("feedback.html", page=feedback_of(assignment, graded))


def feedback_of(assignment: Assignment, graded: Graded) -> Feedback:
    """Return what the page says."""
    graded = withhold(graded, assignment.cells)
    verdicts = {verdict.claim: verdict for verdict in graded.verdicts}
    written = _cells_by_id(graded.notebook)
    shown = [
        _exercise(number, exercise, verdicts, written, graded.curves)
        for number, exercise in enumerate(exercises_of(assignment.cells), start=1)
    ]
    steps = [
        step for exercise in shown for part in exercise.parts for step in _steps(exercise, part)
    ]
    return Feedback(
        title=title_of(assignment.cells, assignment.stem),
        student=graded.student,
        graded=graded,
        exercises=shown,
        steps=steps[:STEPS],
        more=len(steps[STEPS:]),
        advice=_advice(graded),
        tally={outcome: sum(v.outcome is outcome for v in graded.verdicts) for outcome in Outcome},
    )


def answer_source(exercises: Iterable[Exercise], notebook: dict, claim: str) -> str:
    """Return what a student wrote in the part that a claim belongs to."""
    written = _cells_by_id(notebook)
    for exercise in exercises:
        for part in exercise.parts:
            if any(cell.id == claim for cell in part.claims):
                return _code(part, written)
    return ""


def _exercise(
    number: int,
    exercise: Exercise,
    verdicts: dict[str, Verdict],
    written: dict[str, dict],
    curves: tuple[Curve, ...],
) -> ShownExercise:
    parts = [_part(part, verdicts, written, curves) for part in exercise.parts]
    return ShownExercise(
        anchor=f"exercise-{number}",
        title=exercise.title,
        verdicts=[verdicts[cell.id] for cell in exercise.claims if cell.id in verdicts],
        parts=[part for part in parts if part.findings],
        by_hand=any(part.by_hand for part in exercise.parts),
    )


def _part(
    part: Part, verdicts: dict[str, Verdict], written: dict[str, dict], curves: tuple[Curve, ...]
) -> ShownPart:
    findings: dict[tuple, Finding] = {}
    for cell in part.claims:
        verdict = verdicts.get(cell.id)
        if verdict and _needs_work(verdict):
            key = (verdict.mistake or "", verdict.message)
            findings.setdefault(key, Finding([])).verdicts.append(verdict)
    code = _code(part, written)
    names = _DEFINED.findall(code)
    outputs: list[Markup] = []
    for cell in part.answers:
        outputs += show_outputs(written.get(cell.id, {}).get("outputs"))
    return ShownPart(
        code=code,
        blank=bool(_STUB.search(code)) and "YOUR CODE HERE" in code,
        names=names,
        findings=list(findings.values()),
        outputs=outputs,
        hint=part.hint,
        plots=[_plot(curve) for curve in curves if findings and curve.function in names],
    )


def _plot(curve: Curve) -> Markup:
    from autograder.pages.plots import curve_plot  # matplotlib, for those who need it

    return curve_plot(curve)


def _steps(exercise: ShownExercise, part: ShownPart) -> list[Step]:
    if part.blank:
        names = " and ".join(f"`{name}`" for name in part.names) or "your answer"
        return [Step(exercise.anchor, exercise.title, f"Write {names}.", part.lost)]
    return [
        Step(
            exercise.anchor,
            exercise.title,
            first_sentence(finding.message) or finding.verdicts[0].title,
            finding.lost,
        )
        for finding in part.findings
    ]


def _advice(graded: Graded) -> list[str]:
    """Return what costs no points but is worth knowing; each thing once."""
    warned: dict[str, list[str]] = {}
    for verdict in graded.verdicts:
        for warning in verdict.warnings:
            warned.setdefault(plain(warning).strip(), []).append(verdict.title)
    told = [
        f"{warning} (seen in {counted(len(titles), 'claim')}: {titles[0]})"
        for warning, titles in warned.items()
        if warning and not any(warning in advice for advice in graded.advice)
    ]
    return list(dict.fromkeys([*graded.advice, *told]))


def _needs_work(verdict: Verdict) -> bool:
    if verdict.outcome is Outcome.NOT_RUN:
        return False
    return verdict.outcome is Outcome.FAILED or (verdict.points or 0.0) < verdict.possible


def _cells_by_id(notebook: dict) -> dict[str, dict]:
    """Return the code cells that a student wrote, by grade_id; the first of each."""
    found: dict[str, dict] = {}
    for cell in notebook.get("cells", []):
        marks = cell.get("metadata", {}).get("nbgrader", {})
        if marks.get("solution") and cell.get("cell_type") == "code":
            found.setdefault(marks.get("grade_id") or cell.get("id", ""), cell)
    return found


def _code(part: Part, written: dict[str, dict]) -> str:
    """Return what the student wrote; a cell that the course marks as graded is never shown."""
    sources = (written.get(cell.id, {}).get("source", "") for cell in part.answers)
    texts = ("".join(source).strip("\n") for source in sources)
    return "\n\n\n".join(text for text in texts if text)

"""One page for one person: what holds, what does not yet, and what to do next.

The page is made from verdicts, the student's own answers, and the course's hints. Of the
claims it has titles and messages only; no source of a graded cell ever enters it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from autograder.checking.code import definitions
from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.course.people import Names
from autograder.files import PRIVATE, READABLE, write_text
from autograder.gradebook.manual import Marked, marked_by_hand
from autograder.grading.results import read_results
from autograder.grading.submission.folder import Receipt
from autograder.grading.submission.reading import Refused
from autograder.notebook.exercises import Exercise, Question, exercises_of
from autograder.notebook.sanitise import plain
from autograder.pages.feedback_model import (
    Feedback,
    Finding,
    ShownExercise,
    ShownPart,
    Step,
    needs_work,
)
from autograder.pages.numbers import counted
from autograder.pages.redact import withhold
from autograder.pages.render import render
from autograder.pages.student_code import StudentCode, is_blank, joined
from autograder.pages.text import first_sentence
from autograder.platforms.record import names_of, teams_of
from autograder.verdicts import Curve, Graded, Verdict

ADVICE = 8  # lines of it
LIMIT = 280_000  # bytes; a page should pass as an attachment
STEPS = 3  # things to do next that are named at the top


def write_feedback(
    classroom: Classroom, assignment: Assignment, student: str, names: Names | None = None
) -> Path:
    """Return the path of the page that was written for one submission.

    What a person gave or wrote in formgrader is on it. It has the name that nbgrader gives its
    own, so that formgrader and `nbgrader release_feedback` find it, and beside it lies the receipt
    of the submission that was graded, an older one than was handed in since perhaps. `names` are
    by default those of the classroom's roster.
    """
    names = names or names_of(classroom)
    team = teams_of(classroom).get((student, assignment.name), ())
    try:
        graded = read_results(classroom, assignment, student)
    except Refused as refused:
        unknown = dict.fromkeys(claim.id for claim in assignment.claims)
        marked = marked_by_hand(classroom, assignment, student, unknown, team)
        page = ungraded_page(assignment, student, str(refused), marked, names)
    else:
        marked = marked_by_hand(classroom, assignment, student, points_of(graded), team)
        page = feedback_page(assignment, graded, marked, names, team)
    path = classroom.feedback_for(student, assignment.name) / f"{assignment.stem}.html"
    receipt = Receipt.of(classroom.graded(student, assignment.name))
    write_text(path, page, READABLE if receipt.secret else PRIVATE)
    if receipt.secret:  # `nbgrader release_feedback` copies a page with its permissions
        path.chmod(stat.S_IMODE(path.stat().st_mode) | READABLE)  # whoever shares the folder
    receipt.write_for_release(path.parent)
    return path


def points_of(graded: Graded) -> dict[str, float | None]:
    """Return the grader's points by claim; None for one that was not run."""
    return {verdict.claim: verdict.points for verdict in graded.verdicts}


def feedback_page(
    assignment: Assignment,
    graded: Graded,
    marked: Marked | None = None,
    names: Names | None = None,
    team: Sequence[str] = (),
) -> str:
    """Return the feedback page of one submission, as HTML, below `LIMIT` bytes.

    Parameters
    ----------
    marked : Marked, optional
        What a person gave or wrote.
    names : Names, optional
        What students are called; by default by their ids.
    team : sequence of str
        Who shares the submission: the page is for all of them.
    """
    page = feedback_of(assignment, graded, marked, names, team)
    html = render("feedback.html", page=page)
    if len(html.encode()) > LIMIT:
        html = render("feedback.html", page=replace(page, brief=True))
    return html


def ungraded_page(
    assignment: Assignment,
    student: str,
    reason: str,
    marked: Marked | None = None,
    names: Names | None = None,
) -> str:
    """Return the page of a submission that could not be graded at all, as HTML."""
    names = names or Names(())
    return render(
        "ungraded.html",
        title=assignment.title,
        name=names.name(student),
        id=names.id(student),
        reason=names.hidden(reason),
        marked=marked,
    )


def feedback_of(
    assignment: Assignment,
    graded: Graded,
    marked: Marked | None = None,
    names: Names | None = None,
    team: Sequence[str] = (),
) -> Feedback:
    """Return what the page says."""
    names = names or Names(())
    graded = withhold(graded, assignment.cells)
    verdicts = {verdict.claim: verdict for verdict in graded.verdicts}
    code = StudentCode.of(graded.notebook, assignment.cells)
    shown = [
        _exercise(number, exercise, verdicts, code, graded)
        for number, exercise in enumerate(exercises_of(assignment.cells), start=1)
    ]
    for exercise in shown:
        exercise.settled = marked.settled if marked else ()
    _draw_once(shown)
    steps = _steps(shown)
    return Feedback(
        title=assignment.title,
        name=", ".join(map(names.name, team or (graded.student,))),
        id="" if team else names.id(graded.student),
        graded=graded,
        exercises=shown,
        steps=steps[:STEPS],
        more=len(steps[STEPS:]),
        advice=_advice(graded),
        marked=marked,
    )


def _exercise(
    number: int,
    exercise: Exercise,
    verdicts: dict[str, Verdict],
    code: StudentCode,
    graded: Graded,
) -> ShownExercise:
    parts = [_part(part, verdicts, code, graded) for part in exercise.questions]
    return ShownExercise(
        anchor=f"exercise-{number}",
        title=exercise.title,
        verdicts=[verdicts[cell.id] for cell in exercise.claims if cell.id in verdicts],
        parts=[part for part in parts if part.findings],
        by_hand=any(part.by_hand for part in exercise.questions),
    )


def _part(
    part: Question, verdicts: dict[str, Verdict], code: StudentCode, graded: Graded
) -> ShownPart:
    findings: dict[str, Finding] = {}
    wanting = [c for c in part.claims if c.id in verdicts and needs_work(verdicts[c.id])]
    for verdict in (verdicts[cell.id] for cell in wanting):
        key = verdict.mistake or verdict.message  # one mistake is told once, with one example
        findings.setdefault(key, Finding([])).verdicts.append(verdict)
    sources = code.sources(part, wanting)
    names = list(dict.fromkeys(name for source in sources for name in definitions(source)))
    untouched = {cell.id for cell in part.answers} <= set(graded.blank)
    return ShownPart(
        code=joined(sources),
        blank=is_blank(sources) or bool(names and part.answers and untouched),
        names=names,
        findings=list(findings.values()),
        outputs=code.outputs(part),
        hint=part.hint,
        plots=[_plot(curve) for curve in graded.curves if findings and _tells(curve, names)],
    )


def _draw_once(exercises: Iterable[ShownExercise]) -> None:
    """Leave each plot only where it stands first."""
    drawn: set[Markup] = set()
    for part in (part for exercise in exercises for part in exercise.parts):
        part.plots = [plot for plot in part.plots if plot not in drawn]
        drawn.update(part.plots)


def _tells(curve: Curve, names: list[str]) -> bool:
    """True if it is of these functions, and one sees what is wrong."""
    from autograder.pages.plots import differs

    return curve.function in names and differs(curve)


def _plot(curve: Curve) -> Markup:
    from autograder.pages.plots import curve_plot

    return curve_plot(curve)


def _steps(exercises: Iterable[ShownExercise]) -> list[Step]:
    """Return what there is to do, in the order of the notebook; each thing once."""
    steps: dict[tuple[str, str], Step] = {}
    for exercise in exercises:
        for part in exercise.parts:
            for sentence, lost, claim in _things(part):
                # one cause may cost points in many exercises; what is not written is in one
                key = (sentence, exercise.anchor if part.blank else "")
                before = steps.get(key)
                steps[key] = (
                    replace(before, points=before.points + lost)
                    if before
                    else Step(exercise.anchor, exercise.title, sentence, lost, claim)
                )
    return list(steps.values())


def _things(part: ShownPart) -> Iterable[tuple[str, float, str]]:
    if part.blank:
        yield part.to_write, part.lost, part.findings[0].verdicts[0].claim
        return
    for finding in part.findings:
        first = finding.verdicts[0]
        yield first_sentence(finding.message) or first.title, finding.lost, first.claim


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
    return list(dict.fromkeys([*graded.advice, *told]))[:ADVICE]

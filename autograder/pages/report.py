"""What an instructor wants to know of a class: one page for each assignment, one for the course.

Beside each page lie its numbers as CSV, unrounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment
from autograder.errors import MaterialError
from autograder.files import write_text
from autograder.grading.results import read_results
from autograder.notebook.exercises import exercises_of
from autograder.pages.plots import histogram
from autograder.pages.render import link, render
from autograder.pages.statistics import (
    FEWEST,
    ClaimStatistics,
    CommonMistake,
    Spread,
    claim_statistics,
    is_full,
    mistakes,
    points_run,
    remark,
    share_of,
)
from autograder.pages.student_code import StudentCode, anonymous
from autograder.tables import csv_table
from autograder.verdicts import Graded, Outcome

TIERS = {
    "full": "Student code saw no file, process or network but its own.",
    "landlock": "Files and network were out of its reach; processes were not hidden from it, and "
    "its use of the disk was watched rather than walled in.",
    "process": "It ran in a process of its own with limits on time and memory, but could read and "
    "write whatever the account that graded can. Look twice at marks that surprise you.",
}


@dataclass(frozen=True)
class Row:
    """One submission in the table of an assignment."""

    student: str
    page: str  # relative address of the feedback page, "" if there is none
    points: float
    possible: float
    open_points: float
    share: float | None
    passed: int
    failed: int
    not_run: int
    notes: int
    seconds: float
    tier: str


@dataclass(frozen=True)
class Example:
    """A mistake as somebody made it, without who."""

    mistake: CommonMistake
    titles: list[str]  # of the claims that it cost
    code: str


@dataclass(frozen=True)
class AssignmentReport:
    """What the report of one assignment says."""

    assignment: Assignment
    title: str
    address: str
    rows: list[Row]
    spread: Spread
    claims: list[ClaimStatistics]
    exercise_of: dict[str, str]
    examples: list[Example]
    not_run: list[tuple[str, str, str]]  # student, claim, reason
    notes: list[tuple[str, str, str]]  # student, cell, what was changed
    ungraded: list[tuple[str, str]]  # student, reason
    tiers: Counter[str]
    seconds: float
    possible: float

    @property
    def name(self) -> str:
        return self.assignment.name


def write_report(classroom: Classroom, assignments: Sequence[Assignment]) -> list[Path]:
    """Return the files that were written: the course's page first, then each assignment's."""
    reports = []
    for assignment in assignments:
        gradeds, ungraded = [], []
        for student in classroom.submissions(assignment.name):
            try:
                gradeds.append(read_results(classroom, assignment, student))
            except MaterialError as error:  # refused by the grader, or not graded yet
                ungraded.append((student, str(error)))
        if gradeds or ungraded:
            reports.append(report_of(assignment, gradeds, ungraded, classroom))
    return write_pages(classroom.report, reports)


def write_pages(folder: Path, reports: Sequence[AssignmentReport]) -> list[Path]:
    """Write the pages and tables of these reports into a folder."""
    students = sorted({row.student for report in reports for row in report.rows})
    grid = {(row.student, report.name): row for report in reports for row in report.rows}
    totals = [
        _total(student, [grid.get((student, r.name)) for r in reports]) for student in students
    ]
    contents = {
        "index.html": course_page(reports, totals, grid),
        "course.csv": csv_table(
            ["student", *(f"{r.name} points" for r in reports), "points", "possible", "share"],
            [
                [
                    total.student,
                    *(_points(grid.get((total.student, report.name))) for report in reports),
                    total.points,
                    total.possible,
                    total.share,
                ]
                for total in totals
            ],
        ),
    }
    for report in reports:
        contents[f"{report.name}.html"] = assignment_page(report)
        contents |= tables_of(report)
    paths = []
    for name, content in contents.items():
        path = folder / name
        write_text(path, content)
        paths.append(path)
    return paths


def tables_of(report: AssignmentReport) -> dict[str, str]:
    """Return the numbers of an assignment's page as CSV files, by name."""
    return {
        f"{report.name}-claims.csv": csv_table(
            [field.name for field in fields(ClaimStatistics)],
            [astuple(claim) for claim in report.claims],
        ),
        f"{report.name}-submissions.csv": csv_table(
            [field.name for field in fields(Row) if field.name != "page"],
            [[value for name, value in vars(row).items() if name != "page"] for row in report.rows],
        ),
        f"{report.name}-mistakes.csv": csv_table(
            ["mistake", "recognised", "students", "claims"],
            [
                (m.title, m.recognised, len(m.students), " ".join(m.claims))
                for m in (example.mistake for example in report.examples)
            ],
        ),
    }


def report_of(
    assignment: Assignment,
    gradeds: Sequence[Graded],
    ungraded: Sequence[tuple[str, str]] = (),
    classroom: Classroom | None = None,
) -> AssignmentReport:
    """Return what the report of one assignment says."""
    exercises = exercises_of(assignment.cells)
    titles = {cell.id: cell.title for cell in assignment.claims}
    code_of = {g.student: StudentCode.of(g.notebook, assignment.cells) for g in gradeds}
    unwritten = {g.student: code_of[g.student].unanswered(exercises, g.blank) for g in gradeds}
    lines = [(g.student, v) for g in gradeds for v in g.verdicts if v.outcome is Outcome.NOT_RUN]
    return AssignmentReport(
        assignment=assignment,
        title=assignment.title,
        address=link(f"{assignment.name}.html"),
        rows=[_row(graded, assignment, classroom) for graded in gradeds],
        spread=Spread.of(map(share_of, gradeds), full=sum(map(is_full, gradeds))),
        claims=claim_statistics(gradeds),
        exercise_of={cell.id: e.title for e in exercises for cell in e.claims},
        examples=[
            Example(
                mistake,
                [titles.get(claim, claim) for claim in mistake.claims],
                anonymous(
                    code_of[mistake.author].about(exercises, mistake.example.claim),
                    mistake.students,
                ),
            )
            for mistake in mistakes(gradeds, unwritten)
        ],
        not_run=[(student, v.title, v.message) for student, v in lines],
        notes=[(g.student, note.cell, note.text) for g in gradeds for note in g.notes],
        ungraded=list(ungraded),
        tiers=Counter(graded.tier for graded in gradeds),
        seconds=sum(graded.seconds for graded in gradeds),
        possible=max((graded.possible for graded in gradeds), default=assignment.points),
    )


def assignment_page(report: AssignmentReport) -> str:
    """Return the page of one assignment, as HTML."""
    return render(
        "report.html",
        report=report,
        tiers=TIERS,
        fewest=FEWEST,
        remark=remark,
        plot=histogram(report.spread.counts, report.assignment.stem),
        tables=[(name, link(name)) for name in tables_of(report)],
    )


def course_page(
    reports: Sequence[AssignmentReport],
    totals: Sequence[Row],
    grid: dict[tuple[str, str], Row],
) -> str:
    """Return the page of the course, as HTML."""
    spread = Spread.of(
        (total.share for total in totals),
        full=sum(total.points > total.possible - 1e-9 for total in totals),
    )
    return render(
        "course.html",
        reports=reports,
        totals=totals,
        grid=grid,
        spread=spread,
        tiers_of_class=sum((report.tiers for report in reports), Counter()),
        tiers=TIERS,
        plot=histogram(spread.counts, "course"),
    )


def _row(graded: Graded, assignment: Assignment, classroom: Classroom | None) -> Row:
    counts = graded.tally
    page = ""
    if classroom:
        path = classroom.feedback_for(graded.student, assignment.name) / f"{assignment.stem}.html"
        if path.is_file():
            page = link("..", *path.relative_to(classroom.root).parts)
    return Row(
        student=graded.student,
        page=page,
        points=graded.points,
        possible=graded.possible,
        open_points=graded.possible - points_run(graded),
        share=share_of(graded),
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        not_run=counts[Outcome.NOT_RUN],
        notes=len(graded.notes),
        seconds=graded.seconds,
        tier=graded.tier,
    )


def _total(student: str, rows: Sequence[Row | None]) -> Row:
    """Return one student's sum over the assignments that were handed in."""
    known = [row for row in rows if row]
    points, possible = sum(r.points for r in known), sum(r.possible for r in known)
    waiting = sum(row.open_points for row in known)
    return Row(
        student=student,
        page="",
        points=points,
        possible=possible,
        open_points=waiting,
        share=points / (possible - waiting) if possible - waiting > 1e-9 else None,
        passed=sum(row.passed for row in known),
        failed=sum(row.failed for row in known),
        not_run=sum(row.not_run for row in known),
        notes=sum(row.notes for row in known),
        seconds=sum(row.seconds for row in known),
        tier=" ".join(sorted({row.tier for row in known})),
    )


def _points(row: Row | None) -> float | None:
    """Return the points of a cell in the course's table; none if nobody knows them."""
    return row.points if row and row.share is not None else None

"""What an instructor wants to know of a class: one page for each assignment, one for the course.

Beside each page lie its numbers as CSV, unrounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from autograder.course.classroom import Classroom
from autograder.course.course import Assignment, Course
from autograder.course.people import Names
from autograder.errors import MaterialError
from autograder.files import PRIVATE, write_text
from autograder.grading.results import read_results
from autograder.notebook.exercises import exercises_of
from autograder.pages.attention import FIRST, NAMED, Concern, concerns_of
from autograder.pages.class_list import (
    Roll,
    Row,
    Section,
    Total,
    row_of,
    sections_of,
    spread_of,
    total_of,
)
from autograder.pages.plots import histogram
from autograder.pages.render import link, render
from autograder.pages.statistics import (
    FEWEST,
    ClaimStatistics,
    CommonMistake,
    Spread,
    claim_statistics,
    mistakes,
    remark,
)
from autograder.pages.student_code import StudentCode, anonymous
from autograder.platforms.marks import State, marks
from autograder.platforms.record import names_of, read_record
from autograder.tables import csv_table
from autograder.verdicts import Graded

SORT = "sort.js"
LIMIT = 245_000  # bytes
MISTAKES = 6  # that are shown at once; the rest is folded
TIERS = {
    "full": "Student code saw no file, process or network but its own.",
    "landlock": "Files and network were out of its reach; processes were not hidden from it, and "
    "its use of the disk was watched rather than walled in.",
    "process": "It ran in a process of its own with limits on time and memory, but could read and "
    "write whatever the account that graded can. Look twice at marks that surprise you.",
}


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
    sections: list[Section]
    concerns: list[Concern]
    roll: Roll
    tiers: Counter[str]
    seconds: float
    possible: float

    @property
    def name(self) -> str:
        return self.assignment.name

    @property
    def graded(self) -> list[Row]:
        """The rows of those who were graded."""
        return [row for row in self.rows if row.graded]

    @property
    def open(self) -> int:
        """How many of them have claims that nobody knows the points of."""
        return sum(row.open_points > 0 for row in self.graded)

    def count(self, state: State) -> int:
        """Return how many students without a verdict stand so."""
        return sum(row.state == state and not row.graded for row in self.rows)


def write_report(
    course: Course,
    classroom: Classroom,
    assignments: Sequence[Assignment],
    anonymous: bool = False,
) -> list[Path]:
    """Return the files that were written: the course's page first, then each assignment's.

    `anonymous` leaves out who the students are: no names, no ids, no links to their pages.
    """
    names = names_of(classroom, anonymous)
    known = marks(course, classroom, [assignment.name for assignment in assignments])
    # the platform's word counts where nobody knows the times
    told = {(e.student, e.assignment) for e in read_record(classroom) if e.late}
    reports = []
    for assignment in assignments:
        gradeds, ungraded = [], []
        of_all = {mark.student: mark for mark in known.of(assignment.name)}
        handed_in = classroom.submissions(assignment.name)
        for student in handed_in:
            if student in of_all and of_all[student].state is State.WAITING:
                continue
            try:
                gradeds.append(read_results(classroom, assignment, student))
            except MaterialError as error:  # refused by the grader, or no longer as it wrote it
                ungraded.append((student, str(error)))
        if handed_in:
            late = {
                student
                for student, mark in of_all.items()
                if mark.late or (mark.late is None and (student, assignment.name) in told)
            }
            pages = {} if anonymous else _pages(classroom, assignment)
            roll = Roll(names, of_all, frozenset(late), pages)
            reports.append(report_of(assignment, gradeds, ungraded, roll))
    return write_pages(classroom.report, reports)


def write_pages(folder: Path, reports: Sequence[AssignmentReport]) -> list[Path]:
    """Write the pages and tables of these reports into a folder."""
    names = reports[0].roll.names if reports else Names(())
    students = {row.student for report in reports for row in report.rows}
    grid = {(row.student, report.name): row for report in reports for row in report.rows}
    totals = [
        total_of(names, student, [grid.get((student, r.name)) for r in reports])
        for student in sorted(students, key=names.order)
    ]
    contents = {
        "index.html": course_page(reports, totals, grid),
        "course.csv": csv_table(
            [
                *("student", "name", "section"),
                *(f"{r.name} points" for r in reports),
                *("points", "possible", "share"),
            ],
            [
                [
                    *_who(names, total),
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
        write_text(path, content, PRIVATE)
        paths.append(path)
    return paths


def tables_of(report: AssignmentReport) -> dict[str, str]:
    """Return the numbers of an assignment's page as CSV files, by name."""
    columns = [f.name for f in fields(Row) if f.name not in ("student", "name", "section", "page")]
    return {
        f"{report.name}-claims.csv": csv_table(
            [field.name for field in fields(ClaimStatistics)],
            [astuple(claim) for claim in report.claims],
        ),
        f"{report.name}-submissions.csv": csv_table(
            ["student", "name", "section", *columns],
            [
                [*_who(report.roll.names, row), *(getattr(row, name) for name in columns)]
                for row in report.rows
            ],
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
    roll: Roll | None = None,
) -> AssignmentReport:
    """Return what the report of one assignment says."""
    roll = roll or Roll()
    exercises = exercises_of(assignment.cells)
    titles = {cell.id: cell.title for cell in assignment.claims}
    code_of = {g.student: StudentCode.of(g.notebook, assignment.cells) for g in gradeds}
    unwritten = {g.student: code_of[g.student].unanswered(exercises, g.blank) for g in gradeds}
    by_student = {graded.student: graded for graded in gradeds}
    unread = sorted(ungraded, key=lambda one: roll.names.order(one[0]))
    students = sorted({*by_student, *roll.marks, *dict(ungraded)}, key=roll.names.order)
    rows = [row_of(student, by_student.get(student), roll, assignment) for student in students]
    concerns = concerns_of(
        [by_student[student] for student in students if student in by_student],
        [(student, roll.names.hidden(reason)) for student, reason in unread],
        {student: roll.marks[student] for student in students if student in roll.marks},
        [student for student in students if student in roll.late],
    )
    return AssignmentReport(
        assignment=assignment,
        title=assignment.title,
        address=link(f"{assignment.name}.html"),
        rows=rows,
        spread=spread_of(rows),
        claims=claim_statistics(gradeds),
        exercise_of={cell.id: e.title for e in exercises for cell in e.claims},
        examples=[
            Example(
                mistake,
                [titles.get(claim, claim) for claim in mistake.claims],
                anonymous(
                    code_of[mistake.author].about(exercises, mistake.example.claim),
                    [*mistake.students, *_full_names(roll, mistake)],
                ),
            )
            for mistake in mistakes(gradeds, unwritten)
        ],
        sections=sections_of(roll.names, rows),
        concerns=concerns,
        roll=roll,
        tiers=Counter(graded.tier for graded in gradeds),
        seconds=sum(graded.seconds for graded in gradeds),
        possible=max((graded.possible for graded in gradeds), default=assignment.points),
    )


def assignment_page(report: AssignmentReport) -> str:
    """Return the page of one assignment, as HTML, below `LIMIT` bytes for a class of 200.

    If need be, the rarer mistakes are listed without how somebody made them.
    """
    for shown in (len(report.examples), 40, 20, 10, MISTAKES):
        page = render(
            "report.html",
            script=SORT,
            report=report,
            tiers=TIERS,
            fewest=FEWEST,
            remark=remark,
            names=report.roll.names,
            pages=report.roll.pages,
            mistakes_shown=MISTAKES,
            examples_shown=shown,
            first=FIRST,
            named=NAMED,
            State=State,
            plot=histogram(report.spread.counts, report.assignment.stem),
            tables=[(name, link(name)) for name in tables_of(report)],
        )
        if len(page.encode()) < LIMIT:
            break
    return page


def course_page(
    reports: Sequence[AssignmentReport],
    totals: Sequence[Total],
    grid: dict[tuple[str, str], Row],
) -> str:
    """Return the page of the course, as HTML, below `LIMIT` bytes for a class of 200.

    If need be, without links to the feedback pages: those of the assignments have them.
    """
    spread = Spread.of(
        (total.share for total in totals),
        full=sum(
            total.points is not None and total.points > total.possible - 1e-9 for total in totals
        ),
    )
    for linked in (True, False):
        page = render(
            "course.html",
            script=SORT,
            reports=reports,
            totals=totals,
            grid=grid,
            spread=spread,
            names=reports[0].roll.names if reports else Names(()),
            State=State,
            tiers_of_class=sum((report.tiers for report in reports), Counter()),
            tiers=TIERS,
            plot=histogram(spread.counts, "course"),
            linked=linked,
        )
        if len(page.encode()) < LIMIT:
            break
    return page


def _full_names(roll: Roll, mistake: CommonMistake) -> list[str]:
    """Return the names of those who made a mistake; one word alone may be the code's, as Max."""
    names = [roll.names.person(student).name for student in mistake.students]
    return [name for name in names if " " in name]


def _pages(classroom: Classroom, assignment: Assignment) -> dict[str, str]:
    """Return the addresses of the feedback pages that there are, as seen from the report."""
    found = {}
    for student in classroom.submissions(assignment.name):
        path = classroom.feedback_for(student, assignment.name) / f"{assignment.stem}.html"
        if path.is_file():
            found[student] = link("..", *path.relative_to(classroom.root).parts)
    return found


def _who(names: Names, row: Row | Total) -> tuple[str, str, str]:
    """Return a student's id, name and section for a table; a number if nobody is to be known."""
    if names.anonymous:
        return names.name(row.student), "", row.section
    return row.student, row.name, row.section


def _points(row: Row | None) -> float | None:
    """Return the points of a cell in the course's table; none if nobody knows them."""
    return row.points if row else None

"""The report: every number recomputed from the verdicts, equal on the page and in the tables."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.grading.results import write_results
from autograder.pages.report import assignment_page, report_of, tables_of, write_pages, write_report
from autograder.pages.statistics import claim_statistics
from autograder.pages.student_code import anonymous
from autograder.verdicts import Graded, Outcome

from . import made_up
from .page_check import Page, check_page

EVIL = "<script>alert(1)</script>=1+1"


@pytest.fixture
def gradeds() -> list[Graded]:
    """A class of 24."""
    return made_up.class_of()


def _table(files: dict[str, str], ending: str) -> list[dict]:
    (content,) = (content for name, content in files.items() if name.endswith(ending))
    return list(csv.DictReader(io.StringIO(content)))


def _rows(page: Page, width: int) -> list[list[str]]:
    return [[" ".join(c.split()) for c in row] for row in page.rows if len(row) == width][1:]


def test_the_pages_are_well_formed_and_need_nothing_from_elsewhere(assignment, gradeds, tmp_path):
    """Also with the strangest names, messages and notes."""
    strange = replace(
        made_up.struggling(EVIL),
        notes=(made_up.Note(EVIL, EVIL),),
        tier=EVIL,
        verdicts=tuple(replace(v, message=EVIL, mistake=EVIL) for v in gradeds[0].verdicts),
    )
    report = report_of(assignment, [*gradeds, strange], [(EVIL, EVIL)])
    for path in write_pages(tmp_path / "report", [report]):
        if path.suffix == ".html":
            check_page(path.read_text(encoding="utf-8"))


def test_an_empty_class_still_gives_pages(assignment, tmp_path):
    """Nothing graded: the pages say so."""
    assert "Nothing is graded yet" in write_pages(tmp_path, [])[0].read_text(encoding="utf-8")
    check_page(assignment_page(report_of(assignment, [], [("ada", "It was empty.")])))


def test_the_submissions_on_the_page_are_those_of_the_class(assignment, gradeds):
    """Points, open points and counts, recomputed from the verdicts."""
    page = check_page(assignment_page(report_of(assignment, gradeds)))
    rows = _rows(page, 10)
    assert len(rows) == len(gradeds)
    for row, graded in zip(rows, gradeds, strict=True):
        ran = [v for v in graded.verdicts if v.points is not None]
        points = sum(v.points for v in ran)
        lost = sum(v.possible for v in graded.verdicts) - sum(v.possible for v in ran)
        assert row[0] == graded.student
        assert row[1:4] == [f"{points:g}", "25", f"{lost:g}" if lost else "–"]
        assert row[4].split()[0] == f"{100 * points / sum(v.possible for v in ran):.0f}"
        counts = [sum(v.outcome is outcome for v in graded.verdicts) for outcome in Outcome]
        assert [cell.replace("–", "0") for cell in row[5:8]] == [str(count) for count in counts]


def test_the_claims_on_the_page_are_those_of_the_statistics(assignment, gradeds):
    """Difficulty and discrimination, rounded; the discrimination is checked elsewhere."""
    page = check_page(assignment_page(report_of(assignment, gradeds)))
    rows = _rows(page, 7)
    for row, claim in zip(rows, claim_statistics(gradeds), strict=True):
        outcomes = [v for g in gradeds for v in g.verdicts if v.claim == claim.claim]
        right = sum(v.outcome is Outcome.PASSED for v in outcomes)
        ran = sum(v.outcome is not Outcome.NOT_RUN for v in outcomes)
        assert claim.claim in row[0]
        assert row[2] == str(right)
        assert row[5] == f"{100 * right / ran:.0f} %"
        assert row[6] == f"{claim.discrimination:.2f}"


def test_the_tables_hold_what_the_page_shows(assignment, gradeds):
    """Each number of the page is that of the CSV, rounded."""
    report = report_of(assignment, gradeds)
    page, files = check_page(assignment_page(report)), tables_of(report)
    for row, line in zip(_rows(page, 10), _table(files, "submissions.csv"), strict=True):
        assert row[0] == line["student"]
        assert row[1] == f"{float(line['points']):g}"
        assert row[4] == f"{100 * float(line['share']):.0f} %"
    for row, line in zip(_rows(page, 7), _table(files, "claims.csv"), strict=True):
        assert line["claim"] in row[0]
        assert row[2:5] == [line["passed"], line["failed"], line["not_run"].replace("0", "–")]
        assert row[5] == f"{100 * float(line['difficulty']):.0f} %"
        assert row[6] == f"{float(line['discrimination']):.2f}"
    for line in _table(files, "mistakes.csv"):
        assert f"{line['students']} of 24 {line['mistake'].replace('`', '')}" in page.text


def test_the_numbers_beside_the_plot_are_those_of_the_class(assignment, gradeds):
    """Mean, and who has every point: somebody with open points has not."""
    report = report_of(assignment, gradeds)
    page = check_page(assignment_page(report))
    shares = [
        sum(v.points or 0 for v in g.verdicts)
        / sum(v.possible for v in g.verdicts if v.points is not None)
        for g in gradeds
    ]
    full = sum(all(v.points == v.possible for v in g.verdicts) for g in gradeds)
    assert f"Mean {100 * sum(shares) / len(shares):.0f} %" in page.text
    assert f"With every point {full}" in page.text
    assert shares.count(1.0) > full


def test_a_submission_of_which_nothing_ran_is_open_and_no_zero(assignment, tmp_path):
    """On the page the word, in the table an empty share."""
    nothing = made_up.graded(
        "ada", {claim: made_up.verdict(claim, Outcome.NOT_RUN) for claim in made_up.CLAIMS}
    )
    report = report_of(assignment, [nothing, made_up.graded("béla")])
    page = check_page(assignment_page(report))
    assert _rows(page, 10)[0][1:5] == ["open", "25", "25", "–"]
    assert _table(tables_of(report), "submissions.csv")[0]["share"] == ""
    write_pages(tmp_path, [report])
    (line, _) = csv.DictReader(io.StringIO((tmp_path / "course.csv").read_text(encoding="utf-8")))
    assert (line["09-softmax points"], line["share"]) == ("", "")


@pytest.mark.parametrize("tier", ["landlock", "process"])
def test_confinement_and_its_limits_are_said_on_top(assignment, tier):
    """Before any number, with what could have gone wrong."""
    page = check_page(assignment_page(report_of(assignment, [made_up.graded("a", tier=tier)])))
    assert page.text.index(f"Confinement: {tier}.") < page.text.index("Marks")


def test_examples_do_not_tell_who_made_them(assignment, gradeds):
    """Neither the author nor a comment is in the part about mistakes."""
    html = assignment_page(report_of(assignment, gradeds))
    part = html[html.index('id="mistakes"') : html.index('id="claims"')]
    assert "powers / np" in Page(part).text or "def softmax" in Page(part).text
    assert not any(name in Page(part).text.lower().split() for name in made_up.NAMES)
    assert "by Ada" not in part


def test_what_was_changed_and_what_was_refused_is_listed(assignment, gradeds):
    """With the student's name: it is the instructor's page."""
    page = check_page(assignment_page(report_of(assignment, gradeds, [("zoe", "It is empty.")])))
    assert "emre softmax-values This graded cell was missing; it was put back." in page.text
    assert "zoe It is empty." in page.text
    assert "jonas 5 claims" in page.text


def test_many_changes_of_one_kind_are_told_once(assignment, gradeds):
    """The cells are counted, and named when they are asked for."""
    notes = tuple(made_up.Note(claim, "This graded cell was edited.") for claim in made_up.CLAIMS)
    changed = [replace(gradeds[0], notes=notes), *gradeds[1:]]
    page = check_page(assignment_page(report_of(assignment, changed)))
    assert page.text.count("This graded cell was edited.") == 1
    assert f"{len(notes)} cells" in page.text


def test_an_answer_left_out_is_not_counted_as_a_mistake(assignment, gradeds, tmp_path):
    """All that was left out is one entry, without code; the course's page names a real mistake."""
    nothing = {claim: "`answer` is not defined." for claim in made_up.CLAIMS}
    lost = {
        claim: made_up.verdict(claim, Outcome.FAILED, message=said)
        for claim, said in nothing.items()
    }
    empty = [made_up.graded(f"e{n}", lost, blank=tuple(made_up.RIGHT)) for n in range(30)]
    report = report_of(assignment, [*empty, *gradeds])
    first = report.examples[0].mistake
    assert (first.title, len(first.students), first.written) == ("Not answered yet", 30, False)
    assert "is not defined" not in check_page(assignment_page(report)).text
    index = next(path for path in write_pages(tmp_path, [report]) if path.name == "index.html")
    text = check_page(index.read_text(encoding="utf-8")).text
    assert "Not answered yet" not in text
    assert "Most frequent mistake, made by" in text


def test_the_report_is_made_from_the_classroom(course, tmp_path):
    """Pages and tables lie in `report/`, with links to the feedback that exists."""
    classroom = Classroom(tmp_path / "classroom")
    assignment = course.select(["softmax"])[0]
    for graded in (made_up.struggling("ada b"), made_up.graded("béla")):
        classroom.submission(graded.student, assignment.name).mkdir(parents=True)
        write_results(graded, classroom.results(graded.student, assignment.name))
        folder = classroom.graded(graded.student, assignment.name)
        (folder / "softmax.ipynb").write_text(json.dumps(graded.notebook), encoding="utf-8")
    page = classroom.feedback_for("ada b", assignment.name) / "softmax.html"
    page.parent.mkdir(parents=True)
    page.write_text("feedback", encoding="utf-8")
    classroom.submission("zoe", assignment.name).mkdir(parents=True)
    paths = write_report(classroom, course.assignments)
    assert {path.name for path in paths} == {
        "index.html",
        "course.csv",
        "09-softmax.html",
        "09-softmax-claims.csv",
        "09-softmax-mistakes.csv",
        "09-softmax-submissions.csv",
    }
    shown = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    inside = [a for a in shown.addresses if a.endswith("softmax.html") and a.startswith("..")]
    assert inside == ["../feedback/ada%20b/09-softmax/softmax.html"]
    assert "zoe" in shown.text and "autograder grade" in shown.text
    for address in shown.addresses:
        target = address.replace("%20", " ")
        assert address.startswith("#") or Path(classroom.report, target).resolve().is_file()


def test_a_spreadsheet_takes_no_name_for_a_formula(assignment):
    """A text that begins like one gets an apostrophe."""
    lines = _table(tables_of(report_of(assignment, [made_up.graded("=1+1")])), "submissions.csv")
    assert lines[0]["student"] == "'=1+1"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("x = 1  # by Ada\n# Ada\ny = '#'", "x = 1\ny = '#'"),
        ("def f(:  # ada wrote this\n    ada = 1", "def f(:\n    … = 1"),
        ("s = 'ADA'", "s = '…'"),
    ],
)
def test_code_without_who_wrote_it(source, shown):
    """Comments and names are cut, also from code that does not parse."""
    assert anonymous(source, ["ada"]) == shown

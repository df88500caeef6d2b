"""The report: every number recomputed from the verdicts, equal on the page and in the tables."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.classroom import Classroom
from autograder.course.people import Person
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.roster import enrol
from autograder.gradebook.writing import Gradebook
from autograder.grading.results import Ungraded, write_results
from autograder.pages.class_list import Roll, total_of
from autograder.pages.report import (
    assignment_page,
    course_page,
    report_of,
    tables_of,
    write_pages,
    write_report,
)
from autograder.pages.statistics import claim_statistics
from autograder.pages.student_code import anonymous
from autograder.platforms.record import Entry, Record
from autograder.verdicts import Graded, Outcome

from . import made_up
from .page_check import Page, check_page

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

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
    rows = _rows(page, 9)
    assert len(rows) == len(gradeds)
    for row, graded in zip(rows, gradeds, strict=True):
        ran = [v for v in graded.verdicts if v.points is not None]
        points = sum(v.points for v in ran)
        lost = sum(v.possible for v in graded.verdicts) - sum(v.possible for v in ran)
        assert row[0] == graded.student
        assert row[1:3] == [f"{points:g}", f"{lost:g}" if lost else "–"]
        assert row[3].split()[0] == f"{100 * points / sum(v.possible for v in ran):.0f}"
        counts = [sum(v.outcome is outcome for v in graded.verdicts) for outcome in Outcome]
        assert [cell.replace("–", "0") for cell in row[4:7]] == [str(count) for count in counts]


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
    for row, line in zip(_rows(page, 9), _table(files, "submissions.csv"), strict=True):
        assert row[0] == line["student"]
        assert row[1] == f"{float(line['points']):g}"
        assert row[3] == f"{100 * float(line['share']):.0f} %"
    for row, line in zip(_rows(page, 7), _table(files, "claims.csv"), strict=True):
        assert line["claim"] in row[0]
        assert row[2:5] == [line["passed"], line["failed"], line["not_run"].replace("0", "–")]
        assert row[5] == f"{100 * float(line['solved']):.0f} %"
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
    assert _rows(page, 9)[0][1:4] == ["open", "25", "–"]
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
    assert "This graded cell was missing; it was put back. softmax-values emre" in page.text
    assert "It is empty. zoe" in page.text
    stopped = "The notebook ran longer than 60 s and was stopped. "
    claims = " ".join(list(made_up.CLAIMS)[5:8])
    assert f"{stopped}{claims} and 2 more cells jonas" in page.text


def test_what_differs_in_numbers_only_is_told_once(assignment, gradeds):
    """In which line a file was cut off is no other reason; one alone is told as it is."""
    reasons = [(f"s{line}", f"No notebook: it ends in line {line}.") for line in (7, 12)]
    page = check_page(assignment_page(report_of(assignment, gradeds, reasons)))
    assert "No notebook: it ends in line …. s12, s7" in page.text
    page = check_page(assignment_page(report_of(assignment, gradeds, reasons[:1])))
    assert "No notebook: it ends in line 7. s7" in page.text


def test_many_changes_of_one_kind_are_told_once(assignment, gradeds):
    """The cells are counted, and named when they are asked for."""
    notes = tuple(made_up.Note(claim, "This graded cell was edited.") for claim in made_up.CLAIMS)
    changed = [replace(gradeds[0], notes=notes), *gradeds[1:]]
    page = check_page(assignment_page(report_of(assignment, changed)))
    assert page.text.count("This graded cell was edited.") == 1
    assert f"and {len(notes) - 3} more cells" in page.text


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
    paths = write_report(course, classroom, course.assignments)
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
    assert set(inside) == {"../feedback/ada%20b/09-softmax/softmax.html"}
    assert "zoe" in shown.text and "autograder grade" in shown.text
    for address in shown.addresses:
        target = address.replace("%20", " ")
        assert address.startswith("#") or Path(classroom.report, target).resolve().is_file()


@pytest.fixture
def classroom(course, tmp_path) -> Classroom:
    """Four of a roster: graded, graded and late, unreadable, nothing handed in."""
    classroom = Classroom(tmp_path / "classroom")
    classroom.root.mkdir()
    assignment = course.select(["softmax"])[0]
    people = [
        *(Person("0017", "Séan", "O'Brien", section="B"), Person("0018", "伟", "王", section="A")),
        *(Person("0019", "Cyd", "Öztürk", section="A"), Person("0020", "", "Madonna", section="B")),
    ]
    with gradebook_of(classroom):
        enrol(classroom, people)
    stopped = made_up.Note("sigmoid-values", "This call took longer than 5 s.", stopped=True)
    lost = made_up.verdict("softmax-values", Outcome.NOT_RUN, message="No copy could be made.")
    first = replace(made_up.struggling("0017"), notes=(stopped,))
    for graded in (first, made_up.graded("0018", {"softmax-values": lost})):
        classroom.submission(graded.student, assignment.name).mkdir(parents=True)
        write_results(graded, classroom.results(graded.student, assignment.name))
        folder = classroom.graded(graded.student, assignment.name)
        (folder / "softmax.ipynb").write_text(json.dumps(graded.notebook), encoding="utf-8")
        with Gradebook(classroom) as gradebook:
            gradebook.write(graded, assignment)
    refused = Ungraded(assignment.name, "0019", "The notebook of Cyd Öztürk is empty.")
    classroom.submission("0019", assignment.name).mkdir(parents=True)
    write_results(refused, classroom.results("0019", assignment.name))
    record = Record(classroom)
    record.entries["0018", assignment.name] = Entry("0018", assignment.name, late=True)
    record.save()
    return classroom


def test_names_ids_and_sections_are_on_the_pages_and_in_the_tables(course, classroom):
    """By last name, whoever handed in or not; who is late or missing is told."""
    write_report(course, classroom, course.select(["softmax"]))
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    students = [row[:2] for row in _rows(page, 10)]
    assert students == [
        *(["Madonna 0020", "B"], ["Séan O'Brien 0017", "B"]),
        *(["Cyd Öztürk 0019", "A"], ["伟 王 0018 late", "A"]),
    ]
    assert (
        "4 students: 2 graded (2 with points open), 1 could not be graded, 1 not handed in."
        in page.text
    )
    assert "Not handed in 1 student Madonna 0020" in page.text
    assert "Late 1 student 伟 王 0018" in page.text
    assert ["A", "2", "1", "–", "1"] in [row[:5] for row in _rows(page, 8)]
    table = (classroom.report / "09-softmax-submissions.csv").read_text(encoding="utf-8")
    lines = {line["student"]: line for line in csv.DictReader(io.StringIO(table))}
    assert (lines["0018"]["name"], lines["0018"]["late"]) == ("伟 王", "yes")
    assert lines["0020"]["state"] == "not handed in" and lines["0020"]["points"] == ""
    index = check_page((classroom.report / "index.html").read_text(encoding="utf-8"))
    assert "Séan O'Brien 0017" in index.text and "Madonna 0020" in index.text


def test_late_is_what_came_after_the_due_date_if_the_times_are_known(course, classroom):
    """Otherwise the platform's word counts."""
    folder = course.select(["softmax"])[0]
    (classroom.root / "deadlines.toml").write_text(
        'timezone = "UTC"\n[09-softmax]\ndue = "2026-05-01 12:00"\n'
        '[09-softmax.handed_in]\n0017 = "2026-05-02 12:00"\n0018 = "2026-05-01 11:00"\n'
    )
    write_report(course, classroom, [folder])
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    assert "Late 1 student Séan O'Brien 0017" in page.text


def test_an_anonymous_report_tells_nobody(course, classroom):
    """Neither name nor id, in no page, table, reason or address."""
    folder = classroom.feedback_for("0017", "09-softmax")
    folder.mkdir(parents=True)
    (folder / "softmax.html").touch()
    for path in write_report(course, classroom, course.select(["softmax"]), anonymous=True):
        text = path.read_text(encoding="utf-8")
        told = [
            w for w in ("0017", "0018", "0019", "0020", "Séan", "Brien", "王", "Cyd") if w in text
        ]
        assert not told, (path.name, told)
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    assert sorted(row[0].removesuffix(" late") for row in _rows(page, 10)) == [
        f"Student {number}" for number in range(1, 5)
    ]
    assert "The notebook of … is empty." in page.text


def test_who_is_not_graded_yet_is_not_among_those_to_write_to(course, classroom):
    """The instructor has to do something, not the student."""
    classroom.submission("0020", "09-softmax").mkdir(parents=True)
    write_report(course, classroom, course.select(["softmax"]))
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    assert "1 could not be graded, 1 not graded yet." in page.text
    assert "Handed in, not graded 1 student" in page.text
    assert "again. Madonna 0020" in page.text.split("Not graded yet 1 student")[1]
    assert "results.json" not in page.text


def test_what_ran_too_long_is_under_what_needs_attention(course, classroom):
    """Apart from what was changed."""
    write_report(course, classroom, course.select(["softmax"]))
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    assert "Ran too long, or ended Python 1 student" in page.text
    assert "This call took longer than 5 s. sigmoid-values Séan O'Brien 0017" in page.text
    assert "Changed, missing or doubled" not in page.text


def test_a_claim_that_a_person_gave_points_for_is_not_open(course, classroom):
    """The points of the report are those of the export."""
    with gradebook_of(classroom) as gradebook:
        grade = gradebook.find_grade("softmax-values", "softmax", "09-softmax", "0018")
        grade.manual_score = 3.5
        gradebook.db.commit()
    write_report(course, classroom, course.select(["softmax"]))
    page = check_page((classroom.report / "09-softmax.html").read_text(encoding="utf-8"))
    (row,) = (row for row in _rows(page, 10) if row[0] == "伟 王 0018 late")
    assert row[2:4] == ["24.5", "–"]
    assert "No copy could be made." not in page.text


def test_an_error_is_one_mistake_whatever_its_shapes(assignment):
    """Once, with all who made it, in whatever function."""
    class_of = []
    for number, (claim, shape) in enumerate(
        [("sigmoid-values", "(3,4)"), ("softmax-values", "(5,4)"), ("softmax-values", "()")]
    ):
        said = f"operands could not be broadcast together with shapes {shape} (7,) "
        message = f"`f` stops with an error on this input.\n\nYou got:   ValueError: {said}"
        failed = made_up.verdict(claim, Outcome.FAILED, message=message)
        class_of.append(made_up.graded(f"s{number}", {claim: failed}))
    (example,) = report_of(assignment, class_of).examples
    title = "ValueError: operands could not be broadcast together with shapes …"
    assert (example.mistake.title, len(example.mistake.students)) == (title, 3)


def test_pages_stay_small_whatever_was_got_wrong_and_however_many_assignments(
    assignment, monkeypatch
):
    """Rare mistakes are listed without the code then, and the course's page has no links."""
    message = "\n".join(["x"] * 200)
    class_of = [
        made_up.graded(
            f"s{number}",
            {
                "softmax-values": made_up.verdict(
                    "softmax-values", Outcome.FAILED, message=message, mistake=f"softmax: {number}"
                )
            },
        )
        for number in range(60)
    ]
    pages = {graded.student: f"../feedback/{graded.student}/x.html" for graded in class_of}
    report = report_of(assignment, class_of, roll=Roll(pages=pages))
    whole = assignment_page(report)
    monkeypatch.setattr("autograder.pages.report.LIMIT", 60_000)
    page = assignment_page(report)
    assert len(page) < len(whole) and page.count("How somebody made it") < 60
    assert len(_rows(check_page(page), 9)) == 60
    assert check_page(page).text.count("softmax: ") >= 60
    rows = {(row.student, report.name): row for row in report.rows}
    totals = [total_of(report.roll.names, s, [row]) for (s, _), row in rows.items()]
    assert "../feedback/s1/x.html" in course_page([report], totals, rows)
    monkeypatch.setattr("autograder.pages.report.LIMIT", 10)
    assert "../feedback/s1/x.html" not in course_page([report], totals, rows)


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

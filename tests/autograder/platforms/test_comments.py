"""The column of comments of a platform's table says to each student what became of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

import pytest

from autograder.course.classroom import Classroom
from autograder.gradebook.opening import gradebook_of
from autograder.platforms.export import export
from autograder.platforms.record import Entry
from tests.autograder.platforms.downloads import make_classroom, make_course

SOFTMAX = "09-softmax"
TEAM = ("ada", "dora")
MOODLE = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    "Participant 12,Ada L,ada,a@x,Submitted,,3.00,-,-,\n"
    "Participant 13,Bob S,bob,b@x,Submitted,,3.00,-,-,Come and see me.\n"
    "Participant 14,Cyd T,cyd,c@x,No submission,,3.00,-,-,\n"
    "Participant 15,Dora U,dora,d@x,Submitted,,3.00,-,-,1.5 of 3 points. Not yet: It was so.\n"
)


@pytest.fixture
def export_to(tmp_path):
    """Fill a template of a class of four; return the rows as the csv module reads them."""
    course, classroom = make_course(tmp_path / "course"), make_classroom(tmp_path / "classroom")
    (classroom.root / "roster.csv").write_text("id,name\nada,Ada L\nbob,Bob S\ncyd,Cyd T\ndora,D U")
    for student, failed in (("ada", True), ("bob", True), ("dora", False)):
        file = classroom.results(student, SOFTMAX)
        file.parent.mkdir(parents=True)
        outcome = "failed" if failed else "passed"
        facts = {"title": "Every row of `p` sums to one.", "outcome": outcome}
        short = {"name": "softmax-short", "score": 2, "max_score": 2}
        tall = {"name": "softmax-tall", "score": 0 if failed else 1, "max_score": 1}
        tall["extra_data"] = facts
        file.write_text(json.dumps({"tests": [short, tall]}))

    def export_to(platform, text, encoding="utf-8", delimiter=","):
        template = tmp_path / "template.csv"
        template.write_bytes(text.encode(encoding))
        done = export(course, classroom, platform, template=template, assignments=["softmax"])
        export_to.notes = done.notes
        written = done.files[0].read_bytes().decode(encoding)
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    return export_to


def test_moodles_column_is_filled_but_for_what_a_person_wrote(export_to):
    """Points and what does not hold yet; an earlier export's own words are replaced."""
    ada, bob, cyd, dora = export_to("moodle", MOODLE)
    assert ada["Grade"] == "2"
    assert ada["Feedback comments"] == "2 of 3 points. Not yet: Every row of p sums to one."
    assert (bob["Grade"], bob["Feedback comments"]) == ("2", "Come and see me.")
    assert (cyd["Grade"], cyd["Feedback comments"]) == ("", "")
    assert dora["Feedback comments"] == "3 of 3 points."
    assert export_to.notes[0] == "3 cells and 2 comments filled in, and read back."


def test_blackboards_column_is_filled_if_it_was_downloaded(export_to):
    """Tab-separated, UTF-16, as Blackboard writes it."""
    head = ["Last Name", "First Name", "Username", "Softmax [Total Pts: 3 Score] |77"]
    head += ["Grading Notes", "Notes Format", "Feedback to Learner", "Feedback Format"]
    text = "\t".join(f'"{h}"' for h in head) + '\n"L"\t"Ada"\t"ada"\t""\t""\t""\t""\t""\n'
    (ada,) = export_to("blackboard", "\ufeff" + text, "utf-16-le", "\t")
    assert ada["Softmax [Total Pts: 3 Score] |77"] == "2"
    assert ada["Feedback to Learner"].startswith("2 of 3 points. Not yet: ")
    assert ada["Grading Notes"] == ""


def test_a_penalty_is_in_it(export_to, tmp_path):
    """With the rule."""
    graded = tmp_path / "classroom/autograded/ada" / SOFTMAX
    (graded / "timestamp.txt").write_text("2026-05-02 12:00:00 UTC")
    (tmp_path / "classroom/deadlines.toml").write_text(
        'timezone = "UTC"\npercent_a_day = 50\n[softmax]\ndue = 2026-05-01\n'
    )
    ada, *_ = export_to("moodle", MOODLE)
    assert ada["Grade"] == "1"
    assert ada["Feedback comments"].startswith("1 of 3 points. 1 was taken. It came 12 hours after")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_persons_words_are_in_it_for_each_of_a_team(export_to, tmp_path):
    """As on the page: what was written to one of those who share a submission is for all."""
    classroom = Classroom(tmp_path / "classroom")
    with gradebook_of(classroom) as gradebook:
        gradebook.update_or_create_assignment(SOFTMAX)
        gradebook.update_or_create_notebook("softmax", SOFTMAX)
        gradebook.update_or_create_solution_cell("softmax-answer", "softmax", SOFTMAX)
        for student in ("ada", "dora"):
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(SOFTMAX, student)
        where = ("softmax-answer", "softmax", SOFTMAX, "ada")
        gradebook.find_comment(*where).manual_comment = "Well said,\n`softmax`!"
        gradebook.db.commit()
    shared = [Entry(who, SOFTMAX, "moodle", who, file="t.ipynb", sha256="1") for who in TEAM]
    entries = [asdict(entry) for entry in shared]
    (classroom.root / "collected.json").write_text(json.dumps({"entries": entries}))

    ada, _, _, dora = export_to("moodle", MOODLE)

    assert ada["Feedback comments"].endswith(" softmax: Well said, softmax!")
    assert dora["Feedback comments"] == "3 of 3 points. softmax: Well said, softmax!"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_what_a_person_gave_points_for_is_not_held_against_anybody(export_to, tmp_path):
    """All points, and "not yet" beside them, would be no answer."""
    with gradebook_of(Classroom(tmp_path / "classroom")) as gradebook:
        gradebook.update_or_create_assignment(SOFTMAX)
        gradebook.update_or_create_notebook("softmax", SOFTMAX)
        gradebook.update_or_create_student("ada")
        for name, points in (("softmax-short", 2), ("softmax-tall", 1)):
            kind = {"max_score": points, "cell_type": "code"}
            gradebook.update_or_create_grade_cell(name, "softmax", SOFTMAX, **kind)
        gradebook.update_or_create_submission(SOFTMAX, "ada")
        for name, given in (("softmax-short", None), ("softmax-tall", 1)):
            grade = gradebook.find_grade(name, "softmax", SOFTMAX, "ada")
            grade.auto_score, grade.manual_score = 2 if given is None else 0, given
        gradebook.db.commit()

    ada, bob, *_ = export_to("moodle", MOODLE.replace("Come and see me.", ""))

    assert (ada["Grade"], ada["Feedback comments"]) == ("3", "3 of 3 points.")
    assert bob["Feedback comments"] == "2 of 3 points. Not yet: Every row of p sums to one."

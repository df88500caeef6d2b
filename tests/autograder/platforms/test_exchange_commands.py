"""The commands collect, roster and export say what they did."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from autograder.cli import commands
from autograder.course.classroom import Classroom
from autograder.course.course import Course
from autograder.grading.results import Ungraded, write_results
from autograder.grading.submission.folder import read_folder
from autograder.grading.submission.reading import Refused
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a small course with an empty classroom."""
    course = make_course(tmp_path / "course")
    make_classroom(course.root / "classroom")
    monkeypatch.chdir(course.root)
    return lambda *arguments: CliRunner().invoke(commands, [str(a) for a in arguments])


def test_a_download_is_collected_and_its_table_shown(run, tmp_path):
    """Who, what, and why something was not taken."""
    files = {
        "lovelaceada_LATE_1_2_My [bold]work.ipynb": handed_in("softmax"),
        "doejane_3_4_essay.pdf": b"",
    }
    zipped(files, tmp_path / "d.zip")
    said = run("collect", tmp_path / "d.zip", "--from", "canvas", "softmax")

    assert said.exit_code == 0, said.output
    assert "1 collected, 1 could not be graded, 1 late" in said.output
    listed = (tmp_path / "course/classroom/collected.csv").read_text(encoding="utf-8-sig")
    assert "My [bold]work.ipynb" in listed


def test_a_class_goes_in_and_its_marks_come_out(run, tmp_path):
    """roster, collect, (marks), export: the order of an instructor."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,e-mail,section\nal1,Ada Lovelace,ada@x.edu,A\nbo1,Bo B,,A\n")
    assert "2 students" in run("roster", people).output
    zipped({"lovelaceada_1_2_hw.ipynb": handed_in("softmax")}, tmp_path / "d.zip")
    said = run("collect", tmp_path / "d.zip", "--from", "canvas")
    assert "1 student without 09-softmax: Bo B (bo1)" in said.output
    results = tmp_path / "course/classroom/autograded/al1/09-softmax/results.json"
    results.parent.mkdir(parents=True)
    test = {"name": "softmax-short", "score": 1.5, "max_score": 2}
    results.write_text(json.dumps({"tests": [test]}))

    said = run("export", "--to", "canvas")

    assert said.exit_code == 0, said.output
    assert "1 empty, never 0: not handed in" in said.output
    (file,) = (tmp_path / "course/classroom/export").glob("canvas-20*-*-*.csv")
    exported = file.read_text()
    assert '"Lovelace, Ada",1,,al1,A,1.5' in exported


def test_wrong_usage_is_one_sentence_and_code_2(run, tmp_path):
    """Without a traceback."""
    said = run("export", "--to", "moodle")
    assert said.exit_code == 2
    assert said.output.startswith("--to moodle fills in the file")


def test_what_needs_a_look_comes_first_and_fits_eighty_columns(run, tmp_path):
    """The ordinary is counted; each file is in the CSV."""
    people = tmp_path / "people.csv"
    lines = [f"id{n},First{n} Last{n},p{n}@x.edu,A" for n in range(60)]
    people.write_text("id,name,e-mail,section\n" + "\n".join(lines) + "\n")
    run("roster", people)
    files = {
        f"last{n}first{n}_{n}_{n}_{'x' * 60}.ipynb": handed_in("softmax", f"return {n}")
        for n in range(40)
    } | {
        "last50first50_50_50_essay.pdf": b"%PDF",
        "stranger_999_998_softmax.ipynb": handed_in("softmax", "return 'stranger'"),
        "last51first51_51_51_sigmoid.ipynb": handed_in("sigmoid"),
    }
    zipped(files, tmp_path / "d.zip")

    said = run("collect", tmp_path / "d.zip", "softmax", "--from", "canvas").output.splitlines()

    assert said[0] == "Needs a look (3):"
    assert all(len(line) <= 80 for line in said)
    assert "First50 Last50 (id50), 09-softmax: last50first50_50_50_essay.pdf" in said[1]
    assert any(line == "  stranger-999: not in the roster." for line in said)
    assert any(
        line.startswith("18 students without 09-softmax: First40 Last40 (id40), First41")
        for line in said
    )
    assert said[-1].startswith("41 collected, 2 could not be graded")
    assert len(said) < 20
    table = (tmp_path / "course/classroom/collected.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table)))) == 43


def test_who_handed_in_something_else_is_in_every_table(run, tmp_path):
    """Collected, graded, reported, exported: with the reason, and never a zero."""
    zipped({"ada/essay.pdf": b"%PDF"}, tmp_path / "d.zip")
    run("collect", tmp_path / "d.zip", "softmax", "--from", "folder")
    course = Course(tmp_path / "course")
    classroom = Classroom(course.root / "classroom")
    with pytest.raises(Refused) as refused:
        read_folder(classroom.submission("ada", "09-softmax"), "softmax")
    write_results(
        Ungraded("09-softmax", "ada", str(refused.value), tuple(course.assignments[1].claims)),
        classroom.results("ada", "09-softmax"),
    )

    assert run("export", "--to", "csv", "--output", tmp_path / "o.csv").exit_code == 0
    (row,) = csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text(encoding="utf-8-sig")))
    assert (row["points"], row["state"]) == ("", "could not be graded")
    assert row["reason"] == (
        "essay.pdf is not a notebook, but a PDF: hand in the file that ends in .ipynb."
    )


def test_check_looks_at_the_due_dates_of_a_classroom(run, tmp_path):
    """One line if they are in order; else what is wrong, and where."""
    file = tmp_path / "course/classroom/deadlines.toml"
    text = 'timezone = "UTC"\n[softmax]\ndue = 2026-05-01\n'
    file.write_text(text)
    said = run("check", "--no-machine", "softmax").output
    assert "classroom/deadlines.toml: in order, 1 due date, 0 extensions." in said

    file.write_text(text.replace("due", "deu"))
    said = run("check", "--no-machine", "softmax")
    assert "deadlines.toml, line 3: deu = " in said.output
    assert said.exit_code == 1


def test_feedback_writes_mail_and_sends_nothing_unless_told(run, tmp_path):
    """Files first; sending needs the word, and a server."""
    root = tmp_path / "course/classroom"
    (root / "roster.csv").write_text("id,name,email\nada,Ada L,ada@x.edu\n")
    zipped({"ada/essay.pdf": b"%PDF", "bob/essay.pdf": b"%PDF"}, tmp_path / "d.zip")
    run("collect", tmp_path / "d.zip", "softmax", "--from", "folder")
    claims = tuple(Course(tmp_path / "course").assignments[1].claims)
    for student in ("ada", "bob"):
        ungraded = Ungraded("09-softmax", student, "A PDF.", claims)
        write_results(ungraded, Classroom(root).results(student, "09-softmax"))

    said = run("feedback", "softmax", "--mail")
    assert said.exit_code == 0, said.output
    assert "1 message written in classroom/mail/09-softmax" in said.output
    assert "No address in the roster: bob." in said.output
    assert "Nothing was sent" in said.output
    assert (root / "mail/09-softmax/ada.eml").is_file()
    assert "Nothing was sent" not in run("feedback", "--student", "bob", "--mail").output

    said = run("feedback", "softmax", "--mail", "--send")
    assert (said.exit_code, "mail.toml: missing" in said.output) == (1, True)
    assert run("feedback", "softmax", "--send").exit_code == 2

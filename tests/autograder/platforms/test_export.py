"""Marks leave the classroom as each platform takes them, and read back."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest

from autograder.errors import MaterialError, UsageError
from autograder.gradebook.opening import gradebook_of
from autograder.platforms.collect import collect
from autograder.platforms.export import export
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped

SOFTMAX, SIGMOID = "09-softmax", "04-sigmoid"


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture
def classroom(tmp_path):
    """Three people in the roster."""
    classroom = make_classroom(tmp_path / "classroom")
    (classroom.root / "roster.csv").write_text(
        "id,first,last,email,section,platform\n"
        "al1,Ada,Lovelace,ada@x.edu,A,345\n"
        "jm1,Jörg,Müller,jm@x.edu,B,\n"
        "no1,=cmd()|x,Nobody,,,\n",
        encoding="utf-8",
    )
    return classroom


@pytest.fixture
def graded(classroom):
    """Write a results.json, as the grader does; None is a claim that was not run."""

    def graded(student, assignment=SOFTMAX, short=2.0, tall=1.0):
        stem = assignment[3:]
        tests = [
            {"name": f"{stem}-{word}", "max_score": most, "number": str(number)}
            | ({} if score is None else {"score": score})
            for number, (word, most, score) in enumerate([("short", 2, short), ("tall", 1, tall)])
        ]
        file = classroom.results(student, assignment)
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"tests": tests, "output": "said"}))

    return graded


def rows_of(exported, encoding="utf-8-sig", delimiter=","):
    text = exported.files[0].read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_csv_reads_back(course, classroom, graded):
    """One line for each student, points of each claim on request."""
    graded("al1")
    graded("jm1", tall=0.5)
    rows = rows_of(export(course, classroom, "csv", per_claim=True))

    assert [(r["student"], r["points"], r["possible"]) for r in rows] == [
        ("al1", "3", "3"),
        ("jm1", "2.5", "3"),
        ("no1", "", "3"),
    ]
    assert rows[1]["name"] == "Jörg Müller"
    assert (rows[1]["softmax-short"], rows[1]["softmax-tall"]) == ("2", "0.5")
    assert [r["state"] for r in rows] == ["graded", "graded", "not handed in"]


def test_what_could_not_be_graded_is_empty_and_counted(course, classroom, graded):
    """One claim that did not run makes the sum unknown, not smaller."""
    graded("al1", tall=None)
    graded("jm1", short=0, tall=0)
    exported = export(course, classroom, "csv", per_claim=True)
    ada, jorg, _ = rows_of(exported)

    assert (ada["points"], ada["softmax-tall"], ada["not run"]) == ("", "", "softmax-tall")
    assert jorg["points"] == "0"
    assert any(note.startswith("1 empty, never 0: could not be graded") for note in exported.notes)


def test_no_name_becomes_a_formula(course, classroom, graded):
    """Excel would run a cell that begins with =."""
    graded("no1")
    *_, nobody = rows_of(export(course, classroom, "csv"))
    assert nobody["name"] == "'=cmd()|x Nobody"


@pytest.fixture
def in_gradebook(classroom):
    """Put a submission into nbgrader's gradebook."""

    def put(student, short, tall, manual=None, days_late=0):
        with gradebook_of(classroom) as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_assignment(SOFTMAX, duedate=datetime(2026, 1, 1))
            gradebook.update_or_create_notebook("softmax", SOFTMAX)
            for name, most in (("short", 2), ("tall", 1)):
                gradebook.update_or_create_grade_cell(
                    f"softmax-{name}", "softmax", SOFTMAX, max_score=most, cell_type="code"
                )
            gradebook.update_or_create_submission(
                SOFTMAX, student, timestamp=datetime(2026, 1, 1 + days_late)
            )
            for name, score in (("short", short), ("tall", tall)):
                grade = gradebook.find_grade(f"softmax-{name}", "softmax", SOFTMAX, student)
                grade.auto_score = score
                if name == "tall":
                    grade.manual_score = manual
            gradebook.db.commit()

    return put


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_marks_by_hand_and_late_penalties_count(course, classroom, graded, in_gradebook):
    """What formgrader shows is what is exported."""
    graded("al1", tall=0)
    in_gradebook("al1", 2.0, 0.0, manual=0.75, days_late=2)
    (classroom.root / "deadlines.toml").write_text("percent_a_day = 10\n")
    ada, *_ = rows_of(export(course, classroom, "csv", per_claim=True))

    assert (ada["points"], ada["softmax-tall"], ada["late penalty"]) == ("2.2", "0.75", "0.55")
    assert ada["why late"].startswith(
        "It came 2 days after the due date, 2026-01-01 00:00 UTC: 10 %"
    )
    assert list(ada)[-2:] == ["why late", "group"]  # new columns move no other


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_an_extension_given_later_counts_at_once(course, classroom, graded, in_gradebook):
    """Without grading again; and an old penalty in the gradebook counts for nothing."""
    graded("al1")
    in_gradebook("al1", 2.0, 1.0, days_late=2)
    with gradebook_of(classroom) as gradebook:
        where = ("softmax", SOFTMAX, "al1")
        gradebook.find_submission_notebook(*where).late_submission_penalty = 3.0
        gradebook.db.commit()
    (classroom.root / "deadlines.toml").write_text(
        'timezone = "UTC"\npercent_a_day = 10\n[softmax.students]\nal1 = 2026-01-03\n'
    )
    ada, *_ = rows_of(export(course, classroom, "csv"))
    assert (ada["points"], ada["late penalty"], ada["why late"]) == ("3", "0", "")


def test_an_assignment_that_is_called_otherwise_is_told(course, classroom, graded):
    """Its due date would be nobody's."""
    graded("al1")
    (classroom.root / "deadlines.toml").write_text("[softmaxx]\n")
    with pytest.raises(MaterialError, match=r"line 1: softmaxx: no assignment is called so"):
        export(course, classroom, "csv")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_mark_by_hand_settles_what_could_not_be_graded(course, classroom, graded, in_gradebook):
    """And without one, the gradebook's zero does not become a mark."""
    graded("al1", tall=None)
    in_gradebook("al1", 2.0, None, manual=1.0)
    graded("jm1", tall=None)
    in_gradebook("jm1", 2.0, 0.0)
    ada, jorg, _ = rows_of(export(course, classroom, "csv"))

    assert (ada["points"], ada["state"]) == ("3", "graded")
    assert (jorg["points"], jorg["state"]) == ("", "could not be graded")


def test_canvas_gets_its_import_format(course, classroom, graded):
    """Headers, the row of points, `Last, First`, and the number that Canvas gave."""
    graded("al1", tall=0.5)
    graded("al1", SIGMOID, tall=None)
    (file,) = export(course, classroom, "canvas").files

    lines = file.read_bytes().decode("utf-8").split("\r\n")
    titles = "Squash any number,Scores to probabilities"
    assert lines[0] == f"Student,ID,SIS User ID,SIS Login ID,Section,{titles}"
    assert lines[1] == "    Points Possible,,,,,3,3"
    assert lines[2] == '"Lovelace, Ada",345,,al1,A,,2.5'


def test_canvas_numbers_come_from_the_download_that_was_collected(course, classroom, tmp_path):
    """Somebody outside the roster is still the right person in Canvas."""
    zipped({"müllerjörg_777_1_softmax.ipynb": handed_in("softmax")}, tmp_path / "d.zip")
    zipped({"doejane_9_2_softmax.ipynb": handed_in("softmax")}, tmp_path / "e.zip")
    for file in ("d.zip", "e.zip"):
        collect(course, classroom, tmp_path / file, "canvas")
    rows = rows_of(export(course, classroom, "canvas", assignments=[SOFTMAX]))

    by_name = {row["Student"]: row for row in rows}
    assert by_name["Müller, Jörg"]["ID"] == "777"
    assert (by_name["doejane"]["ID"], by_name["doejane"]["SIS Login ID"]) == ("9", "")


def test_canvas_own_export_is_filled_in(course, classroom, graded, tmp_path):
    """Only the assignment's column changes; test student and points row stay."""
    graded("jm1")
    before = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 9: Softmax (4711),Current Score\r\n"
        "    Points Possible,,,,,3.00,(read only)\r\n"
        '"Müller, Jörg",12,,jm1,B,,55\r\n'
        '"Student, Test",99,,,B,,\r\n'
    )
    (tmp_path / "canvas.csv").write_bytes(before.encode())
    exported = export(course, classroom, "canvas", template=tmp_path / "canvas.csv")

    after = before.replace("jm1,B,,55", "jm1,B,3,55")
    assert exported.files[0].read_bytes() == after.encode()


GERMAN = (
    '\ufeffID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,'
    '"Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n'
    '"Teilnehmer/in101","Jörg Müller",jm@x.edu,"Zur Bewertung abgegeben",,"3,00",-,'
    '"Gut,\n""sehr"""\n'
    '"Teilnehmer/in102","Ada Lovelace",ada@x.edu,"Keine Abgabe","1,00","3,00",-,\n'
)
UNKNOWN_LANGUAGE = (
    "Aaa,Bbb,Ccc,Ddd,Eee,Fff\r\n"
    "Xyz 101,Jörg Müller,,0.00,3.00,-\r\n"
    "Xyz 102,Somebody Else,,,3.00,-\r\n"
)


def test_a_moodle_worksheet_of_another_language_is_filled_in(course, classroom, graded, tmp_path):
    """Every other byte stays, line ends in comments and decimal commas included."""
    graded("jm1", tall=0.5)
    graded("al1", tall=None)
    (tmp_path / "w.csv").write_bytes(GERMAN.encode())
    exported = export(course, classroom, "moodle", template=tmp_path / "w.csv")

    after = GERMAN.replace('abgegeben",,', 'abgegeben","2,5",')
    after = after.removesuffix("\n") + "Could not be graded: not all checks could be run.\n"
    assert exported.files[0].read_bytes().decode() == after


def test_a_worksheet_of_any_language_is_read_by_its_shape(course, classroom, graded, tmp_path):
    """The grade stands left of the maximum, the same for everybody."""
    graded("jm1")
    (tmp_path / "w.csv").write_bytes(UNKNOWN_LANGUAGE.encode())
    exported = export(course, classroom, "moodle", template=tmp_path / "w.csv")

    after = UNKNOWN_LANGUAGE.replace(",0.00,", ",3,")
    assert exported.files[0].read_bytes().decode() == after
    assert any("Somebody Else" in note for note in exported.notes)


def test_blind_worksheets_are_filled_in_by_the_number_collected(
    course, classroom, graded, tmp_path
):
    """There is no name in them: the download told whose number it is."""
    name = "Participant_88_assignsubmission_file/softmax.ipynb"
    zipped({name: handed_in("softmax")}, tmp_path / "d.zip")
    collect(course, classroom, tmp_path / "d.zip", "moodle")
    graded("participant-88")
    sheet = "Identifier,Status,Grade,Maximum Grade\nParticipant 88,x,,3.00\nParticipant 8,x,,3.00\n"
    (tmp_path / "w.csv").write_text(sheet)

    exported = export(course, classroom, "moodle", template=tmp_path / "w.csv")

    assert exported.files[0].read_text() == sheet.replace("88,x,,", "88,x,3,")


def test_another_maximum_is_refused_or_scaled(course, classroom, graded, tmp_path):
    """3 points of 100 would be a wrong mark."""
    graded("jm1", short=1.0, tall=0.5)
    sheet = "Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Jörg Müller,,100.00\n"
    (tmp_path / "w.csv").write_text(sheet)

    with pytest.raises(UsageError, match=r"worth 100 there and 3 in the course.*--scale"):
        export(course, classroom, "moodle", template=tmp_path / "w.csv")
    exported = export(course, classroom, "moodle", template=tmp_path / "w.csv", scale=True)
    assert exported.files[0].read_text() == sheet.replace("Müller,,", "Müller,50,")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_blackboards_file_is_filled_in(course, classroom, graded, tmp_path, encoding):
    """Tab-separated, quoted, UTF-16: all as it was."""
    graded("al1", tall=0.5)
    graded("jm1", SIGMOID)
    before = (
        '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Softmax [Total Pts: 3 Score] |123"\t'
        '"Sigmoid [Total Pts: 3 Score] |124"\n'
        '"Lovelace"\t"Ada"\t"al1"\t"0042"\t""\t""\n'
        '"Müller"\t"Jörg"\t"other"\t"0043"\t"1"\t""\n'
    )
    (tmp_path / "gc.xls").write_bytes(before.encode(encoding))
    (file,) = export(course, classroom, "blackboard", template=tmp_path / "gc.xls").files

    after = before.replace('"0042"\t""', '"0042"\t"2.5"').replace('"1"\t""', '"1"\t"3"')
    assert file.read_bytes() == after.encode(encoding)
    assert file.suffix == ".xls"
    ada, jorg = rows_of(export(course, classroom, "blackboard", template=file), encoding, "\t")
    assert ada["Softmax [Total Pts: 3 Score] |123"] == "2.5"
    assert jorg["Sigmoid [Total Pts: 3 Score] |124"] == "3"


def test_a_column_that_is_not_there_is_said(course, classroom, graded, tmp_path):
    """With the columns that there are."""
    graded("al1")
    (tmp_path / "gc.csv").write_text("Last Name,First Name,Username,ReLU\nLovelace,Ada,al1,\n")
    with pytest.raises(MaterialError, match=r"no column is called 'softmax'.*'ReLU'"):
        export(course, classroom, "blackboard", template=tmp_path / "gc.csv")


@pytest.mark.parametrize(
    ("to", "options", "message"),
    [
        ("paper", {}, "There are: csv"),
        ("moodle", {}, "--template FILE"),
        ("canvas", {"per_claim": True}, "Use --to csv"),
        ("csv", {"assignments": ["nope"]}, "no such assignment"),
    ],
)
def test_wrong_usage_says_what_to_do(course, classroom, graded, to, options, message):
    """Each message ends in a remedy."""
    graded("al1")
    with pytest.raises(UsageError, match=message):
        export(course, classroom, to, **options)


def test_nothing_that_exists_is_overwritten(course, classroom, graded, tmp_path):
    """A named output must be new, and a class without marks has nothing to export."""
    with pytest.raises(UsageError, match="nothing was graded yet"):
        export(course, classroom, "csv")
    graded("al1")
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        export(course, classroom, "csv", output=tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text() == "mine"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_unix_seconds_and_due_dates_agree(course, classroom, in_gradebook, tmp_path):
    """--late drop compares what the platform tells with nbgrader's due date."""
    in_gradebook("al1", None, None)
    late = "submitted/al1/09-softmax/"
    stamp = datetime(2026, 1, 2, tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    files = {late + "softmax.ipynb": handed_in("softmax"), late + "timestamp.txt": stamp}
    zipped(files, tmp_path / "d.zip")

    collected = collect(course, classroom, tmp_path / "d.zip", "nbgrader", drop_late=True)

    assert [row.note for row in collected.rows] == ["late"]
    assert not classroom.submission("al1", SOFTMAX).exists()


def test_the_graders_own_results_are_read(course, classroom):
    """As `grading.results` writes them: graded, partly graded, refused."""
    from autograder.grading.results import Ungraded, write_results
    from autograder.verdicts import Graded, Outcome, Verdict

    def verdict(claim, points, possible):
        outcome = Outcome.NOT_RUN if points is None else Outcome.PASSED
        return Verdict(f"softmax-{claim}", claim, outcome, points, possible)

    for student, tall in (("al1", 1.0), ("jm1", None)):
        verdicts = verdict("short", 2.0, 2), verdict("tall", tall, 1)
        graded = Graded(SOFTMAX, student, verdicts, notebook={})
        write_results(graded, classroom.results(student, SOFTMAX))
    refused = Ungraded(SOFTMAX, "no1", "It is empty.")
    write_results(refused, classroom.results("no1", SOFTMAX))

    rows = rows_of(export(course, classroom, "csv"))
    assert [(r["points"], r["not run"]) for r in rows] == [
        ("3", ""),
        ("", "softmax-tall"),
        ("", "softmax-short softmax-tall"),
    ]


def test_a_damaged_gradebook_is_said(course, classroom, graded):
    """With what to do; it is not the grader's fault."""
    graded("al1")
    classroom.gradebook.file.write_bytes(b"not a database, " * 100)
    with pytest.raises(MaterialError, match="gradebook is damaged"):
        export(course, classroom, "csv")


def test_an_anonymous_table_tells_nobody(course, classroom, graded):
    """Numbers in the place of ids and names; a platform must know whose marks they are."""
    graded("al1")
    graded("jm1", tall=None)
    exported = export(course, classroom, "csv", anonymous=True)
    rows = rows_of(exported)
    assert [row["student"] for row in rows] == ["Student 1", "Student 2", "Student 3"]
    assert not any(row["name"] or row["e-mail"] for row in rows)
    assert "3" in {row["points"] for row in rows}
    text = exported.files[0].read_text(encoding="utf-8-sig")
    assert not [word for word in ("al1", "jm1", "Ada", "Müller", "x.edu") if word in text]
    with pytest.raises(UsageError, match="--anonymous: canvas has to know"):
        export(course, classroom, "canvas", anonymous=True)


def test_a_file_without_a_name_has_todays_date_and_replaces_nothing(course, classroom, graded):
    """The second of a day gets a number."""
    graded("al1")
    first, second = (export(course, classroom, "csv").files[0] for _ in range(2))
    assert re.fullmatch(r"marks-\d{4}-\d\d-\d\d\.csv", first.name)
    assert re.fullmatch(r"marks-\d{4}-\d\d-\d\d-2\.csv", second.name)
    assert first.read_bytes() == second.read_bytes()

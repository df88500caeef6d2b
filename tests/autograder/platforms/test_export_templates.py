"""Marks land under their header and in their student's line, or the export says why."""

from __future__ import annotations

import csv
import io
import json

import pytest

from autograder.errors import MaterialError, UsageError
from autograder.platforms.export import export
from tests.autograder.platforms.downloads import make_classroom, make_course

SOFTMAX = "09-softmax"


@pytest.fixture
def fill(tmp_path):
    """Fill a template with the marks of three; return its cells as the csv module reads them."""
    course, classroom = make_course(tmp_path / "course"), make_classroom(tmp_path / "classroom")
    (classroom.root / "roster.csv").write_text(
        "id,first,last,email,section,platform\n"
        "007,Ada,Lovelace,ada@x.edu,A,\n0042,Bob,Stone,bob@x.edu,A,902\nw1,Wei,Lee,w1@x.edu,B,\n"
        "w2,Wei,Lee,w2@x.edu,B,\n",
        encoding="utf-8",
    )

    def grade(student, score):
        file = classroom.results(student, SOFTMAX)
        file.parent.mkdir(parents=True, exist_ok=True)
        test = {"name": "softmax-short", "max_score": 3}
        test |= {} if score is None else {"score": score}
        file.write_text(json.dumps({"tests": [test]}))

    for student, score in (("007", 1.5), ("0042", 2), ("w1", 3), ("w2", 0)):
        grade(student, score)

    def fill(platform, text, delimiter=",", encoding="utf-8", **options):
        (tmp_path / "template.csv").write_bytes(text.encode(encoding))
        options.setdefault("assignments", ["softmax"])
        done = export(course, classroom, platform, template=tmp_path / "template.csv", **options)
        written = done.files[0].read_bytes().decode(encoding)
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
        fill.notes = "\n".join(done.notes)
        return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]

    fill.grade = grade
    fill.output = classroom.root / "export"
    return fill


def test_sis_ids_need_not_be_seen(fill):
    """Whoever may not see them gets four columns before the assignments."""
    possible, ada = fill(
        "canvas",
        'Student,ID,SIS Login ID,Section,Softmax (11)\n  Points Possible,,,,3\n"Lovelace, Ada",901,'
        "007,A,\n",
    )
    assert (possible["Softmax (11)"], ada["Softmax (11)"]) == ("3", "1.5")


def test_names_may_be_split(fill):
    """With `show_student_first_last_name` there are two columns of names."""
    bob, ada = fill(
        "canvas",
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Sigmoid (3),Softmax (11)\n"
        "Stone,Bob,5,,b,A,,\nLovelace,Ada,6,,a,A,,\n",
    )
    assert (bob["Softmax (11)"], ada["Softmax (11)"], ada["Sigmoid (3)"]) == ("2", "1.5", "")


def test_lost_zeros_and_other_columns_lead_nobody_astray(fill):
    """Integration ID, Root Account, Notes and custom columns stand among the known ones."""
    manual, ada, bob, test = fill(
        "canvas",
        "Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,Notes,softmax,"
        "Softmax (11),Final Score\n,,,,,,,,,Manual Posting,\n"
        '"X, Y",1,7,q,x,uni,A,,note,,88\n"X, Z",2,42,r,x,uni,A,,note,,99\n'
        '"Student, Test",3,,007,x,uni,A,,,,\n',
    )
    assert (ada["Softmax (11)"], bob["Softmax (11)"]) == ("1.5", "2")
    assert (ada["softmax"], ada["Final Score"]) == ("note", "88")
    assert (manual["Softmax (11)"], test["Softmax (11)"]) == ("Manual Posting", "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_semicolons_and_decimal_commas_stay(fill, encoding):
    """As a spreadsheet of most of Europe saves it."""
    _, ada = fill(
        "canvas",
        "Student;ID;SIS User ID;SIS Login ID;Section;Softmax (11)\n  Points Possible;;;;;3,00\n"
        '"Lovelace, Ada";901;007;ada;Übung;\n',
        ";",
        encoding,
    )
    assert ada["Softmax (11)"] == "1,5"


def test_a_persons_decision_stays_and_is_listed(fill):
    """Excused, not available, a remark; an earlier mark is replaced."""
    rows = fill(
        "canvas",
        "Student,ID,SIS User ID,Section,Softmax (11)\n"
        '"Lovelace, Ada",901,007,A,EX\n"Stone, Bob",902,0042,A,1\n"Lee, Wei",903,w1,A,see me\n',
    )
    assert [row["Softmax (11)"] for row in rows] == ["EX", "2", "see me"]
    kept = "'EX' for Ada Lovelace (007) in Softmax; 'see me' for Wei Lee (w1) in Softmax"
    assert f"Left as somebody wrote it: {kept}." in fill.notes
    assert "1 cell filled in" in fill.notes


def test_namesakes_are_told_apart_by_address(fill):
    """The worksheet has it; a name alone would be a guess."""
    sheet = (
        "Identifier,Full name,Email address,Grade,Maximum Grade\n"
        "Participant 1,Wei Lee,w2@x.edu,,3.00\nParticipant 2,Wei Lee,w1@x.edu,-,3.00\n"
        "Participant 3,Wei Lee,,,3.00\n"
    )
    second, first, nobody = fill("moodle", sheet)
    assert (second["Grade"], first["Grade"], nobody["Grade"]) == ("0", "3", "")
    assert "1 line of nobody in this classroom: Wei Lee, 3" in fill.notes


def test_a_line_that_means_two_people_is_nobodys(fill):
    """An id of one and the name of another: no mark goes anywhere on a guess."""
    ada, bob = fill(
        "blackboard",
        "Last Name,First Name,Username,Student ID,Softmax [Total Pts: 3 Score] |1\n"
        "Lovelace,Ada,0042,,\nStone,Bob,bob,,\n",
    )
    assert (ada[next(reversed(ada))], bob[next(reversed(bob))]) == ("", "2")
    assert "Lovelace" in fill.notes


def test_a_column_that_is_called_otherwise_is_named(fill):
    """With what the platform adds to it, or without."""
    text = "Student,ID,SIS User ID,Section,Homework 8 (8),Homework 9 (9)\n"
    text += '"Lovelace, Ada",901,007,A,,\n'
    with pytest.raises(MaterialError, match=r"no column is called.*--column"):
        fill("canvas", text)
    for column in ("Homework 9", "homework 9", "Homework 9 (9)"):
        (ada,) = fill("canvas", text, column=column)
        assert (ada["Homework 8 (8)"], ada["Homework 9 (9)"]) == ("", "1.5")
    with pytest.raises(MaterialError, match="no column is called 'Homework'"):
        fill("canvas", text, column="Homework")
    with pytest.raises(UsageError, match="--column names the column of one"):
        fill("canvas", text, column="Homework 9", assignments=[])


def test_nothing_filled_in_is_an_error_and_no_file(fill):
    """The wrong class, an empty table, no marks: each says why."""
    head = "Student,ID,SIS User ID,Section,Softmax (11)\n"
    with pytest.raises(MaterialError, match=r"no cell could be filled in.*nobody.*Doe, J"):
        fill("canvas", head + '"Doe, J",1,zz,A,\n')
    with pytest.raises(MaterialError, match="no line of a student"):
        fill("canvas", head + "  Points Possible,,,,3\n")
    for student in ("007", "0042", "w1", "w2"):
        fill.grade(student, None)
    with pytest.raises(MaterialError, match="No mark is known yet"):
        fill("canvas", head + '"Lovelace, Ada",901,007,A,\n')
    assert not fill.output.exists()


def test_what_does_not_read_back_is_an_error_and_no_file(fill):
    """A quote that is never closed: another program reads other cells."""
    with pytest.raises(MaterialError, match="do not read back"):
        fill(
            "canvas",
            "Student,ID,SIS User ID,Section,Note x,Softmax (11)\n"
            '"Lovelace, Ada",901,007,A, "a,b"\n"Stone, Bob",902,0042,A,"x"y,\n',
        )
    assert not fill.output.exists()


def test_blackboards_file_may_be_of_another_language(fill):
    """Its titles are marked alike in all of them."""
    ada, bob = fill(
        "blackboard",
        "Nachname,Vorname,Benutzername,Matrikelnummer,Letzter Zugriff,"
        "Softmax [Gesamtpunkte: 3 Punkte] |1\nLovelace,Ada,al,7,,\nStone,Bob,0042,,,\n",
    )
    title = "Softmax [Gesamtpunkte: 3 Punkte] |1"
    assert (ada[title], bob[title]) == ("1.5", "2")


def test_zeros_may_be_lost_and_are_never_made_up(fill):
    """7 is 007 of the roster, 0007 is somebody else."""
    ada, other = fill(
        "canvas",
        'Student,ID,SIS User ID,Section,Softmax (1)\n"X, Y",1,7,A,\n"X, Z",2,0007,A,\n',
    )
    assert (ada["Softmax (1)"], other["Softmax (1)"]) == ("1.5", "")


@pytest.mark.parametrize("platform", ["canvas", "blackboard", "brightspace", "moodle"])
def test_another_file_is_refused_with_its_headers(fill, platform):
    """With what was expected."""
    with pytest.raises(MaterialError, match=r"columns: 'a', 'b'"):
        fill(platform, "a,b\n1,2\n")


def test_brightspaces_table_is_filled_in(fill):
    """Ids begin with #, and the last column stays the last."""
    text = (
        "OrgDefinedId,Username,Last Name,First Name,Email,Sigmoid Points Grade <Numeric "
        "MaxPoints:3>,Softmax Points Grade <Numeric MaxPoints:3 Weight:5>,End-of-Line Indicator\n"
        "#7,#ada,L,A,,,,#\n#x,#y,Stone,Bob,,2,,#\n"
    )
    ada, bob = fill("brightspace", text)
    title = "Softmax Points Grade <Numeric MaxPoints:3 Weight:5>"
    assert (ada[title], bob[title], ada["End-of-Line Indicator"]) == ("1.5", "2", "#")

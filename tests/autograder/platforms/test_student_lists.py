"""Lists of students as the platforms export them, and as spreadsheets save those."""

from __future__ import annotations

import pytest

from autograder.course.people import Person
from autograder.errors import MaterialError
from autograder.platforms.registry import read_students

ADA = Person("007", "Ada", "Lovelace")


def told(text, encoding="utf-8"):
    return read_students(text.encode(encoding), "people.csv")


def test_canvas_points_and_test_student_are_nobody():
    """Its own number of the student comes along, and the sections."""
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Images (11)\n,,,,,Manual Posting\n"
        '    Points Possible,,,,,20\n"Lovelace, Ada",901,007,ada@x.edu,A and B,\n'
        '"Öztürk, Jr., Cyd",902,042,cyd@x.edu,B,5\n"Student, Test",999,,f00,A,\n'
    )
    assert told(text) == [
        Person("007", "Ada", "Lovelace", "ada@x.edu", "A and B", "901"),
        Person("042", "Cyd", "Öztürk, Jr.", "cyd@x.edu", "B", "902"),
    ]


def test_canvas_without_sis_ids_goes_by_login_and_then_by_number():
    """One kind of id for all: two kinds would mix people up."""
    head = "Student,ID,{}Section\n"
    (ada, bob) = told(head.format("SIS Login ID,") + '"L, Ada",1,ada,A\n"S, Bob",2,bob,A\n')
    assert (ada.id, ada.platform, bob.id) == ("ada", "1", "bob")
    (ada, bob) = told(
        head.format("SIS User ID,SIS Login ID,") + '"L, A",1,77,ada,A\n"S, B",2,,bob,A\n'
    )
    assert (ada.id, bob.id) == ("ada", "bob")


def test_canvas_may_split_the_names():
    """With `show_student_first_last_name`."""
    (ada,) = told("LastName,FirstName,ID,SIS User ID,Section\nLovelace,Ada,901,007,A\n")
    assert (ada.first, ada.last, ada.section) == ("Ada", "Lovelace", "A")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_moodles_participants_come_with_groups(encoding, delimiter):
    """Whatever a spreadsheet made of the file."""
    lines = [
        ["First name", "Surname", "ID number", "Email address", "Groups"],
        ["Jörg", "Müller", "0042", "jm@x.edu", "Übung 1"],
        ["", "", "", "", ""],
    ]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (jorg,) = told(text, encoding)
    assert jorg == Person("0042", "Jörg", "Müller", "jm@x.edu", group="Übung 1")


def test_moodles_participants_without_numbers_go_by_address():
    """An address is an id, too."""
    (ada,) = told("First name,Last name,Email address,Groups\nAda,Lovelace,ada@x.edu,\n")
    assert (ada.id, ada.email) == ("ada@x.edu", "ada@x.edu")


def test_moodle_may_speak_another_language():
    """Without a column of numbers, too."""
    text = "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Gruppen\nJörg;Müller;0042;jm@x.edu;A\n"
    assert told(text, "cp1252") == [Person("0042", "Jörg", "Müller", "jm@x.edu", "A", "", "A")]
    (ada,) = told("Prénom,Nom de famille,Adresse de courriel\nAda,Lovelace,ada@x.edu\n")
    assert (ada.id, ada.name) == ("ada@x.edu", "Ada Lovelace")


def test_blackboards_file_is_utf_16_with_tabs():
    """The username is in the names of its downloads."""
    text = '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"X [Total Pts: 3 Score] |1"\n'
    text += '"Lovelace"\t"Ada"\t"al1"\t"0042"\t"3"\n'
    assert told(text, "utf-16") == [Person("al1", "Ada", "Lovelace")]


def test_brightspaces_ids_lose_their_sign():
    """The sign keeps spreadsheets from taking them for numbers."""
    text = (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
        "#007,#ada.l,Lovelace,Ada,ada@x.edu,#\n"
    )
    assert told(text) == [Person("ada.l", "Ada", "Lovelace", "ada@x.edu")]


def test_gradescopes_staff_are_no_students():
    """And who has no number there is known by the address."""
    text = (
        "First Name,Last Name,SID,Email,Role,Sections\nAda,Lovelace,,ada@x.edu,Student,A\n"
        "Tea,Cher,1,t@x.edu,Instructor,\n"
    )
    assert told(text) == [Person("ada@x.edu", "Ada", "Lovelace", "ada@x.edu", "A")]


def test_github_classrooms_roster_has_the_users():
    """An identifier that can name no folder gives way to the user's name."""
    head = "identifier,github_username,github_id,name\n"
    assert told(head + '"007","ada-l","99","Ada Lovelace"\n') == [
        Person("007", "Ada", "Lovelace", platform="ada-l")
    ]
    (ada,) = told(head + '"Ada Lovelace","ada-l","99",""\n')
    assert (ada.id, ada.platform) == ("ada-l", "ada-l")


def test_a_name_cannot_drive_a_terminal_or_a_page():
    """Students choose their names on some platforms."""
    (one,) = told('id,name,section\n1,"\x1b[2JAda \u202eecalevoL","A\nB"\n')
    assert (one.first, one.last, one.section) == ("?[2JAda", "?ecalevoL", "A?B")


def test_a_spreadsheets_separator_line_is_no_header():
    """And empty lines, or lines of separators, are nobody."""
    assert told("sep=;\nid;name\n\n007;Ada Lovelace\n;\n\n") == [ADA]


def test_two_in_one_line_of_the_file_are_named_by_the_line_of_the_file():
    """Counted as an editor counts, with the lines that are nobody."""
    text = 'Student,ID,SIS User ID,Section\n  Points Possible,,,\n"A, B",1,x,A\n"C, D",2,X,A\n'
    with pytest.raises(MaterialError, match=r"line 4: the id X stands in line 3 already"):
        told(text)

"""The teacher's list becomes people with names, everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.course.people import Person, StudentIndex, safe_id, squash
from autograder.errors import MaterialError
from autograder.gradebook.opening import gradebook_of
from autograder.gradebook.roster import enrol, people_of
from autograder.platforms.registry import read_students
from tests.autograder.platforms.downloads import make_classroom


@pytest.fixture
def listed():
    def listed(text, encoding="utf-8"):
        return read_students(text.encode(encoding), "people.csv")

    return listed


@pytest.mark.parametrize(
    "text",
    [
        "id,name,e-mail,section\nal1,Ada Lovelace,ada@x.edu,A\n",
        'id;name;e-mail;section\r\nal1;"Lovelace, Ada";ada@x.edu;A\r\n\r\n',
        "\ufeffUsername\tFirst name\tLast name\tE-mail\tGroup\nal1\tAda\tLovelace\tada@x.edu\tA\n",
    ],
    ids=["comma", "semicolon", "tab"],
)
def test_lists_of_any_make_are_read(listed, text):
    """Comma, semicolon, tab; one name or two; Excel's mark at the beginning."""
    (ada,) = listed(text)
    assert replace(ada, group="") == Person("al1", "Ada", "Lovelace", "ada@x.edu", "A")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nAda\n", "line 1: no column `id`"),
        ("id,name\n../x,Ada\n", "line 2: '../x' cannot be an id"),
        ("id,name\nCON,Ada\n", "student-CON"),
        ("id,name\nada,A\nADA,B\n", "line 3: the id ADA stands in line 2"),
        ("id,name\n,B\n", "line 2: '' cannot be an id"),
    ],
)
def test_a_wrong_line_is_named(listed, text, message):
    """The message says which line and what would do."""
    with pytest.raises(MaterialError, match=message):
        listed(text)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader itself
def test_the_gradebook_gets_the_names_and_keeps_the_marks(tmp_path, listed):
    """Enrolling again updates names and removes nobody."""
    classroom = make_classroom(tmp_path / "classroom")
    enrol(classroom, listed("id,name,e-mail,section\nal1,Ada Byron,,A\nbo1,Bo B,,B\n"))
    with gradebook_of(classroom) as gradebook:
        gradebook.add_assignment("09-softmax")
        gradebook.add_submission("09-softmax", "bo1")

    enrol(classroom, listed("id,name,e-mail,section\nal1,Ada Lovelace,ada@x.edu,A\n"))

    with gradebook_of(classroom) as gradebook:
        ada = gradebook.find_student("al1")
        assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "ada@x.edu")
        assert gradebook.find_submission("09-softmax", "bo1")
    assert people_of(classroom) == [
        Person("al1", "Ada", "Lovelace", "ada@x.edu", "A"),
        Person("bo1", "Bo", "B", "", "B"),
    ]


def test_without_a_roster_the_gradebook_tells_who_there_is(tmp_path):
    """As in a class that was made in formgrader."""
    classroom = make_classroom(tmp_path / "classroom")
    with gradebook_of(classroom) as gradebook:
        gradebook.add_student("al1", first_name="Ada", last_name="Lovelace")
    assert people_of(classroom) == [Person("al1", "Ada", "Lovelace")]


def test_formgrader_shows_an_id_where_there_is_no_name(tmp_path, listed):
    """It writes None for what is not there, and nothing for what is empty."""
    classroom = make_classroom(tmp_path / "classroom")
    enrol(classroom, listed("id,name\nma1,Madonna\nno1,\n"))
    with gradebook_of(classroom) as gradebook:
        told = {s.id: (s.last_name, s.first_name, s.email) for s in gradebook.students}
    assert told == {"ma1": ("Madonna", "", ""), "no1": ("no1", "", "")}
    (classroom.root / "roster.csv").unlink()
    assert people_of(classroom) == [Person("ma1", "", "Madonna"), Person("no1")]


def test_people_are_found_by_id_address_or_name_but_never_guessed():
    """Two of one name are nobody."""
    index = StudentIndex(
        [
            Person("jm1", "Jörg", "Müller", "jm@x.edu"),
            Person("w1", "Wei", "Lee"),
            Person("w2", "Wei", "Lee"),
        ]
    )
    assert index.with_id("JM1") == index.with_id("jm@x.edu") == "jm1"
    assert index.with_name("mullerjorg") == index.with_name("Jörg Müller") == "jm1"
    assert index.with_name("Wei Lee") is index.with_name("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jörg Müller", "jorg-muller"),
        ("../../etc", "etc"),
        ("nul", "student-nul"),
        ("com1.x", "student-com1.x"),
        (".hidden", "hidden"),
        ("a/b\\c:d", "a-b-c-d"),
        ("王伟", "王伟"),
        ("ada@x.edu", "ada@x.edu"),
    ],
)
def test_ids_are_safe_on_any_file_system(text, expected):
    """And the same each time."""
    assert safe_id(text) == safe_id(safe_id(text)) == expected


def test_ids_are_never_empty_nor_long():
    """What has no letters gets a number of its own."""
    assert safe_id("///").startswith("student-") and safe_id("///") != safe_id("??")
    assert len(safe_id("x" * 500)) == 64 and safe_id("x" * 500) != safe_id("x" * 501)
    assert squash("O'Neil, Zoë") == "oneilzoe"


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader itself
def test_a_name_with_markup_is_no_markup_in_the_gradebook(tmp_path, listed):
    """Formgrader shows names as they are; the roster keeps them as they were given."""
    classroom = make_classroom(tmp_path / "classroom")
    text = "id,first,last,e-mail\neve,<script>alert(1)</script>,O'Neil & <b>,<i>@x.edu\n"
    enrol(classroom, listed(text))
    with gradebook_of(classroom) as gradebook:
        eve = gradebook.find_student("eve")
        assert (eve.first_name, eve.last_name) == ("‹script›alert(1)‹/script›", "O'Neil & ‹b›")
        assert eve.email == "‹i›@x.edu"
    assert people_of(classroom)[0].first == "<script>alert(1)</script>"

"""Downloads as Gradescope, GitHub Classroom, Brightspace and teams on Canvas make them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from autograder.errors import UsageError
from autograder.grading.submission.folder import NOTE
from autograder.platforms.collect import collect
from autograder.platforms.record import FileOutcome, read_record, teams_of
from tests.autograder.platforms.downloads import handed_in, make_course, zipped

SOFTMAX = "09-softmax"


@pytest.fixture
def take(tmp_path, classroom):
    """Collect a zip of these files; give who has what."""
    course = make_course(tmp_path / "course")

    def take(files, source, assignment=SOFTMAX, roster=(), **options):
        lines = ["id,name,email,section,group,platform", *roster]
        (classroom.root / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        zipped(files, tmp_path / "d.zip", options.pop("when", 2026))
        take.done = collect(course, classroom, tmp_path / "d.zip", source, assignment, **options)
        return sorted(path.parent.name for path in classroom.submitted.glob(f"*/{SOFTMAX}"))

    return take


def stamp(classroom, student):
    return (classroom.submission(student, SOFTMAX) / "timestamp.txt").read_text()


METADATA = """\
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '007'
    :email: ada@x.edu
  - :name: Bob Stone
    :sid: ''
    :email: bob@x.edu
  :created_at: 2026-01-30 15:04:05.678901000 Z
  :score: 3.0
submission_12:
  :submitters:
  - :name: Cyd Unknown
    :sid:
    :email: cyd@x.edu
  :created_at: 2026-01-31 01:00:00.000000000 +02:00
"""


def test_gradescopes_metadata_tells_who_and_when(take, classroom):
    """One submission of a team goes to each member, with the time of handing in."""
    top = "assignment_99_export"
    who = take(
        {
            f"{top}/submission_metadata.yml": METADATA,
            f"{top}/submission_11/my work.ipynb": handed_in("softmax"),
            f"{top}/submission_12/x/softmax.ipynb": handed_in("softmax", "return 1"),
        },
        "gradescope",
        roster=["007,Ada Lovelace,,,,", "b1,Bob Stone,bob@x.edu,,,"],
    )

    assert who == ["007", "b1", "cyd@x.edu"]
    assert stamp(classroom, "007") == stamp(classroom, "b1") == "2026-01-30 15:04:05.678901 UTC"
    assert stamp(classroom, "cyd@x.edu") == "2026-01-30 23:00:00.000000 UTC"
    assert take.done.unmatched == ("cyd@x.edu",)
    assert set(teams_of(classroom).values()) == {("007", "b1")}


@pytest.mark.parametrize("top", ["", "hw9-submissions/"])
def test_clones_of_github_classroom_are_told_apart(take, top):
    """Names with dashes; what git and GitHub keep there is nobody's work."""
    roster = ["ada,Ada L,,,,ada-lovelace", "bob,Bob S,,,,bobs"]
    files = {
        f"{top}hw-9-ada-lovelace/softmax.ipynb": handed_in("softmax", "return 1"),
        f"{top}hw-9-ada-lovelace/.git/config": b"[core]",
        f"{top}hw-9-ada-lovelace/README.md": b"# Homework",
        f"{top}hw-9-bobs/work/softmax.ipynb": handed_in("softmax", "return 2"),
        f"{top}hw-9-cyd-1/softmax.ipynb": handed_in("softmax", "return 3"),
    }

    assert take(files, "github-classroom", roster=roster) == ["ada", "bob", "cyd-1"]
    assert not [row for row in take.done.rows if row.look]


def test_brightspace_tells_the_time(take, classroom):
    """Its folders have it, in the server's local time."""
    files = {
        "index.html": b"<html></html>",
        "123-456 - Ada Lovelace - Mar 3, 2026 1045 AM/softmax.ipynb": handed_in("softmax"),
        "123-457 - Ada Lovelace - Mar 3, 2026 1215 PM/softmax.ipynb": handed_in("softmax", "1"),
        "124-456 - Bob - Ann O'Hara - Mar 4, 2026 905 PM/softmax.ipynb": handed_in("softmax"),
    }
    who = take(files, "brightspace", roster=["007,Ada Lovelace,,,,"])

    assert who == ["007", "bob---ann-o-hara-124"]
    local = datetime(2026, 3, 3, 12, 15).astimezone(UTC)
    assert stamp(classroom, "007") == local.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def test_an_index_in_a_students_folder_is_the_students(take, classroom):
    """Who saved the notebook as a web page of this name has handed something in."""
    files = {
        "index.html": b"<html></html>",
        "123-456 - Ada Lovelace - Mar 3, 2026 1045 AM/index.html": b"<html>my work</html>",
    }
    assert take(files, "brightspace", roster=["007,Ada Lovelace,,,,"]) == ["007"]
    assert "index.html" in (classroom.submission("007", SOFTMAX) / NOTE).read_text()
    assert [row.who for row in take.done.rows if row.look] == ["007"]


def test_a_teams_file_goes_to_each_member(take, classroom):
    """Canvas gives one file, under the group's name."""
    roster = ["a1,Ada L,,,Team Rocket,", "b1,Bob S,,,Team Rocket,", "c1,Cyd O,,,Other,"]
    files = {"teamrocket_77_88_softmax.ipynb": handed_in("softmax")}

    assert take(files, "canvas", roster=roster) == ["a1", "b1"]
    assert take.done.missing == (("c1", SOFTMAX),)
    assert {entry.how for entry in read_record(classroom)} == {"team"}


def test_a_dash_in_a_name_makes_nobody_somebody_else(take):
    """Anna-Ada Lovelace is not Ada Lovelace of the team Anna."""
    folder = "_345_assignsubmission_file_/softmax.ipynb"
    files = {f"Anna-Ada Lovelace{folder}": handed_in("softmax")}
    assert take(files, "moodle", roster=["007,Ada Lovelace,,,,"]) == ["anna-ada-lovelace"]

    files = {f"Group 2-Anna-Ada Lovelace{folder}": handed_in("softmax")}
    assert "007" not in take(files, "moodle", roster=["007,Ada Lovelace,,,,"])


def test_text_typed_into_the_platform_is_a_reason(take, classroom):
    """Moodle's online text and Canvas's are files of HTML."""
    text = b"<p>def softmax(x): ...</p>"
    who = take({"Ada L_1_assignsubmission_onlinetext_/onlinetext.html": text}, "moodle")
    assert who == ["ada-l"]
    who = take({"lada_LATE_12_text.html": text}, "canvas")
    assert who == ["ada-l", "lada-12"]
    for student in who:
        note = (classroom.submission(student, SOFTMAX) / NOTE).read_text()
        assert "is not a notebook" in note


def test_an_attempt_without_a_file_is_a_reason(take, classroom):
    """Blackboard then gives the receipt alone, with what was typed."""
    first, second = "HW_9_al1_attempt_2026-01-29-10-00-00", "HW_9_bo1_attempt_2026-01-30-10-00-00"
    receipt = "Name: Bo B (bo1)\nSubmission Field:\ndef softmax(x): return x\n"
    files = {
        f"{first}.txt": "Name: Ada L (al1)\n",
        f"{first}_softmax.ipynb": handed_in("softmax"),
        f"{second}.txt": receipt,
    }

    assert take(files, "blackboard") == ["al1", "bo1"]
    (row,) = [row for row in take.done.rows if row.look]
    assert (row.who, row.outcome) == ("bo1", FileOutcome.REFUSED)
    folder = classroom.submission("bo1", SOFTMAX)
    assert "No file was handed in" in (folder / NOTE).read_text()
    assert (folder / f"{second}.txt").read_text() == receipt


def test_a_notebook_replaces_what_could_not_be_graded_and_never_the_other_way_round(
    take, classroom
):
    """Whichever came first, and however often it is collected."""
    pdf, good = {"ada/essay.pdf": b"%PDF"}, {"ada/softmax.ipynb": handed_in("softmax")}
    take(pdf, "folder", when=2026)
    take(pdf, "folder", when=2026)
    assert not (classroom.root / "replaced" / "ada").exists()
    folder = classroom.submission("ada", SOFTMAX)
    assert sorted(path.name for path in folder.iterdir()) == [NOTE, "essay.pdf"]

    take(good, "folder", when=2025)
    take(pdf, "folder", when=2027)

    assert [path.name for path in folder.iterdir()] == ["softmax.ipynb"]
    (row,) = take.done.rows
    assert (row.outcome, row.look) == (FileOutcome.KEPT, True)
    (kept,) = (classroom.root / "replaced/ada" / SOFTMAX).iterdir()
    assert (kept / "essay.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize("content", [b"", b"PK cut off", b"%PDF"], ids=["empty", "zip", "pdf"])
def test_what_cannot_be_graded_is_put_there_once(take, classroom, content):
    """Collecting again moves nothing away, even if there is no file to compare."""
    for _ in range(3):
        take({"ada/work.zip" if content[:2] == b"PK" else "ada/softmax.ipynb": content}, "folder")
        assert [row.outcome for row in take.done.rows] == [FileOutcome.REFUSED]
    assert not list((classroom.root / "replaced").iterdir())
    assert (classroom.submission("ada", SOFTMAX) / NOTE).is_file()


def test_what_lies_beside_a_notebook_is_no_reason_to_look(take):
    """Notes and data of somebody whose notebook was taken."""
    take({"ada/softmax.ipynb": handed_in("softmax"), "ada/notes.txt": b"hi"}, "folder")
    assert [row.look for row in take.done.rows] == [False, False]


def test_many_peoples_notebooks_never_become_one_persons(take, classroom):
    """A folder around loose files, and another platform's names."""
    many = {f"Homework 9/student{n}.ipynb": handed_in("softmax", f"return {n}") for n in range(9)}
    with pytest.raises(UsageError, match=r"9 different notebooks.*'Homework-9'"):
        take(many, "folder")
    two = {f"anon_x{n}_{n}_a.ipynb": handed_in("softmax", f"return {n}") for n in range(2)}
    with pytest.raises(UsageError, match="try --from canvas"):
        take(two, "folder")
    assert not classroom.submitted.exists()


def test_one_student_with_many_notebooks_stops_nobody(take):
    """Whatever they are called: the last counts, and somebody looks at it."""
    work = {f"anon_x{n}_{n}_a.ipynb": handed_in("softmax", f"return {n}") for n in range(7)}
    others = {f"s{n}/softmax.ipynb": handed_in("softmax", f"'s{n}'") for n in range(9)}

    who = take({"mal.zip": zipped(work), **others}, "folder")

    assert who == ["mal", *sorted(f"s{n}" for n in range(9))]
    (row,) = [row for row in take.done.rows if row.look]
    assert (row.who, "one of 7 notebooks" in row.note) == ("mal", True)


def test_only_gradescopes_own_metadata_is_believed(take):
    """A student's file of that name, in the student's own folder, makes nothing another's."""
    own = METADATA.replace("submission_11", "x").replace("'007'", "'042'")
    files = {
        "export/submission_metadata.yml": METADATA,
        "export/submission_11/submission_metadata.yml": own,
        "export/submission_11/x/softmax.ipynb": handed_in("softmax"),
    }
    assert take(files, "gradescope", roster=["007,A L,,,,", "042,V M,,,,"]) == ["007", "bob@x.edu"]


@pytest.mark.parametrize("source", ["canvas", "folder"])
def test_a_time_that_a_student_states_is_none(take, classroom, source):
    """timestamp.txt in a student's zip is the student's."""
    inner = zipped({"softmax.ipynb": handed_in("softmax"), "timestamp.txt": "2000-01-01 UTC"})
    (who,) = take({"lada_1_2_work.zip": inner}, source)
    assert not (classroom.submission(who, SOFTMAX) / "timestamp.txt").exists()


def test_the_roster_tells_that_a_folder_lies_around_all(take):
    """Then it is no student's."""
    files = {f"Homework 9/{who}_x.ipynb": handed_in("softmax", who) for who in ("ada", "bob")}
    assert take(files, "folder", roster=["ada,A,,,,", "bob,B,,,,"]) == ["ada", "bob"]


def test_several_versions_in_a_students_folder_are_versions(take):
    """The latest counts, as before."""
    files = {f"ada/softmax-{n}.ipynb": handed_in("softmax", f"return {n}") for n in range(3)}
    assert take(files, "folder") == ["ada"]

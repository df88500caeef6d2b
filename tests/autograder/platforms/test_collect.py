"""A download becomes submissions, and nothing of anybody is lost."""

from __future__ import annotations

import hashlib
import json

import pytest

from autograder.errors import MaterialError, UsageError
from autograder.platforms.collect import collect
from autograder.platforms.record import FileOutcome, Record, read_record
from tests.autograder.platforms.downloads import handed_in, make_course, zipped

SOFTMAX, SIGMOID = "09-softmax", "04-sigmoid"


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture
def take(course, classroom, tmp_path):
    """Collect a zip of these files."""

    def take(files, source, assignment=None, when=2026, **options):
        download = tmp_path / "download.zip"
        zipped(files, download, when)
        return collect(course, classroom, download, source, assignment, **options)

    return take


@pytest.fixture
def roster(classroom):
    def roster(*lines):
        text = "id,name,email,section,platform\n" + "\n".join(lines) + "\n"
        (classroom.root / "roster.csv").write_text(text, encoding="utf-8")

    return roster


def submitted(classroom):
    """Return what lies in submitted/: student/assignment."""
    return sorted(
        p.relative_to(classroom.submitted).as_posix() for p in classroom.submitted.glob("*/*")
    )


def outcome(collected, file):
    (row,) = [row for row in collected.rows if row.file == file]
    return row


def test_canvas_downloads_are_sorted_by_student(take, classroom):
    """The platform's number is in the id, the notebook gets the assignment's own name."""
    take({"lovelaceada_12_345_softmax.ipynb": handed_in("softmax")}, "canvas", SOFTMAX)

    assert submitted(classroom) == ["lovelaceada-12/09-softmax"]
    file = classroom.submission("lovelaceada-12", SOFTMAX) / "softmax.ipynb"
    assert file.read_bytes() == handed_in("softmax")


def test_canvas_late_resubmitted_and_accented_names_are_read(take, classroom):
    """LATE is a mark, -1 belongs to the file, and accents do not reach the folder's name."""
    collected = take(
        {
            "müllerjörg_LATE_7_70_softmax-1.ipynb": handed_in("softmax"),
            "anon_x9kQ2_71_softmax-2.ipynb": handed_in("softmax", "return 2 * x"),
        },
        "canvas",
    )

    assert submitted(classroom) == ["anon-x9kq2/09-softmax", "mullerjorg-7/09-softmax"]
    assert "late" in outcome(collected, "müllerjörg_LATE_7_70_softmax-1.ipynb").note


def test_the_latest_of_two_notebooks_counts_and_the_table_says_so(take, classroom):
    """Canvas numbers uploads: the larger number is the later one."""
    collected = take(
        {
            "lovelaceada_12_400_final.ipynb": handed_in("softmax", "return 'late'"),
            "lovelaceada_12_345_softmax.ipynb": handed_in("softmax", "return 'early'"),
        },
        "canvas",
    )

    file = classroom.submission("lovelaceada-12", SOFTMAX) / "softmax.ipynb"
    assert b"'late'" in file.read_bytes()
    row = outcome(collected, "lovelaceada_12_345_softmax.ipynb")
    assert row.outcome == FileOutcome.SKIPPED
    assert "400_final.ipynb is later" in row.note


def test_late_work_is_dropped_if_the_teacher_says_so(take, classroom):
    """The earlier one, in time, counts then."""
    take(
        {
            "lovelaceada_12_345_softmax.ipynb": handed_in("softmax", "return 'early'"),
            "lovelaceada_LATE_12_400_softmax-1.ipynb": handed_in("softmax", "return 'late'"),
        },
        "canvas",
        drop_late=True,
    )

    file = classroom.submission("lovelaceada-12", SOFTMAX) / "softmax.ipynb"
    assert b"'early'" in file.read_bytes()


def test_what_came_after_the_due_date_is_dropped_too(take, classroom):
    """By the file of the class: its grace, its zone for times that name none."""
    (classroom.root / "deadlines.toml").write_text(
        'timezone = "America/New_York"\ngrace_minutes = 10\n[softmax]\ndue = "2026-05-01 12:00"\n'
    )
    files = {
        f"softmax_{who}_attempt_2026-05-01-{at}-00_hw.ipynb": handed_in("softmax", who)
        for who, at in (("ada", "12-09"), ("bob", "12-11"))
    }
    take(files, "blackboard", drop_late=True)
    assert submitted(classroom) == [f"ada/{SOFTMAX}"]
    stamp = classroom.submission("ada", SOFTMAX) / "timestamp.txt"
    assert stamp.read_text().startswith("2026-05-01 16:09:00")


def test_lateness_without_a_time_is_told_if_it_would_cost_something(take, classroom):
    """Canvas marks it, and does not tell since when; the time can be given."""
    files = {"lovelaceada_LATE_12_400_softmax-1.ipynb": handed_in("softmax")}
    assert take(files, "canvas").notes == ()
    (classroom.root / "deadlines.toml").write_text(
        'timezone = "UTC"\npercent_a_day = 10\n[softmax]\ndue = 2026-05-01\n'
    )
    (note,) = take(files, "canvas").notes
    assert "it costs nothing: lovelaceada-12. Write the times into deadlines.toml" in note
    assert 'below [softmax.handed_in]: lovelaceada-12 = "' in note
    with (classroom.root / "deadlines.toml").open("a") as file:
        file.write("[softmax.handed_in]\nlovelaceada-12 = 2026-05-02\n")
    assert take(files, "canvas").notes == ()


def test_an_id_is_named_as_the_file_takes_it(take, classroom):
    """In quotes, if it has more than letters, digits and dashes."""
    (classroom.root / "roster.csv").write_text("id,name,platform\nada.l@x,Ada L,12\n")
    (classroom.root / "deadlines.toml").write_text(
        'timezone = "UTC"\npercent_a_day = 10\n[softmax]\ndue = 2026-05-01\n'
    )
    (note,) = take({"lada_LATE_12_400_softmax-1.ipynb": handed_in("softmax")}, "canvas").notes
    assert note.endswith(': "ada.l@x" = "2026-05-02 10:00".')


def test_moodles_worksheet_tells_when(take, classroom, tmp_path):
    """In the zone of the class; also for what was collected before without it."""
    (classroom.root / "deadlines.toml").write_text('timezone = "Europe/Berlin"\n')
    files = {
        "Ada L_12_assignsubmission_file_/softmax.ipynb": handed_in("softmax"),
        "Bob S_13_assignsubmission_file_/softmax.ipynb": handed_in("softmax", "1"),
    }
    worksheet = tmp_path / "Grades.csv"
    worksheet.write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\n"
        'Participant 12,Ada L,a@x,Submitted,,3.00,Yes,"Friday, 1 May 2026, 11:58 PM",-,\n'
        "Participant 13,Bob S,b@x,Submitted,,3.00,Yes,-,-,\n"
    )
    take(files, "moodle")
    stamp = classroom.submission("ada-l", SOFTMAX) / "timestamp.txt"
    assert not stamp.exists()

    take(files, "moodle", times=worksheet)
    assert stamp.read_text().startswith("2026-05-01 21:58:00")
    assert not (classroom.submission("bob-s", SOFTMAX) / "timestamp.txt").exists()

    worksheet.write_text(worksheet.read_text().replace("Friday, 1 May", "vendredi 1 mai"))
    with pytest.raises(MaterialError, match=r"line 2: 'vendredi 1 mai .* Set Moodle to English"):
        take(files, "moodle", times=worksheet)
    with pytest.raises(UsageError, match="canvas has no table that tells when"):
        take({"lovelaceada_12_400_s.ipynb": b""}, "canvas", times=worksheet)


def test_moodles_worksheet_tells_by_the_address_who_it_is(take, classroom, tmp_path):
    """Whose name the list of students has in another form; a name is no address."""
    roster = 'id,name,e-mail\ns1,"Lovelace, A.",ada@x\ns2,Bob S,bob@x\n'
    (classroom.root / "roster.csv").write_text(roster)
    files = {
        "Ada Lovelace_12_assignsubmission_file_/softmax.ipynb": handed_in("softmax"),
        "bob@x_13_assignsubmission_file_/softmax.ipynb": handed_in("softmax", "1"),
    }
    worksheet = tmp_path / "Grades.csv"
    worksheet.write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments\n"
        "Participant 12,Ada Lovelace,ada@x,Submitted,,3.00,Yes,-,-,\n"
        "Participant 13,bob@x,eve@x,Submitted,,3.00,Yes,-,-,ask bob@x\n"
    )
    take(files, "moodle", times=worksheet)
    assert submitted(classroom) == ["bob@x-13/09-softmax", "s1/09-softmax"]


@pytest.mark.parametrize(
    "name",
    [
        "Jörg Müller_4711_assignsubmission_file/softmax.ipynb",
        "Jörg Müller_4711_assignsubmission_file_/softmax.ipynb",
        "Jörg Müller_4711_assignsubmission_file_softmax.ipynb",
        "NUMPY-Homework 9-33/Jörg Müller_4711_assignsubmission_file/deep/softmax.ipynb",
    ],
)
def test_each_form_of_moodles_names_is_read(take, classroom, name):
    """Folders, folders with an underscore, no folders, and a folder around all."""
    take({name: handed_in("softmax")}, "moodle")
    assert submitted(classroom) == ["jorg-muller/09-softmax"]


def test_blind_moodle_downloads_are_kept_by_participant(take, classroom):
    """With blind marking there is a number and no name."""
    take({"Participant_88_assignsubmission_file/softmax.ipynb": handed_in("softmax")}, "moodle")
    assert submitted(classroom) == ["participant-88/09-softmax"]


def test_blackboards_attempts_and_receipts_are_told_apart(take, classroom):
    """The latest attempt counts, its time is in timestamp.txt, the receipt gives the name."""
    first, second = "HW_9_al01_attempt_2026-01-29-10-00-00", "HW_9_al01_attempt_2026-01-30-15-00-00"
    collected = take(
        {
            f"{first}_softmax.ipynb": handed_in("softmax", "return 'early'"),
            f"{second}_hw.ipynb": handed_in("softmax", "return 'late'"),
            f"{second}.txt": "Name: Ada Lovelace (al01)\nAssignment: HW 9\n",
        },
        "blackboard",
    )

    folder = classroom.submission("al01", SOFTMAX)
    assert b"'late'" in (folder / "softmax.ipynb").read_bytes()
    assert "receipt" in outcome(collected, f"{second}.txt").note
    assert read_record(classroom)[0].name == "Ada Lovelace"


def test_timestamps_are_what_nbgrader_reads(take, classroom):
    """nbgrader takes the late penalty from this file."""
    from nbgrader.utils import parse_utc

    from autograder.gradebook.timestamp import read_time

    take(
        {
            "submitted/ada/09-softmax/softmax.ipynb": handed_in("softmax"),
            "submitted/ada/09-softmax/timestamp.txt": "2026-02-03 04:05:06.000007 CET +0100",
            "submitted/bob/09-softmax/softmax.ipynb": handed_in("softmax"),
            "submitted/bob/09-softmax/timestamp.txt": "2026-02-03 04:05:06.000007 UTC",
        },
        "nbgrader",
    )

    text = (classroom.submission("bob", SOFTMAX) / "timestamp.txt").read_text()
    assert parse_utc(text).isoformat() == "2026-02-03T04:05:06.000007"
    assert read_time(text).isoformat() == "2026-02-03T04:05:06.000007+00:00"
    assert read_time("2026-02-03 05:05:06.000007 Europe/Berlin") == read_time(text)
    assert read_time("2026-02-03 06:05:06.000007 +0200") == read_time(text)


def test_an_exchange_folder_is_read(take, classroom):
    """nbgrader's inbound folders are student+assignment+time+random."""
    folder = "ada+09-softmax+2026-01-30 15:00:00.000000 UTC+f00"
    take({f"inbound/{folder}/softmax.ipynb": handed_in("softmax")}, "nbgrader")

    assert submitted(classroom) == ["ada/09-softmax"]
    assert (classroom.submission("ada", SOFTMAX) / "timestamp.txt").exists()


def test_students_with_an_underscore_stay_two(take, classroom):
    """john_doe and jane_doe must not become one `doe`."""
    time = "attempt_2026-01-30-15-00-00"
    take(
        {
            f"Homework_9_john_doe_{time}_a.ipynb": handed_in("softmax", "return 1"),
            f"Homework_9_jane_doe_{time}_a.ipynb": handed_in("softmax", "return 2"),
        },
        "blackboard",
    )
    assert submitted(classroom) == ["jane_doe/09-softmax", "john_doe/09-softmax"]


def test_one_zip_may_hold_several_notebooks_under_any_name(take, classroom):
    """Each goes to the assignment whose cells it has; the rest is named."""
    inner = zipped(
        {
            "Copy of softmax (2).ipynb": handed_in("softmax"),
            "work/hw.ipynb": handed_in("sigmoid"),
            "notes.pdf": b"%PDF",
            "deeper.zip": zipped({"x.ipynb": handed_in("softmax")}),
        }
    )
    collected = take({"ada.zip": inner}, "folder")

    assert submitted(classroom) == ["ada/04-sigmoid", "ada/09-softmax"]
    assert "a PDF" in outcome(collected, "ada.zip/notes.pdf").note
    assert "not opened" in outcome(collected, "ada.zip/deeper.zip").note


def test_a_notebook_of_another_assignment_is_not_taken_for_the_one_asked(take, classroom):
    """The row says which one it is."""
    collected = take({"ada/softmax.ipynb": handed_in("sigmoid")}, "folder", SOFTMAX)

    row = outcome(collected, "ada/softmax.ipynb")
    assert (row.outcome, row.look) == (FileOutcome.REFUSED, True)
    assert row.note == "This is the notebook of 04-sigmoid, not of 09-softmax"


def test_a_later_download_replaces_and_keeps_the_former(take, classroom):
    """The former version is moved to replaced/, whole, and said."""
    take({"ada/softmax.ipynb": handed_in("softmax", "return 'one'")}, "folder", when=2025)
    (classroom.submission("ada", SOFTMAX) / "comment.txt").write_text("by the teacher")

    collected = take({"ada/softmax.ipynb": handed_in("softmax", "return 'two'")}, "folder")

    file = classroom.submission("ada", SOFTMAX) / "softmax.ipynb"
    assert b"'two'" in file.read_bytes()
    (kept,) = (classroom.root / "replaced" / "ada" / SOFTMAX).iterdir()
    assert b"'one'" in (kept / "softmax.ipynb").read_bytes()
    assert (kept / "comment.txt").read_text() == "by the teacher"
    assert outcome(collected, "ada/softmax.ipynb").outcome == FileOutcome.REPLACED


def test_an_earlier_download_changes_nothing(take, classroom):
    """Collecting last week's file again keeps this week's work."""
    take({"ada/softmax.ipynb": handed_in("softmax", "return 'two'")}, "folder")

    collected = take(
        {"ada/softmax.ipynb": handed_in("softmax", "return 'one'")}, "folder", when=2025
    )

    assert b"'two'" in (classroom.submission("ada", SOFTMAX) / "softmax.ipynb").read_bytes()
    assert outcome(collected, "ada/softmax.ipynb").outcome == FileOutcome.KEPT


def test_what_others_collected_is_replaced_only_by_later_work(take, classroom):
    """A hub's collect, or a hand, put it there; its timestamp.txt says when it was handed in."""
    folder = classroom.submission("al01", SOFTMAX)
    folder.mkdir(parents=True)
    (folder / "my own name.ipynb").write_bytes(handed_in("softmax", "return 'hub'"))
    (folder / "timestamp.txt").write_text("2026-01-20 12:00:00 UTC")
    for day, expected in (("19", FileOutcome.KEPT), ("21", FileOutcome.REPLACED)):
        name = f"HW_al01_attempt_2026-01-{day}-12-00-00_softmax.ipynb"
        collected = take({name: handed_in("softmax")}, "blackboard")
        assert outcome(collected, name).outcome == expected

    (kept,) = (classroom.root / "replaced" / "al01" / SOFTMAX).iterdir()
    assert (kept / "my own name.ipynb").is_file()


def test_collecting_twice_changes_nothing(take, classroom):
    """The second time each row says unchanged."""
    files = {"ada/softmax.ipynb": handed_in("softmax"), "bob/hw.ipynb": handed_in("softmax")}
    take(files, "folder")

    collected = take(files, "folder")

    assert {row.outcome for row in collected.rows} == {FileOutcome.UNCHANGED}
    assert not list((classroom.root / "replaced").iterdir())


def test_the_roster_gives_the_ids(take, classroom, roster):
    """Names in Canvas's spelling, e-mail addresses and numbers all lead to the roster's id."""
    roster("jm1,Jörg Müller,jm@x.edu,A,", "al2,Ada Lovelace,ada@x.edu,B,345", "cb3,C B,,,")
    collected = take(
        {
            "müllerjörg_7_70_softmax.ipynb": handed_in("softmax"),
            "somebodyelse_345_71_softmax.ipynb": handed_in("softmax"),
            "unknownann_99_72_softmax.ipynb": handed_in("softmax"),
        },
        "canvas",
    )

    assert submitted(classroom) == ["al2/09-softmax", "jm1/09-softmax", "unknownann-99/09-softmax"]
    assert collected.unmatched == ("unknownann-99",)
    assert collected.missing == (("cb3", SOFTMAX),)


def test_two_people_of_one_name_are_never_merged(take, classroom, roster):
    """A name alone does not decide between two of them."""
    roster("lw1,Wei Lee,,,")
    collected = take(
        {
            "Wei Lee_1_assignsubmission_file/softmax.ipynb": handed_in("softmax", "return 1"),
            "Wei Lee_2_assignsubmission_file/softmax.ipynb": handed_in("softmax", "return 2"),
        },
        "moodle",
    )

    assert submitted(classroom) == ["wei-lee-1/09-softmax", "wei-lee-2/09-softmax"]
    assert collected.unmatched == ("wei-lee-1", "wei-lee-2")


def test_a_file_name_cannot_make_it_somebody_elses(take, classroom):
    """Only the outermost, the platform's own part counts."""
    time = "attempt_2026-01-30-15-00-00"
    take({f"HW_eve_{time}_HW_ada_{time}_softmax.ipynb": handed_in("softmax")}, "blackboard")
    inner = zipped({"lovelaceada_12_1_softmax.ipynb": handed_in("softmax")})
    take({"evemallory_66_2_hw.zip": inner}, "canvas")

    assert submitted(classroom) == ["eve/09-softmax", "evemallory-66/09-softmax"]


def test_unreadable_files_are_named_and_cost_nobody_else(take, classroom):
    """Each has its reason, and whoever handed it in is in the classroom all the same."""
    collected = take(
        {
            "ada/softmax.ipynb": b'{"cells": [',
            "bob/softmax.ipynb": b"",
            "cem/softmax.ipynb": b"[" * 100_000,
            "dan/other.ipynb": json.dumps({"nbformat": 4, "cells": [{"source": "x = 1"}]}).encode(),
            "eve/softmax.ipynb": handed_in("softmax"),
        },
        "folder",
    )

    assert submitted(classroom) == [
        f"{who}/09-softmax" for who in ("ada", "bob", "cem", "dan", "eve")
    ]
    assert "not a notebook" in outcome(collected, "ada/softmax.ipynb").note
    assert "The file is empty" in outcome(collected, "bob/softmax.ipynb").note
    assert "nested" in outcome(collected, "cem/softmax.ipynb").note
    assert "of no assignment" in outcome(collected, "dan/other.ipynb").note


def test_the_wrong_platform_is_named_with_the_likely_one(take):
    """A Moodle download read as Canvas's is an error that says so."""
    with pytest.raises(UsageError, match="Try --from moodle"):
        take({"A B_1_assignsubmission_file/softmax.ipynb": handed_in("softmax")}, "canvas")


@pytest.mark.parametrize("content", [handed_in("softmax", "return 2"), b"no notebook"])
def test_a_collecting_that_was_killed_is_recorded_by_the_next(
    take, classroom, monkeypatch, content
):
    """What it had put into place is known as what it is: a later version is told from it."""
    files = {"ada/softmax.ipynb": handed_in("softmax") if content[:1] == b"{" else b"nothing"}
    take(files, "folder", SOFTMAX, when=2025)
    files["ada/softmax.ipynb"] = content
    with monkeypatch.context() as killed:
        killed.setattr(Record, "save", lambda record: None)
        take(files, "folder", SOFTMAX)
    take(files, "folder", SOFTMAX)

    (entry,) = read_record(classroom)
    assert entry.sha256 == hashlib.sha256(content).hexdigest()

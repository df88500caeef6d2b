"""Feedback goes back under the names by which each platform finds a student."""

from __future__ import annotations

import re
import zipfile

import pytest

from autograder.errors import UsageError
from autograder.platforms.collect import collect
from autograder.platforms.uploads import write_upload
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped

SOFTMAX = "09-softmax"


@pytest.fixture
def upload(tmp_path):
    """Collect files from a platform, write a page for each student, give the zip's names."""
    course, classroom = make_course(tmp_path / "course"), make_classroom(tmp_path / "classroom")
    (classroom.root / "roster.csv").write_text(
        "id,name,group\na1,Ada L,Rockets\nb1,Bob S,Rockets\n", encoding="utf-8"
    )

    def upload(files, platform, by_hand=()):
        zipped(files, tmp_path / "d.zip")
        collect(course, classroom, tmp_path / "d.zip", platform, SOFTMAX)
        for student in by_hand:
            classroom.submission(student, SOFTMAX).mkdir(parents=True)
        for student in classroom.submissions(SOFTMAX):
            page = classroom.feedback_for(student, SOFTMAX) / "softmax.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f"page of {student}")
        upload.done = write_upload(classroom, course.select([SOFTMAX])[0], platform)
        with zipfile.ZipFile(upload.done.file) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    return upload


def test_canvas_finds_users_and_files_by_their_numbers(upload):
    """It takes the first two numbers between underscores: the user and the upload."""
    pages = upload(
        {
            "lovelaceada_LATE_12_345_My 1st work-2.ipynb": handed_in("softmax"),
            "stonebob_13_346_work.zip": zipped({"deep/softmax.ipynb": handed_in("softmax", "1")}),
            "typed_14_text.html": b"<p>text</p>",
            "rockets_15_347_softmax.ipynb": handed_in("softmax", "2"),
        },
        "canvas",
        by_hand=["paper"],
    )

    numbers = {tuple(re.findall(r"(?<=_)\d+(?=_)", name)[:2]): text for name, text in pages.items()}
    assert numbers == {
        ("12", "345"): "page of lovelaceada-12",
        ("13", "346"): "page of stonebob-13",
        ("14",): "page of typed-14",
        ("15", "347"): "page of a1",
    }
    assert not [name for name in pages if "/" in name or not name.endswith(".html")]
    assert upload.done.left_out == ("paper",)


def test_moodle_finds_participants_by_the_folders_of_the_download(upload):
    """The whole folder's name, below whatever lay around it."""
    folder = "Ada L_345_assignsubmission_file_"
    pages = upload({f"NUMPY-HW-33/{folder}/deep/x.ipynb": handed_in("softmax")}, "moodle")
    assert pages == {f"{folder}/feedback-softmax.html": "page of a1"}


def test_brightspace_finds_submissions_by_the_folders_of_the_download(upload):
    """With both ids, the name and the time."""
    folder = "51-77 - Bob S - Mar 3, 2026 1045 AM"
    pages = upload({f"{folder}/x.ipynb": handed_in("softmax")}, "brightspace")
    assert pages == {f"{folder}/feedback-softmax.html": "page of b1"}


def test_blackboard_takes_no_files_back_and_this_is_said(upload):
    """The pages are there to be attached, by the names of the attempts; comments can go back."""
    pages = upload(
        {"Softmax_a1_attempt_2026-05-01-12-00-00_hw.ipynb": handed_in("softmax")}, "blackboard"
    )
    assert pages == {"Softmax_a1_attempt_2026-05-01-12-00-00_hw.html": "page of a1"}
    assert upload.done.note.startswith("Blackboard takes no files back in bulk")


def test_nothing_collected_from_the_platform_is_said(upload):
    """With what to do."""
    with pytest.raises(UsageError, match="collect --from moodle"):
        upload({}, "moodle", by_hand=["paper"])

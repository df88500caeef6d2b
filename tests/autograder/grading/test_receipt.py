"""A submission's time and secret go where its feedback goes, and nowhere else."""

from __future__ import annotations

import pytest

from autograder.grading.submission.folder import Receipt, read_folder
from tests.autograder.grading.conftest import NAME, RIGHT, handed_in

TIME = "2026-05-01 10:00:00.000000 UTC"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_receipt_is_read_as_it_was_written(tmp_path):
    """As nbgrader writes it, and again as it is."""
    (tmp_path / "timestamp.txt").write_text(f"{TIME}\n")
    (tmp_path / "submission_secret.txt").write_text("0a1b")
    (tmp_path / "to").mkdir()

    found = Receipt.of(tmp_path)
    found.write(tmp_path / "to")

    assert found == Receipt.of(tmp_path / "to") == Receipt(TIME, "0a1b")


def test_an_earlier_submissions_receipt_does_not_stay(tmp_path):
    """Under its secret a page would go to another version."""
    Receipt(TIME, "old").write(tmp_path)
    Receipt().write(tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("time", ["never", "", "\0", "0001-01-01 00:00:00 UTC"])
def test_what_nbgrader_would_stumble_over_is_none(tmp_path, time):
    """A time that is none, a secret that is no text, or is as long as a book, or a link."""
    (tmp_path / "timestamp.txt").write_text(time)
    for secret in (b"\xff\xfe", b"x" * 2_000):
        (tmp_path / "submission_secret.txt").write_bytes(secret)
        assert Receipt.of(tmp_path) == Receipt()
    (tmp_path / "submission_secret.txt").unlink()
    (tmp_path / "submission_secret.txt").symlink_to("/etc/hostname")
    assert Receipt.of(tmp_path) == Receipt()


def test_a_page_without_a_secret_can_be_released_to_nobody(tmp_path):
    """`nbgrader release_feedback` ends if a file is missing; twice is to the same place."""
    Receipt().write_for_release(tmp_path)
    first = Receipt.of(tmp_path).secret
    Receipt().write_for_release(tmp_path)

    assert names(tmp_path) == ["submission_secret.txt", "timestamp.txt"]
    assert first == Receipt.of(tmp_path).secret
    assert len(first) > 64

    Receipt(TIME, "handed in").write_for_release(tmp_path)
    assert Receipt.of(tmp_path) == Receipt(TIME, "handed in")
    Receipt(TIME).write_for_release(tmp_path)
    assert Receipt.of(tmp_path).secret not in ("handed in", first)


def test_a_students_code_does_not_find_the_receipt(tmp_path):
    """Nor is a submission another one for it."""
    (tmp_path / "a.ipynb").write_text("{}")
    before = read_folder(tmp_path, "a")
    Receipt(TIME, "s").write(tmp_path)
    after = read_folder(tmp_path, "a")
    assert after.files == {}
    assert after.digest == before.digest
    assert after.receipt == Receipt(TIME, "s")


def test_what_was_graded_has_the_receipt_of_what_was_graded(submit, grade_all, classroom):
    """Of a version that cannot be graded as well; a new one of the same work needs no grading."""
    first = submit("ann", handed_in(RIGHT)).parent
    graded = classroom.graded("ann", NAME)
    Receipt(TIME, "one").write(first)
    assert len(grade_all().graded) == 1
    assert Receipt.of(graded) == Receipt(TIME, "one")

    Receipt(TIME, "two").write(first)
    assert grade_all().skipped == 1
    assert Receipt.of(graded).secret == "two"

    submit("ann", b"no notebook")
    Receipt("", "three").write(first)
    assert len(grade_all().refused) == 1
    assert Receipt.of(graded) == Receipt("", "three")

    Receipt(TIME, "four").write(first)
    grade_all()
    assert Receipt.of(graded) == Receipt(TIME, "four")

"""What lies in nbgrader's exchange becomes submissions, each its owner's and of its own secret."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import pytest

from autograder.errors import UsageError
from autograder.platforms.collect import collect
from autograder.platforms.nbgrader import foreign, parts_of_name
from autograder.platforms.record import FileOutcome
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped
from tests.users import is_root

SOFTMAX, SIGMOID = "09-softmax", "04-sigmoid"
FIRST, SECOND = "2026-01-30 15:00:00.000000 UTC", "2026-01-31 15:00:00.000000 UTC"


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture
def take(course, classroom, tmp_path):
    """Collect an exchange with these files."""

    def take(files, assignment=None, **options):
        download = tmp_path / "download.zip"
        zipped(files, download)
        return collect(course, classroom, download, "nbgrader", assignment, **options)

    return take


def submission(student="ada", when=FIRST, secret="s1", assignment=SOFTMAX, content=None, **more):
    """Return the files that `nbgrader submit` makes, by their names in the inbound folder."""
    files = {"softmax.ipynb": handed_in("softmax") if content is None else content, **more}
    files |= {"timestamp.txt": when, "submission_secret.txt": secret}
    folder = f"{student}+{assignment}+{when}+r4nd"
    return {f"{folder}/{name}": text for name, text in files.items() if text is not None}


def lies(classroom, student="ada", assignment=SOFTMAX):
    folder = classroom.submission(student, assignment)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_secret_and_what_was_handed_in_with_it_stay_beside_the_notebook(take, classroom):
    """As `nbgrader collect` does it; caches and other notebooks are nobody's data."""
    more = {"data/x.csv": "1,2", "mine.py": "x = 1", ".hidden": "", "other.ipynb": "{}"}
    done = take(submission(**more))

    kept = lies(classroom)
    assert {name: kept[name] for name in ("submission_secret.txt", "data/x.csv", "mine.py")} == {
        "submission_secret.txt": b"s1",
        "data/x.csv": b"1,2",
        "mine.py": b"x = 1",
    }
    assert sorted(kept)[2:] == ["softmax.ipynb", "submission_secret.txt", "timestamp.txt"]
    assert done.count(FileOutcome.BESIDE) == 3


def test_the_same_notebook_handed_in_again_has_the_new_secret(take, classroom):
    """Its student looks for feedback under the new one; the former is kept, whole."""
    take(submission())
    take({**submission(), **submission(when=SECOND, secret="s2")})

    kept = lies(classroom)
    assert (kept["submission_secret.txt"], kept["timestamp.txt"]) == (b"s2", SECOND.encode())
    (former,) = (classroom.root / "replaced" / "ada" / SOFTMAX).iterdir()
    assert (former / "submission_secret.txt").read_text() == "s1"


def test_a_secret_that_an_earlier_collect_has_dropped_is_put_back(take, classroom):
    """Nothing else changes."""
    take(submission())
    (classroom.submission("ada", SOFTMAX) / "submission_secret.txt").unlink()

    done = take(submission())

    assert lies(classroom)["submission_secret.txt"] == b"s1"
    assert done.count(FileOutcome.UNCHANGED) == 1


def test_who_hands_in_what_cannot_be_graded_gets_the_page_that_says_so(take, classroom):
    """Its secret is kept; a secret that nbgrader could not read is none."""
    take({**submission(content=b"{"), **submission("bob", secret=b"\xff\xfe")})

    assert lies(classroom)["submission_secret.txt"] == b"s1"
    assert "submission_secret.txt" not in lies(classroom, "bob")


def test_what_was_handed_in_for_another_assignment_is_not_held_against_this_one(take, classroom):
    """An inbound folder has all assignments of a course; a folder's name says which."""
    files = {
        **submission(),
        **submission("bob", assignment=SIGMOID),
        **{
            name.replace("softmax.ipynb", "sigmoid.ipynb"): text
            for name, text in submission(
                "cyd", assignment=SIGMOID, content=handed_in("sigmoid")
            ).items()
        },
    }
    done = take(files, SOFTMAX)
    assert [path.name for path in classroom.submitted.iterdir()] == ["ada"]
    assert {row.who for row in done.rows} == {"ada"}

    take(files, SIGMOID)
    assert sorted(path.name for path in classroom.submitted.iterdir()) == ["ada", "bob", "cyd"]
    assert "could-not-be-graded.txt" in lies(classroom, "bob", SIGMOID)


def test_folders_that_students_made_look_like_an_exchange_are_none(take, classroom):
    """Only what lies as high as the others counts."""
    evil = {f"evil/inbound/{name}": text for name, text in submission("zoe").items()}
    done = take({**submission(), **evil})
    assert [path.name for path in classroom.submitted.iterdir()] == ["ada"]
    assert all("evil/" in row.file for row in done.rows if row.look)


def test_a_folder_in_a_submission_does_not_make_an_exchange_of_a_classroom(take, classroom):
    """Whatever a student calls it, `submitted/` is read as that, and nobody's work is lost."""
    odd = "x+09-softmax+2026-01-30 15:00:00 UTC+y"
    names = [
        f"ada/{SOFTMAX}",
        f"mal/{SOFTMAX}",
        f"mal/{SOFTMAX}/{odd}",
        f"mal/{SOFTMAX}/inbound/{odd}",
    ]
    for prefix in ("", "submitted/"):
        take({f"{prefix}{name}/softmax.ipynb": handed_in("softmax", prefix) for name in names})
        assert sorted(path.name for path in classroom.submitted.iterdir()) == ["ada", "mal"]


def test_what_a_course_gives_out_is_nobodys_work(take, classroom):
    """Whoever names the course's directory in the exchange collects what is in its inbound."""
    files = {f"inbound/{name}": text for name, text in submission().items()}
    given = {f"outbound/{SOFTMAX}/softmax.ipynb": handed_in("softmax"), "feedback/0a.html": "<p>"}
    done = take({**files, **given})
    assert [path.name for path in classroom.submitted.iterdir()] == ["ada"]
    assert not any(row.look for row in done.rows)


def test_two_courses_of_one_exchange_are_not_mixed(take, classroom):
    """Both have an `ada`, and both may have a `09-softmax`."""
    both = {f"{c}/inbound/{name}": text for c in ("a", "b") for name, text in submission().items()}
    with pytest.raises(UsageError, match=r"several courses: a/inbound, b/inbound"):
        take(both)
    assert not classroom.submitted.exists()


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("ada+ps1+2026-01-30 15:00:00.000000 UTC+Ab-_9", ("ada", "ps1")),
        ("ada+ps1+2026-01-30 15:00:00.000000 UTC", ("ada", "ps1")),
        ("a+b+ps1+2026-01-30 15:00:00.000000 UTC+Ab-_9", ("a+b", "ps1")),
        ("a+b+ps1+2026-01-30 15:00:00.000000 UTC", ("a+b", "ps1")),
        ("+ps1+2026-01-30 15:00:00.000000 UTC+x", None),
        ("ada+ps1", None),
    ],
)
def test_the_name_of_an_inbound_folder_is_read_as_nbgrader_reads_it(folder, expected):
    """A student's name may have a + in it, and the random word may be left out."""
    parts = parts_of_name(folder)
    assert (parts and parts[:2]) == expected


def test_ids_are_those_that_nbgrader_gives(take, classroom):
    """So that either collects what the other has graded; what can name no folder is made to."""
    take({**submission("Zoë.B"), **submission("a+b"), **submission(".."), **submission("x/y")})
    there = {path.name for path in classroom.submitted.iterdir()}
    assert {"Zoë.B", "a+b"} < there
    assert len(there) == 3
    assert not (classroom.root / SOFTMAX).exists()


def test_a_submission_is_its_students_if_all_of_it_is():
    """Whoever has made the inbound folder, the teacher, may put something there."""
    other, root = 61_999, 0
    assert foreign("ada", 7, other, other) == (
        "the folder belongs to user number 61999, who has no name on this machine: "
        "not taken as ada's"
    )
    assert foreign("ada", other, other, other) == ""
    assert "a file in the folder" in foreign("ada", other, other, root)


@pytest.mark.skipif(not is_root(), reason="only root can give")
def test_what_another_owns_is_told_and_does_not_hide_the_students_own(course, classroom, tmp_path):
    """A forged folder with a later time; `any_owner` takes it, where names are no user names."""
    inbound = tmp_path / "inbound"
    for name, text in {**submission(), **submission(when=SECOND, secret="forged")}.items():
        file = inbound / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if SECOND in name:
            os.chown(file.parent, 61_999, -1)
            os.chown(file, 61_999, -1)

    done = collect(course, classroom, inbound, "nbgrader")
    assert lies(classroom)["submission_secret.txt"] == b"s1"
    assert sum("belongs to user number 61999" in row.note for row in done.rows if row.look) == 1

    away = inbound / "away" / "inbound"  # an exchange of the forger's own, where nobody else is
    away.mkdir(parents=True)
    for folder in inbound.glob("ada+*"):
        folder.rename(away / folder.name)
    for path in (away, away.parent):
        os.chown(path, 61_999, -1)
    done = collect(course, make_classroom(tmp_path / "another"), inbound, "nbgrader")
    assert [row.who for row in done.rows if row.outcome == FileOutcome.COLLECTED] == []

    collect(course, classroom, inbound, "nbgrader", any_owner=True)
    assert lies(classroom)["submission_secret.txt"] == b"forged"


@pytest.mark.skipif(not is_root(), reason="only root can give")
def test_work_that_was_changed_after_the_due_date_is_told(course, classroom, tmp_path):
    """Students own what lies in the exchange, and name it; when it changed is the machine's."""
    due = datetime.fromtimestamp(time.time() - 3_600, UTC)
    (classroom.root / "deadlines.toml").write_text(
        f'timezone = "UTC"\n[{SOFTMAX}]\ndue = "{due:%Y-%m-%d %H:%M}"\n'
    )
    inbound = tmp_path / "inbound"
    for name, text in submission().items():
        file = inbound / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(file, (1, 1))
        for path in (file.parent, file):
            os.chown(path, 61_999, -1)

    done = collect(course, classroom, inbound, "nbgrader", any_owner=True)

    (note,) = done.notes
    assert note.startswith(f"{SOFTMAX}: changed on this machine after the due date, though named")
    assert "ada (" in note


def test_a_file_that_is_exchanged_for_a_link_while_it_is_read_is_not_followed(tmp_path):
    """Nor is another file read in its place."""
    from autograder.errors import MaterialError
    from autograder.platforms.archives import opened

    (tmp_path / "d").mkdir()
    file, secret = tmp_path / "d" / "a.ipynb", tmp_path / "secret.ipynb"
    file.write_text("{}")
    secret.write_text("secret")
    with opened(tmp_path / "d") as (found, _):
        file.rename(tmp_path / "away")
        file.symlink_to(secret)
        with pytest.raises(MaterialError, match="cannot be read"):
            found[0].read()
        file.unlink()
        secret.rename(file)
        with pytest.raises(MaterialError, match="exchanged for another"):
            found[0].read()


@pytest.mark.skipif(not is_root(), reason="only root can give")
def test_a_secret_that_another_put_into_the_folder_is_not_taken(course, classroom, tmp_path):
    """Under it the student's page would go to whoever knows the secret: the folder is open."""
    for name, text in submission().items():
        file = tmp_path / "inbound" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.chown(file.parent, os.getuid(), -1)
        os.chown(file, 61_999 if file.name == "submission_secret.txt" else os.getuid(), -1)

    done = collect(course, classroom, tmp_path / "inbound", "nbgrader")

    assert sorted(lies(classroom)) == ["softmax.ipynb", "timestamp.txt"]
    assert [row.note for row in done.rows if row.look] == [
        "a file in the folder belongs to user number 61999, who has no name on this machine: "
        "not taken as ada's"
    ]


def test_many_files_do_not_push_the_secret_out(take, classroom):
    """Two hundred lie beside a notebook at most."""
    take(submission(**{f"data/{at}.txt": "x" for at in range(300)}))
    kept = lies(classroom)
    assert kept["submission_secret.txt"] == b"s1"
    assert len(kept) == 202

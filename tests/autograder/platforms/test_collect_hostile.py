"""Whatever one file of a download is, the others are collected, and it is named."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from autograder.platforms.collect import collect
from autograder.platforms.record import FileOutcome, Record
from tests.autograder.platforms.downloads import handed_in, make_classroom, make_course, zipped

SOFTMAX = "09-softmax"


@pytest.fixture
def take(tmp_path, classroom):
    course = make_course(tmp_path / "course")

    def take(content, source="folder"):
        (tmp_path / "d.zip").write_bytes(content)
        done = collect(course, classroom, tmp_path / "d.zip", source, SOFTMAX)
        assert submitted(classroom) >= {"ada", "zoe"}
        return done

    return take


def submitted(classroom):
    found = classroom.submitted.glob(f"*/{SOFTMAX}/softmax.ipynb")
    return {path.parent.parent.name for path in found}


def download(files):
    good = {
        f"{who}/softmax.ipynb": handed_in("softmax", f"return '{who}'") for who in ("ada", "zoe")
    }
    return zipped(good | files)


def packed(method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("softmax.ipynb", handed_in("softmax"))
    return bytearray(buffer.getvalue())


@pytest.mark.parametrize(
    "time",
    [
        "0001-01-01 00:00:00 +2359",
        "9999-12-31 23:59:59 -2359",
        "0000-00-00",
        "1e999",
        "\ud7ff\0",
        "9" * 400,
        "2026-01-01 00:00:00 +9999",
        "2026-13-01 XYZ",
    ],
)
def test_a_time_that_does_not_exist_is_no_time(take, classroom, time):
    """The notebook is taken, without one."""
    files = {"mal/softmax.ipynb": handed_in("softmax"), "mal/timestamp.txt": time}
    take(download(files))
    assert [path.name for path in classroom.submission("mal", SOFTMAX).iterdir()] == [
        "softmax.ipynb"
    ]


def test_a_time_on_blackboard_and_in_an_exchange_may_be_none(take, classroom, tmp_path):
    """Year 0, month 99, and a time before the machine's clock begins."""
    names = ["0000-01-01-00-00-00", "2026-99-01-00-00-00", "0001-01-01-00-00-00"]
    files = {
        f"HW_s{at}_attempt_{when}_a.ipynb": handed_in("softmax", f"return {at}")
        for at, when in enumerate(names)
    }
    course = make_course(tmp_path / "another")
    zipped(files, tmp_path / "b.zip")
    collect(course, classroom, tmp_path / "b.zip", "blackboard", SOFTMAX)
    odd = "m+09-softmax+0001-01-01 00:00:00 UTC+x"
    zipped({f"{odd}/softmax.ipynb": handed_in("softmax")}, tmp_path / "e.zip")
    collect(course, classroom, tmp_path / "e.zip", "nbgrader", SOFTMAX)

    assert submitted(classroom) == {"s0", "s1", "s2", "m"}


def test_a_damaged_timestamp_costs_the_time_and_not_the_notebook(take, classroom):
    """Its bytes do not fit its checksum."""
    files = {"mal/softmax.ipynb": handed_in("softmax"), "mal/timestamp.txt": "2026-01-30 UTC"}
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for who in ("ada", "zoe"):
            archive.writestr(f"{who}/softmax.ipynb", handed_in("softmax", who))
    take(stored.getvalue().replace(b"2026-01-30 UTC", b"2026-01-31 UTC"))
    assert [path.name for path in classroom.submission("mal", SOFTMAX).iterdir()] == [
        "softmax.ipynb"
    ]


def test_damaged_packing_is_a_reason(take):
    """LZMA's properties, a local header, an unknown method, a wrong size."""
    lzma = packed(zipfile.ZIP_LZMA)
    lzma[30 + 13 + 4] = 0xFF
    local = packed()
    local[0:4] = b"XXXX"
    method = packed()
    for at in (8, method.index(b"PK\1\2") + 10):
        method[at] = 77
    for name, content in (("lzma", lzma), ("local", local), ("method", method)):
        done = take(download({f"{name}/work.zip": bytes(content)}))
        (row,) = [row for row in done.rows if row.who == name]
        assert (row.outcome, row.look) == (FileOutcome.REFUSED, True), row


def test_any_damage_to_the_download_itself_costs_only_what_it_hits(take, tmp_path, classroom):
    """Each local header in turn is overwritten; the others are collected."""
    course = make_course(tmp_path / "course-2")
    names = ["aa", "bb", "cc"]
    content = zipped({f"{n}/softmax.ipynb": handed_in("softmax", f"return '{n}'") for n in names})
    for at, name in enumerate(names):
        room = make_classroom(tmp_path / name)
        begin = [i for i in range(len(content)) if content[i : i + 4] == b"PK\3\4"][at]
        (tmp_path / "x.zip").write_bytes(content[:begin] + b"\0" * 20 + content[begin + 20 :])
        done = collect(course, room, tmp_path / "x.zip", "folder", SOFTMAX)
        assert submitted(room) == {*names} - {name}
        assert [row.who for row in done.rows if row.outcome == FileOutcome.REFUSED] == [name]


@pytest.mark.parametrize(
    "name",
    [
        "a" * 300 + "/softmax.ipynb",
        "CON/softmax.ipynb",
        ".../softmax.ipynb",
        "-rf/softmax.ipynb",
        "💥\u202e/softmax.ipynb",
        "a\nb/softmax.ipynb",
        "%s{0}/softmax.ipynb",
        "mal/" + "x" * 250 + ".pdf",
        "mal/a:b*?.pdf",
        "/".join(["d"] * 600) + "/softmax.ipynb",
    ],
    ids=lambda name: name[:12],
)
def test_odd_names_stop_nobody(take, classroom, name):
    """Whatever a folder or a file is called, it lies in the classroom and nowhere else."""
    take(download({name: handed_in("softmax") if name.endswith("b") else b"%PDF"}))
    for path in classroom.root.rglob("*"):
        assert path.resolve().is_relative_to(classroom.root.resolve())


def test_the_saved_output_of_an_endless_loop_is_no_bomb(take, classroom):
    """6 MB that pack to 21 kB are a notebook; zeros are not."""
    work = json.loads(handed_in("softmax"))
    work["cells"][2]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["0\n"] * 500_000}
    ]
    files = {
        "loop/softmax.ipynb": json.dumps(work, indent=1),
        "mal/softmax.ipynb": b"\0" * 9_000_000,
    }
    done = take(download(files))

    assert "loop" in submitted(classroom)
    (row,) = [row for row in done.rows if row.who == "mal"]
    assert "zip bomb" in row.note


@pytest.mark.parametrize("error", [ValueError("embedded null byte"), OSError(28, "disk full")])
def test_what_cannot_be_put_into_the_class_is_one_students(take, monkeypatch, error):
    """Whatever is raised; the file is named with the reason."""
    real = Record.put

    def put(record, entry, *rest):
        if entry.student == "mal":
            raise error
        return real(record, entry, *rest)

    monkeypatch.setattr(Record, "put", put)
    done = take(download({"mal/softmax.ipynb": handed_in("softmax")}))

    (row,) = [row for row in done.rows if row.who == "mal"]
    assert (row.outcome, row.look) == (FileOutcome.SKIPPED, True)
    assert "cannot be written: " in row.note and error.args[-1] in row.note


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16"])
def test_notebooks_in_any_encoding_that_grading_reads_are_collected(take, classroom, encoding):
    """One reader for both."""
    work = handed_in("softmax", "return 'Übung'").decode().replace("\\u00dc", "Ü")
    take(download({"enc/softmax.ipynb": work.encode(encoding)}))
    assert "enc" in submitted(classroom)


def test_random_damage_stops_nobody(take):
    """Bytes of a student's zip and notebook, changed at random."""
    chance = random.Random(7)
    for _ in range(60):
        files = {}
        for who, content in (
            ("zip/work.zip", packed()),
            ("nb/softmax.ipynb", handed_in("softmax")),
        ):
            damaged = bytearray(content)
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            files[who] = bytes(damaged[: chance.choice([None, len(damaged) // 2])])
        done = take(download(files))
        assert {"zip", "nb"} <= {row.who for row in done.rows}

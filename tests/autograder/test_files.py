"""A file is written whole or not at all, and a group that shares a folder can go on with it."""

import json
import os
import stat

import pytest

from autograder.errors import MaterialError, UsageError
from autograder.files import (
    CLOSED,
    PRIVATE,
    READABLE,
    as_json,
    make_file,
    make_folder,
    read_toml,
    write_bytes,
    write_folder,
    write_json,
    write_text,
)

on_posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def permissions(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def shared(tmp_path, usual_umask):
    folder = tmp_path / "class"
    folder.mkdir()
    folder.chmod(0o2775)
    return folder


def test_folders_that_are_missing_are_made(tmp_path):
    write_text(tmp_path / "a" / "b" / "c.txt", "ö\ud800\n")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "ö?\n".encode()


def test_json_can_be_read_by_people(tmp_path):
    """It has a line for each entry of an entry: a notebook's cells, the tests of `results.json`."""
    page = {"cells": [{"source": ["Öztürk\n", "b"]}, {"outputs": []}], "metadata": {}}
    write_json(tmp_path / "a.json", page)

    assert (tmp_path / "a.json").read_text("utf-8").splitlines() == [
        "{",
        '"cells": [',
        '{"source": ["Öztürk\\n", "b"]},',
        '{"outputs": []}',
        "],",
        '"metadata": {}',
        "}",
    ]


@pytest.mark.parametrize(
    ("content", "do"),
    [
        (b"due = ", "Correct it, please."),
        (b"n = 1" + b"0" * 5000, "Correct it, please."),
        (b"open = " + b"[" * 5000, "Correct it, please."),
        (b"name = '\xe9'", "Save it as UTF-8."),
    ],
    ids=["half a line", "a number of 5000 digits", "nested deep", "Latin-1"],
)
def test_what_is_no_toml_is_told_with_the_file_and_what_to_do(tmp_path, content, do):
    """However it is broken: Python's own errors differ."""
    path = tmp_path / "limits.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"limits\.toml: cannot be read as TOML: ") as raised:
        read_toml(path, UsageError, ", please")
    assert str(raised.value).endswith(do)
    with pytest.raises(MaterialError):
        read_toml(path)


def test_a_toml_file_may_begin_as_windows_writes_it(tmp_path):
    """With a byte order mark; a missing file is its reader's to explain."""
    path = tmp_path / "limits.toml"
    path.write_bytes(b"\xef\xbb\xbfcell_seconds = 3\r\n")
    assert read_toml(path) == {"cell_seconds": 3}
    with pytest.raises(FileNotFoundError):
        read_toml(tmp_path / "none.toml")


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path, monkeypatch):
    write_bytes(tmp_path / "marks", b"old")

    def full(self, target):
        raise OSError("No space left on device")

    monkeypatch.setattr(type(tmp_path), "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_bytes(tmp_path / "marks", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["marks"]
    assert (tmp_path / "marks").read_bytes() == b"old"


def test_of_a_folder_that_cannot_be_written_nothing_is_left(tmp_path):
    """Neither in its place nor where it was put together."""
    with pytest.raises(OSError):
        write_folder(tmp_path / "ada", {"one": b"1", "one/two": b"2"}, tmp_path / "part")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_has_left_is_not_in_the_next_folder(tmp_path):
    write_bytes(tmp_path / "part" / "old", b"0")
    write_folder(tmp_path / "ada", {"one": b"1"}, tmp_path / "part")
    assert [path.name for path in (tmp_path / "ada").iterdir()] == ["one"]
    assert [path.name for path in tmp_path.iterdir()] == ["ada"]


@on_posix
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path, usual_umask):
    write_bytes(tmp_path / "marks", b"old")
    assert permissions(tmp_path / "marks") == 0o644
    (tmp_path / "marks").chmod(0o640)
    write_bytes(tmp_path / "marks", b"new")
    assert permissions(tmp_path / "marks") == 0o640


@on_posix
def test_a_group_that_shares_a_folder_may_write_what_is_made_in_it(shared):
    write_bytes(shared / "ada" / "01-double" / "results.json", b"{}")
    assert permissions(shared / "ada") == permissions(shared / "ada" / "01-double") == 0o2775
    assert permissions(shared / "ada" / "01-double" / "results.json") == 0o664


@on_posix
def test_a_folder_that_is_not_shared_stays_its_owners(tmp_path, usual_umask):
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "own")
    write_bytes(tmp_path / "own" / "marks", b"")
    assert permissions(tmp_path / "own") == 0o755
    assert permissions(tmp_path / "own" / "marks") == 0o644


@on_posix
def test_what_is_private_is_its_owners_alone_or_the_groups_that_shares_the_folder(shared, tmp_path):
    """Whatever the umask, and also a database's file, which it writes into itself."""
    tmp_path.chmod(0o755)
    for umask in (0o000, 0o022, 0o077):
        os.umask(umask)
        for folder, mode in ((tmp_path / f"own-{umask}", 0o600), (shared / f"our-{umask}", 0o660)):
            write_bytes(folder / "marks", b"", PRIVATE)
            make_file(folder / "gradebook.db")
            assert permissions(folder / "marks") == permissions(folder / "gradebook.db") == mode


@on_posix
def test_a_private_folder_is_closed_to_others_but_not_to_the_group_that_shares_it(shared, tmp_path):
    shared.chmod(0o2770)
    for root, mode in ((tmp_path, 0o700), (shared, 0o2770)):
        make_folder(root / "classroom", CLOSED)
        assert permissions(root / "classroom") == mode


@on_posix
def test_what_others_copy_can_be_read_by_all_whatever_the_umask(tmp_path, usual_umask):
    os.umask(0o077)
    for mode in (PRIVATE, READABLE):
        write_bytes(tmp_path / "page", b"", mode)
        assert permissions(tmp_path / "page") == mode


@on_posix
def test_a_database_of_ones_own_is_opened_to_the_group_that_shares_its_folder(shared):
    """nbgrader has made it, say; what is in it stays."""
    (shared / "gradebook.db").write_bytes(b"marks")
    (shared / "gradebook.db").chmod(0o644)
    make_file(shared / "gradebook.db")
    assert permissions(shared / "gradebook.db") == 0o664
    assert (shared / "gradebook.db").read_bytes() == b"marks"


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        'ä\n\u2028"',
        1e-300,
        [[[1], {}], []],
        {"a": {"b": {"c": [(), None, True]}}, "": [""], "ä\n": {"": {}}},
    ],
)
def test_json_is_what_pythons_own_reads(value):
    """Whatever lies where, and how deep."""
    assert json.loads(as_json(value)) == json.loads(json.dumps(value))

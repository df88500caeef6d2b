"""A download is read as data from strangers."""

from __future__ import annotations

import unicodedata
import zipfile

import pytest

from autograder.errors import MaterialError, UsageError
from autograder.platforms.archives import DownloadLimits, opened
from tests.autograder.platforms.downloads import zipped


def names_and_reasons(download, limits=None):
    with opened(download, limits) as (found, skipped):
        return {f.name for f in found}, {s.name: s.reason for s in skipped}


@pytest.mark.parametrize("name", ["/etc/passwd", "../../up.ipynb", "a/../../b", "C:\\x.ipynb"])
def test_names_that_lead_out_are_skipped(tmp_path, name):
    """Absolute names, `..` and drives; the others are read."""
    zipped({name: b"x", "good.ipynb": b"y"}, tmp_path / "d.zip")
    found, skipped = names_and_reasons(tmp_path / "d.zip")

    assert found == {"good.ipynb"}
    assert list(skipped.values()) == ["its name leads out of the download"]


def test_links_are_not_followed(tmp_path):
    """Neither in a zip nor in a folder."""
    entry = zipfile.ZipInfo("link.ipynb", (2026, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.ipynb").symlink_to("/etc/passwd")
    (folder / "deep").symlink_to("/etc")

    for download, links in ((tmp_path / "d.zip", 1), (folder, 2)):
        found, skipped = names_and_reasons(download)
        assert not found
        assert list(skipped.values()) == ["a link or a device, not a file"] * links


def test_zip_bombs_are_skipped_and_cost_nobody_else(tmp_path):
    """One student's bomb, alone or in a zip, leaves the others' files."""
    bomb = b"\0" * 15_000_000
    zipped({"a.ipynb": bomb, "b.zip": zipped({"b": bomb}), "c.ipynb": b"c"}, tmp_path / "d.zip")
    found, skipped = names_and_reasons(tmp_path / "d.zip")

    assert found == {"c.ipynb"}
    assert "zip bomb" in skipped["a.ipynb"]
    assert "zip bomb" in skipped["b.zip/b"]


def test_sizes_and_counts_are_limited(tmp_path):
    """Too large a file, too many files and too many bytes have each their reason."""
    zipped({"big": b"x" * 200, **{f"{n}": b"x" * 40 for n in range(5)}}, tmp_path / "d.zip")

    _, skipped = names_and_reasons(tmp_path / "d.zip", DownloadLimits(file_bytes=100))
    assert "too large" in skipped["big"]
    found, skipped = names_and_reasons(tmp_path / "d.zip", DownloadLimits(files=3))
    assert len(found) == 3
    found, _ = names_and_reasons(tmp_path / "d.zip", DownloadLimits(total_bytes=100))
    assert len(found) == 2


def test_names_in_any_encoding_come_out_in_one_form(tmp_path):
    """UTF-8 with and without its flag, decomposed as macOS writes it, and cp437."""
    composed = "Jörg Müller.ipynb"
    decomposed = unicodedata.normalize("NFD", composed)
    zipped({decomposed: b""}, tmp_path / "nfd.zip")
    plain = zipped({"J#rg M#ller.ipynb": b""})
    (tmp_path / "cp437.zip").write_bytes(plain.replace(b"J#rg M#ller", b"J\x94rg M\x81ller"))
    long = zipped({"J##rg M##ller.ipynb": b""})
    (tmp_path / "utf8.zip").write_bytes(long.replace(b"J##rg M##ller", "Jörg Müller".encode()))

    for file in ("nfd.zip", "cp437.zip", "utf8.zip"):
        assert names_and_reasons(tmp_path / file)[0] == {composed}


def test_names_cannot_drive_a_terminal(tmp_path):
    """Colours, cursor movements and text that runs backwards are taken out."""
    zipped({"\x1b[2Jada\u202ebnypi.ipynb": b""}, tmp_path / "d.zip")
    assert names_and_reasons(tmp_path / "d.zip")[0] == {"?[2Jada?bnypi.ipynb"}


def test_what_the_system_made_is_not_the_students(tmp_path):
    """macOS, Windows and Jupyter leave files of their own."""
    made = ["__MACOSX/a/._x.ipynb", "a/.DS_Store", "a/._x.ipynb", "a/.ipynb_checkpoints/x.ipynb"]
    zipped({name: b"{}" for name in [*made, "a/x.ipynb"]}, tmp_path / "d.zip")
    found, skipped = names_and_reasons(tmp_path / "d.zip")

    assert found == {"a/x.ipynb"}
    assert set(skipped) == set(made)


def test_damaged_zips_are_named(tmp_path):
    """A student's damaged zip is skipped; a damaged entry fails when it is read."""
    inner = zipped({"x.ipynb": b"abc" * 1000})
    zipped({"ada.zip": inner[:-30], "bob.zip": b"PK"}, tmp_path / "d.zip")
    assert set(names_and_reasons(tmp_path / "d.zip")[1].values()) == {"a damaged zip"}

    (tmp_path / "e.zip").write_bytes(inner.replace(inner[36:44], b"\xff" * 8, 1))
    with opened(tmp_path / "e.zip") as (found, _), pytest.raises(MaterialError, match="damaged"):
        found[0].read()


def test_a_download_that_is_not_there_is_said(tmp_path):
    """With the word what to name."""
    with pytest.raises(UsageError, match="no such file"), opened(tmp_path / "no.zip"):
        pass

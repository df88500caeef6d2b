"""Bytes from a stranger become cells, or a sentence."""

from __future__ import annotations

import json

import nbformat
import pytest

from autograder.grading.submission.reading import Refused, read_submission
from autograder.sandbox.limits import Limits

from .conftest import SOURCE, as_bytes, cell, handed_in, notebook

TEXT = json.dumps(SOURCE | {"metadata": {"author": "Zoë"}}, ensure_ascii=False)


def sources(content: bytes) -> list[str]:
    return [cell.source for cell in read_submission(content).cells]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_other_encodings_are_read(encoding):
    """A notebook saved by another editor is read as what it was meant to be."""
    assert sources(TEXT.encode(encoding)) == sources(TEXT.encode())


def test_other_encodings_are_mentioned():
    """The instructor learns that the file was not UTF-8; a byte order mark alone is no news."""
    assert "latin-1" in read_submission(TEXT.encode("latin-1")).remarks[0]
    assert read_submission(TEXT.encode("utf-8-sig")).remarks == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "not a notebook"),
        (b"PK\x03\x04 a zip", "not a notebook"),
        (b"[1, 2]", "not a notebook"),
        (b"{}", "not a notebook of format 4"),
        (b'{"nbformat": 5, "cells": []}', "it says 5"),
        (b'{"nbformat": true, "cells": []}', "it says True"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": 7}', "no list of cells"),
        (b'{"nbformat": 3, "worksheets": 7}', "cannot be upgraded"),
        (b'{"nbformat": 4, "n": ' + b"9" * 5000 + b"}", "not a notebook"),
        (b'{"a":' * 5000, "levels deep"),
        (b"[" * 1_000_000, "levels deep"),
        (as_bytes({"nbformat": 4, "cells": [{}] * 1001}), "1001 cells"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_sentence(content, said):
    """Whatever is in the file, the reason is one sentence that says what to do."""
    with pytest.raises(Refused, match=said):
        read_submission(content)


def test_a_huge_file_is_refused():
    """The size is looked at before anything else."""
    with pytest.raises(Refused, match="clear the outputs"):
        read_submission(b" " * 2_000_001, Limits(submission=2_000_000))


@pytest.mark.parametrize("minor", range(6))
def test_formats_4_0_to_4_5_need_no_upgrade(minor):
    """Cell ids came with 4.5; without them a notebook is read all the same."""
    old = handed_in() | {"nbformat_minor": minor}
    if minor < 5:
        for cell in old["cells"]:
            del cell["id"]
    cells = read_submission(as_bytes(old)).cells
    assert [cell.grade_id for cell in cells][2:4] == ["double", "double-doubles"]


def test_format_3_is_upgraded():
    """A notebook of 2014 is graded like any other, and the instructor learns of it."""
    modern = nbformat.from_dict(handed_in())
    old = nbformat.writes(nbformat.v3.downgrade(nbformat.v4.downgrade(modern) or modern), 3)
    read = read_submission(old.encode())
    assert "old format 3" in read.remarks[0]
    assert "def double(x):" in read.cells[2].source


def test_stored_outputs_are_dropped():
    """Nothing of an output is left to be believed."""
    cell = read_submission(as_bytes(SOURCE)).cells[2]
    assert not hasattr(cell, "outputs")


@pytest.mark.parametrize(
    "raw",
    [
        {"cell_type": 7, "source": 8, "metadata": 9, "id": 10},
        {"cell_type": "code", "source": ["a", 3, "b"], "metadata": {"nbgrader": 3, "tags": 4}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": ["a"]}}},
        {"cell_type": "markdown", "attachments": {"a": 3, "b": {"text/html": "<script>"}}},
    ],
)
def test_cells_of_the_wrong_types_do_no_harm(raw):
    """Each field is what it should be, or nothing."""
    (cell,) = read_submission(as_bytes({"nbformat": 4, "cells": [raw]})).cells
    assert cell.grade_id == ""
    assert cell.attachments in ({}, {"b": {}})


def test_sources_can_always_be_written_and_run():
    """Lone surrogates and NUL characters are taken out."""
    raw = {"cell_type": "code", "source": "a = '\ud800\0'\r\nb"}
    (cell,) = read_submission(as_bytes({"nbformat": 4, "cells": [raw]})).cells
    assert cell.source == "a = '?'\nb"


def test_each_limit_of_the_file_can_be_changed():
    """One owner has them all: none is known here by its place in a row."""
    code = as_bytes(notebook(cell("code", "long", "#" * 600_000)))
    with pytest.raises(Refused, match="characters"):
        read_submission(code)
    assert read_submission(code, Limits(submission_code=1_000_000)).cells

    many = as_bytes({"nbformat": 4, "cells": [{}] * 1001})
    assert read_submission(many, Limits(submission_cells=1001)).cells

    deep = b'{"nbformat": 4, "cells": [], "metadata": ' + b"[" * 150 + b"]" * 150 + b"}"
    assert read_submission(deep, Limits(submission_depth=200)).cells == ()

"""The released notebook is the backbone; what was changed is noted."""

from __future__ import annotations

import copy
import json

import pytest

from autograder.grading.submission.reading import Refused, read_submission
from autograder.grading.submission.restore import Role, restore
from autograder.notebook.cells import checksum, read_cells
from autograder.notebook.regions import released, without_solutions

from .conftest import RIGHT, SOURCE, answer, as_bytes, cell, claim, handed_in, notebook


def put_back(submitted: dict, source: dict = SOURCE):
    cells = read_cells(as_bytes(source), "source")
    return restore(cells, read_submission(as_bytes(submitted)), "01-double")


def names(restored) -> list[str]:
    return [one.name for one in restored]


def texts(notes) -> list[str]:
    return [f"{note.cell}: {note.text}" for note in notes]


def test_an_honest_submission_leaves_no_note():
    """Filled-in answers, cut hidden tests and an editor's whitespace are no tampering."""
    submitted = handed_in(RIGHT)
    submitted["cells"][3]["source"] = "\n" + submitted["cells"][3]["source"] + "  \n\n"
    restored, notes = put_back(submitted)
    assert texts(notes) == []
    assert names(restored) == [raw["id"] for raw in SOURCE["cells"]]
    assert "def double(x):\n    return np.asarray(x) * 2" in restored[2].source
    assert restored[3].source == SOURCE["cells"][3]["source"]


def test_a_missing_answer_counts_as_blank():
    """Its place is taken by what was released."""
    submitted = handed_in(RIGHT)
    del submitted["cells"][2]
    restored, notes = put_back(submitted)
    assert restored[2].blank
    assert "NotImplementedError" in restored[2].source
    assert texts(notes) == ["double: exercise deleted; put back"]


def test_without_a_submission_everything_is_blank():
    """None is the blank release."""
    restored, notes = restore(read_cells(as_bytes(SOURCE), "source"), None, "01-double")
    assert [one.name for one in restored if one.blank] == ["double", "half"]
    assert notes == []


def test_own_cells_stay_behind_the_cell_that_they_followed():
    """Also the first and the last; empty ones are left out."""
    submitted = handed_in(RIGHT)
    own = [cell("code", f"own{n}", f"n = {n}") for n in range(3)]
    submitted["cells"] = [
        own[0],
        *submitted["cells"][:3],
        own[1],
        cell("code", "empty", "  "),
        *submitted["cells"][3:],
        own[2],
    ]
    restored, _ = put_back(submitted)
    assert [one.source for one in restored if one.role is Role.EXTRA] == [
        "n = 0",
        "n = 1",
        "n = 2",
    ]
    assert names(restored)[0].startswith("extra")
    assert names(restored)[3] == "double" and names(restored)[4].startswith("extra")


def change(position: int, **metadata) -> dict:
    submitted = handed_in(RIGHT)
    raw = submitted["cells"][position]
    raw["source"] = metadata.pop("source", raw["source"])
    raw["cell_type"] = metadata.pop("cell_type", raw["cell_type"])
    raw["metadata"]["tags"] = metadata.pop("tags", [])
    raw["metadata"]["nbgrader"] |= metadata
    return submitted


@pytest.mark.parametrize(
    ("submitted", "said"),
    [
        (change(3, points=99), "points edited from 2 to 99"),
        (change(3, points=None), "points edited from 2 to None"),
        (change(3, source="assert True"), "edited"),
        (change(3, solution=True), "flag 'solution' flipped"),
        (change(3, grade=False), "flag 'grade' flipped"),
        (change(3, tags=["skip-execution"]), "tagged skip-execution"),
        (change(3, grade_id="mine"), "renamed to 'mine'"),
        (change(3, cell_type="markdown"), "turned from code into markdown"),
        (change(2, cell_type="raw"), "turned from code into raw"),
        (change(1, source="import numpy as np\nnp.allclose = max"), "edited"),
    ],
)
def test_what_was_changed_is_put_back_and_noted(submitted, said):
    """The instructor learns of it; the restored notebook has the source's cell."""
    restored, notes = put_back(submitted)
    assert any(said in text for text in texts(notes)), texts(notes)
    assert [one.source for one in restored if one.role is Role.CLAIM] == [
        raw["source"] for raw in SOURCE["cells"] if "points" in str(raw["metadata"])
    ]
    assert [one.cell.kind for one in restored] == [raw["cell_type"] for raw in SOURCE["cells"]]


def test_deleted_claims_are_put_back():
    """A claim cannot be lost."""
    submitted = handed_in(RIGHT)
    submitted["cells"] = [raw for raw in submitted["cells"] if "-" not in raw["id"]]
    restored, notes = put_back(submitted)
    assert names(restored) == [raw["id"] for raw in SOURCE["cells"]]
    assert len(notes) == 3 and all("deleted" in note.text for note in notes)


def test_moved_claims_are_put_back():
    """Only the cell that was moved is noted."""
    submitted = handed_in(RIGHT)
    submitted["cells"].insert(1, submitted["cells"].pop())
    restored, notes = put_back(submitted)
    assert names(restored) == [raw["id"] for raw in SOURCE["cells"]]
    assert texts(notes) == ["half-halves: graded cell moved; put back in its place"]


def test_a_copied_claim_is_dropped():
    """The copy adds nothing; it is noted."""
    submitted = handed_in(RIGHT)
    submitted["cells"].append(copy.deepcopy(submitted["cells"][3]))
    restored, notes = put_back(submitted)
    assert len(restored) == len(SOURCE["cells"])
    assert "there 2 times" in notes[0].text


def test_a_copied_answer_runs_after_the_first():
    """Copying a cell copies its name; the second is the student's own cell, and the last counts."""
    submitted = handed_in(RIGHT)
    second = copy.deepcopy(submitted["cells"][2])
    second["source"] = "def double(x):\n    return x + x"
    submitted["cells"].insert(3, second)
    restored, notes = put_back(submitted)
    assert [one.role for one in restored[2:4]] == [Role.ANSWER, Role.EXTRA]
    assert "x + x" in restored[3].source
    assert "there 2 times" in notes[0].text


def test_an_edited_example_runs_beside_the_given_one():
    """Cells that nobody locked are free: the student's version is kept as well."""
    source = copy.deepcopy(SOURCE)
    source["cells"].insert(2, cell("code", "example", "scale = 1"))
    submitted = handed_in(RIGHT, source)
    submitted["cells"][2]["source"] = "scale = 3"
    restored, notes = put_back(submitted, source)
    assert [one.source for one in restored[2:4]] == ["scale = 1", "scale = 3"]
    assert notes == []


def bare(submitted: dict, keep_ids: bool) -> dict:
    for raw in submitted["cells"]:
        raw["metadata"] = {}
        if not keep_ids:
            raw.pop("id")
    return submitted


@pytest.mark.parametrize("keep_ids", [True, False])
def test_without_metadata_cells_are_known_by_id_or_text(keep_ids):
    """A notebook that went through a tool which drops metadata is graded like any other."""
    submitted = bare(handed_in(RIGHT), keep_ids)
    restored, notes = put_back(submitted)
    assert names(restored) == [raw["id"] for raw in SOURCE["cells"]]
    assert [one.source for one in restored if one.role is Role.ANSWER] == list(RIGHT.values())
    assert len(notes) == 1 and "metadata is missing" in notes[0].text


def test_without_metadata_a_helper_in_front_stays_an_own_cell():
    """An answer is known by the names that it defines."""
    submitted = bare(handed_in(RIGHT), keep_ids=False)
    submitted["cells"].insert(2, {"cell_type": "code", "source": "def helper(x):\n    return x"})
    restored, _ = put_back(submitted)
    assert [one.role for one in restored][2:4] == [Role.EXTRA, Role.ANSWER]


def test_an_answer_that_does_not_parse_is_still_recognised():
    """By its `def`."""
    submitted = bare(handed_in(RIGHT | {"half": "def half(x):\n    return x /"}), keep_ids=False)
    restored, _ = put_back(submitted)
    assert [one.source for one in restored if one.name == "half"] == [
        "def half(x):\n    return x /"
    ]


def test_a_notebook_of_another_assignment_is_refused():
    """None of the exercises is in it."""
    other = notebook(
        cell("code", "imports", "import numpy as np", locked=True),
        answer("sigmoid", "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))"),
        claim("sigmoid-is-half-at-zero", "assert sigmoid(0) == 0.5"),
    )
    with pytest.raises(Refused, match="not the notebook of 01-double"):
        put_back(other)


def test_the_checksum_is_nbgraders():
    """Formgrader and validate see a cell that is what they expect."""
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum

    for position in (2, 3):
        cells = read_cells(as_bytes(SOURCE), "source")
        raw = copy.deepcopy(SOURCE["cells"][position])
        raw["source"] = released(cells[position])
        expected = compute_checksum(from_dict(raw))
        assert checksum(cells[position], raw["source"]) == expected


def test_regions_are_cut_as_nbgrader_cuts_them():
    """Its own preprocessors give the same text."""
    import nbformat
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

    node = nbformat.from_dict(json.loads(as_bytes(SOURCE)))
    node, resources = ClearSolutions().preprocess(node, {})
    cells = read_cells(as_bytes(SOURCE), "source")
    assert [without_solutions(one) for one in cells] == [one.source for one in node.cells]
    node, _ = ClearHiddenTests().preprocess(node, resources)
    assert [released(one) for one in cells] == [one.source for one in node.cells]

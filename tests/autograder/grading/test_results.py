"""`results.json` says in Gradescope's schema what became of a submission, and can be read back."""

from __future__ import annotations

import json

import pytest

from autograder.errors import MaterialError
from autograder.grading.results import read_results, write_results
from autograder.verdicts import Curve, Graded, Note, Outcome, Verdict

from .conftest import NAME

GRADED = Graded(
    assignment=NAME,
    student="ann",
    verdicts=(
        Verdict("one", "One.", Outcome.PASSED, 2.0, 2.0, seconds=0.25, warnings=("W: x",)),
        Verdict("two", "Two.", Outcome.FAILED, 0.5, 3.0, "no <b>", "a mistake", printed="hm"),
        Verdict("three", "Three.", Outcome.NOT_RUN, None, 4.0, "no process"),
    ),
    notebook={"cells": []},
    notes=(Note("one", "edited"),),
    advice=("a hint",),
    tier="full",
    seconds=1.5,
    curves=(Curve("f", (0.0,), (None,), (1.0,)),),
    blank=("two",),
)
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
TOP = {
    "score": float,
    "execution_time": float,
    "output": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
TEST = {
    "score": float,
    "max_score": float,
    "name": str,
    "number": str,
    "status": str,
    "output": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}


@pytest.fixture
def page(classroom):
    """What was written for `GRADED`."""
    write_results(GRADED, classroom.results("ann", NAME), key="k")
    return json.loads(classroom.results("ann", NAME).read_bytes())


def test_it_follows_gradescopes_schema(page):
    """Known names with the right types, and known visibilities."""
    for value, schema in [(page, TOP), *[(test, TEST) for test in page["tests"]]]:
        assert set(value) <= set(schema)
        assert all(isinstance(value[name], schema[name]) for name in value)
        assert value["visibility"] in VISIBILITIES
    assert page["stdout_visibility"] in VISIBILITIES
    assert page["score"] == 2.5


def test_each_claim_is_one_test(page):
    """One that was not run has no score, not even zero."""
    assert [test["name"] for test in page["tests"]] == ["one", "two", "three"]
    assert [test.get("score") for test in page["tests"]] == [2.0, 0.5, None]
    assert [test["max_score"] for test in page["tests"]] == [2.0, 3.0, 4.0]
    assert page["tests"][2]["output"].startswith("Not run.")


def test_what_is_written_is_read_back(page, classroom, course):
    """Everything, with the notebook from beside it."""
    (assignment,) = course.select()
    folder = classroom.graded("ann", NAME)
    (folder / "double.ipynb").write_text(json.dumps(GRADED.notebook))
    assert read_results(classroom, assignment, "ann") == GRADED


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"extra_data": 3, "tests": []}'])
def test_somebody_elses_results_are_an_error(classroom, course, content):
    """One sentence with the path, and what to do."""
    path = classroom.results("ann", NAME)
    path.parent.mkdir(parents=True)
    (path.parent / "double.ipynb").write_text("{}")
    if content is not None:
        path.write_text(content)
    with pytest.raises(MaterialError, match=r"results.json.*[Gg]rade"):
        read_results(classroom, course.select()[0], "ann")


def test_a_file_is_written_whole_or_not_at_all(page, classroom):
    """What cannot be written leaves the old file, and nothing beside it."""
    path = classroom.results("ann", NAME)
    before = path.read_bytes()
    broken = Graded(NAME, "ann", (), {}, advice=(object(),))
    with pytest.raises(TypeError):
        write_results(broken, path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["results.json"]

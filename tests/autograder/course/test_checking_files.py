"""What lies beside a released notebook tells nothing that only the grader may know."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.checks import coach
from autograder.course import checking_files as module
from autograder.course.checking_files import checking_files, hidden_inputs
from autograder.course.course import Course
from autograder.course.leaks import find_leaks
from autograder.course.release import convert_checked
from autograder.errors import MaterialError
from solutions import softmax
from solutions.mistakes import softmax as mistakes

COURSE = Course.find(Path(__file__).parent)
(SOFTMAX,) = COURSE.select(["softmax"])


@pytest.fixture
def anew():
    """Have the tables of mistakes made anew, before and after."""
    for remembered in (coach.known, module._data):
        remembered.cache_clear()
    yield
    for remembered in (coach.known, module._data):
        remembered.cache_clear()


def test_the_data_hold_wrong_results_with_their_sentences():
    """And the questions, sealed; no function of ours."""
    data = json.loads(checking_files(SOFTMAX)["checking/known.json"])

    assert set(data["functions"]) >= {"softmax", "softmax_vector"}
    one = data["functions"]["softmax"]["mistakes"][0]
    assert one["sentence"] == coach.mistakes_of(softmax.softmax)[0].sentence
    assert "after_adding" in data["questions"]
    assert "solutions" not in json.dumps(data)


def test_the_package_needs_numpy_and_python_alone():
    """No file of it imports anything else of the grader."""
    files = checking_files(SOFTMAX)
    for name, content in files.items():
        assert b"autograder" not in content.replace(b"`autograder", b""), name


def test_a_hidden_input_among_the_data_is_an_error(monkeypatch, anew, tmp_path):
    """Students could look it up."""
    hidden = next(one for cell in SOFTMAX.claims for one in hidden_inputs(cell) if np.size(one) > 3)
    monkeypatch.setitem(mistakes.INPUTS, "softmax", [*mistakes.INPUTS["softmax"], hidden])

    with pytest.raises(MaterialError, match=r"the hidden input .* stands in the INPUTS"):
        convert_checked(COURSE, SOFTMAX, tmp_path)


def test_a_references_body_among_the_data_is_an_error(tmp_path):
    """In whatever file beside the notebook."""
    released = convert_checked(COURSE, SOFTMAX, tmp_path)
    body = "\n".join(
        line for line in Path(softmax.__file__).read_text("utf-8").split("\n") if "powers" in line
    )
    (released / "checking/known.json").write_text(body, "utf-8")

    leaks = find_leaks(SOFTMAX, released)
    assert any("checking/known.json" in leak for leak in leaks), leaks


def test_two_mistakes_that_no_input_tells_apart_are_named(monkeypatch, anew):
    """And a mistake that no input shows."""
    monkeypatch.setitem(mistakes.INPUTS, "softmax", [np.array([[1.0]])])

    said = list(coach.indistinct(softmax.softmax))
    assert any("no input shows that" in one for one in said)
    assert any("give the same for every input" in one for one in said)


def test_a_question_whose_answer_is_no_literal_is_an_error(monkeypatch):
    """It could not be sealed."""
    cell = next(cell for cell in SOFTMAX.claims if "predicted(" in cell.source)
    open_ended = cell.__class__(
        **{
            **{name: getattr(cell, name) for name in cell.__dataclass_fields__},
            "source": "predicted(sum_of_all, np.sum([1, 1]))",
        }
    )
    monkeypatch.setattr(type(SOFTMAX), "claims", [open_ended])

    with pytest.raises(MaterialError, match="the answer to a question is no literal"):
        dict(module._questions(SOFTMAX))

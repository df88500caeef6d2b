"""Recognition of known mistakes: by what a function does, never by its text, never a guess."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from autograder.checks import Disagreement, agrees, coach, normal
from autograder.course.course import Course
from solutions.rows import normalize_rows
from solutions.sigmoid import sigmoid
from solutions.softmax import softmax
from tests.autograder.checks.course_claims import CLAIMS

ASSIGNMENTS = Course.find(Path(__file__).parent).assignments
UNCHECKED = {"best_time"}  # a time is never compared


def references():
    """Each reference function that has known mistakes."""
    for assignment in ASSIGNMENTS:
        module = importlib.import_module(f"solutions.{assignment.module}")
        for name, function in vars(module).items():
            ours = getattr(function, "__module__", "") == module.__name__
            if ours and callable(function) and coach.mistakes_of(function):
                yield pytest.param(function, id=name)


def told(student, reference, claims):
    """The disagreement of each claim that fails."""
    found = []
    for claim in claims:
        try:
            agrees(student, reference, **claim)
        except Disagreement as disagreement:
            found.append(disagreement)
    return found


@pytest.mark.parametrize("reference", references())
def test_known_mistakes_are_told_their_own_sentence_and_no_other(reference):
    """Every wrong version loses a claim, and is recognised in one at least."""
    if reference.__name__ in UNCHECKED:
        pytest.skip("its results are times")
    for mistake in coach.mistakes_of(reference):
        found = told(mistake.function, reference, CLAIMS[reference.__name__])
        named = {one.message.splitlines()[0] for one in found if one.mistake}
        assert found, f"{mistake.function.__name__} passes every claim"
        assert named == {mistake.sentence}, mistake.function.__name__


@pytest.mark.parametrize("reference", references())
def test_references_disagree_with_nothing(reference):
    """The claims of this table are right about right functions."""
    if reference.__name__ not in UNCHECKED:
        assert told(lambda *a, **k: reference(*a, **k), reference, CLAIMS[reference.__name__]) == []


def test_a_title_goes_with_the_message():
    """For the class report."""
    (found,) = told(
        lambda x: np.exp(x) / np.sum(np.exp(x)), softmax, [{"on": [normal(4, 7), normal(2, 3)]}]
    )
    assert found.mistake == "softmax: One sum for the whole table"


def whole_table_renamed(values):
    """Renamed, reordered, another expression, and chatty."""
    total = 0.0
    print("computing")
    array = np.array(values, dtype=float)
    for power in np.exp(array).ravel():
        total = total + power
    return np.exp(array - np.log(total))


def whole_table_as_list(x):
    """The same as nested comprehensions."""
    powers = [[np.exp(value) for value in row] for row in np.asarray(x)]
    total = sum(sum(row) for row in powers)
    return np.array([[value / total for value in row] for row in powers])


@pytest.mark.parametrize("student", [whole_table_renamed, whole_table_as_list])
def test_rewritten_mistakes_are_recognised(student):
    """Behaviour is compared, not text."""
    (found,) = told(student, softmax, [{"on": [normal(4, 7), normal(2, 3), normal(3, 3)]}])
    assert found.message.startswith("All your numbers together add up to 1")


def test_a_mistake_is_recognised_though_another_one_shows_elsewhere():
    """No lists, overflow: other claims' matters, and the sentence is true all the same."""
    student = lambda x: 1 / (1 + np.exp(x))  # noqa: E731  TypeError for no list, but overflow
    (found,) = told(student, sigmoid, [{"on": [normal(5), normal(2, 3)]}])
    assert found.message.startswith("Your curve falls")


def test_a_sentence_is_said_where_it_explains_what_differs_and_nowhere_else():
    """That lists are not taken is no reason for a warning; one mistake may hide behind another."""
    student = lambda x: 1 / (1 + np.exp(-x))  # noqa: E731
    claims = [dict(on=[[1, 2]]), dict(on=[np.array([-900.0, 1.0])], also=("silent",))]
    lists, far_out = told(student, sigmoid, claims)
    assert lists.message.startswith("Your formula calculates with `x` as it comes")
    assert far_out.message.startswith("The values are right here, but on the way")


def both_wrong(x):
    """Columns in place of rows, and the sign of the exponent."""
    powers = np.exp(-np.asarray(x))
    return powers / powers.sum(axis=0)


def rows_by_sum_and_shifted(x):
    """No axis, and the mean subtracted."""
    x = np.asarray(x) - np.mean(x)
    return x / np.linalg.norm(x)


@pytest.mark.parametrize(
    ("student", "reference"),
    [(both_wrong, softmax), (rows_by_sum_and_shifted, normalize_rows)],
)
def test_two_mistakes_at_once_are_told_nothing_false(student, reference):
    """Neither sentence explains what was seen, so none is said."""
    (found,) = told(student, reference, [{"on": [normal(4, 3), normal(3, 3), normal(2, 5)]}])
    assert found.mistake is None
    assert "entries are wrong" in found.message


def test_an_error_of_its_own_is_no_known_mistake():
    """Failing everywhere in the same class of error is not the same mistake."""

    def student(x):
        raise TypeError("something else altogether")

    (found,) = told(student, sigmoid, [{"on": [[1, 2], [3]]}])
    assert found.mistake is None


def test_a_reference_without_known_mistakes_gets_the_general_message():
    """There is nothing to register."""
    assert coach.mistakes_of(np.linalg.norm) == ()
    assert coach.mistakes_of(told) == ()


def test_an_ambiguous_case_is_not_guessed():
    """On one row, no axis and many other mistakes are the same; two sentences fit, so none is."""
    with pytest.raises(Disagreement) as raised:
        agrees(lambda x: np.asarray(x) * 0.0, normalize_rows, on=[np.array([[3.0, 4.0]])])
    assert raised.value.mistake is None


def test_huge_inputs_are_not_coached():
    """The claim fails with the general message, and in time."""
    with pytest.raises(Disagreement) as raised:
        agrees(lambda x: -sigmoid(x), sigmoid, on=[np.linspace(1, 2, 100_000)])
    assert raised.value.mistake is None


def test_every_mistake_has_a_title_and_words_before_numbers():
    """Short enough for a screen, and never the finished line of code."""
    for assignment in ASSIGNMENTS:
        module = importlib.import_module(f"solutions.mistakes.{assignment.module}")
        reference = importlib.import_module(f"solutions.{assignment.module}")
        for name in vars(module):
            if "__" not in name.strip("_"):
                continue
            function = getattr(reference, name.split("__")[0])  # a mistake of what exists
            mine = {one.function.__name__: one for one in coach.mistakes_of(function)}[name]
            assert 5 < len(mine.title) < 60, name
            assert 40 < len(mine.sentence) < 320, name
            assert mine.sentence.endswith((".", "?")), name
            assert not {"wrong", "stupid", "obviously", "just", "simply"} & set(
                mine.sentence.lower().split()
            ), name

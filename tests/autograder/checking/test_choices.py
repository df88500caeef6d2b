"""Errors, choices and predictions."""

import json

import numpy as np
import pytest

from autograder.checking import choice, choices, prediction
from autograder.checking.choices import seal_choice, seal_prediction
from autograder.checks import call, chosen, predicted, raises
from tests.autograder.checking.wrongs import said


def refuses(x):
    """Refuse what is negative."""
    if x < 0:
        raise ValueError("negative")
    return x


def test_raising_the_named_error_passes():
    """The class counts, also a subclass of it, such as NumPy's own."""
    raises(refuses, ValueError, on=[-1, call(-2.0)])
    raises(lambda x: np.sum(x, axis=5), ValueError, on=[np.ones(3)])


def test_returning_in_place_of_raising_is_told():
    """With the input and what came back."""
    message = said(raises, refuses, ValueError, on=[-1, 1])
    assert "`refuses` should refuse this input: ValueError is the error to raise" in message
    assert "x = 1" in message


def test_another_error_is_told_with_its_own_line():
    """Class, message, line."""
    message = said(raises, refuses, ValueError, on=["text"])
    assert "should raise a ValueError here, but raises a TypeError" in message
    assert "in line:   if x < 0:" in message


def test_an_unwritten_function_raises_nothing_of_worth():
    """NotImplementedError is not the error asked for, even if RuntimeError is."""

    def stub(x):
        raise NotImplementedError

    assert "not written yet" in said(raises, stub, ValueError, on=[1])
    assert "not written yet" in said(raises, stub, RuntimeError, on=[1])


def test_another_order_of_lines_is_told_as_such():
    """And letters that are not in quotes together are told the form."""
    assert said(predicted, "ABC", "CAB", say="look.").startswith("'ABC' is no order that works.")
    assert "a text, in quotes" in said(predicted, ("C", "A", "B"), "CAB")


@pytest.mark.parametrize("answer", ["b", "B", " b ", "(b)", "b."])
def test_the_right_letter_passes_however_it_is_written(answer):
    """Case, blanks and brackets do not matter."""
    chosen(answer, "b", a="a is too small", c="c is too large")


def test_a_wrong_letter_is_told_why_and_not_which_is_right():
    """Only the reason of the letter chosen."""
    message = said(chosen, "a", "b", a="that would be the mean.", c="too large.")
    assert message == '"a" is not it: that would be the mean.'


@pytest.mark.parametrize("answer", [None, ..., "", "...", "?"])
def test_an_open_question_is_no_wrong_answer(answer):
    """It is told which letters there are."""
    assert said(chosen, answer, "b", a="no", c="no") == (
        "No answer yet: put one of the letters a, b, c in quotes."
    )


@pytest.mark.parametrize("answer", ["d", "ab", 2, b"b", np.ones(3)])
def test_what_is_no_letter_is_told_which_there_are(answer):
    """Numbers, words and arrays."""
    assert "none of the letters a, b, c" in said(chosen, answer, "b", a="no", c="no")


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ((3,), (3,)),
        ([2, 3], (2, 3)),
        ((), ()),
        (2.917, 2.9166666666666665),
        (4, np.uint8(4)),
        (True, np.True_),
        ("float64", "float64"),
        (np.dtype("float64"), "float64"),
        (np.float64, "float64"),
        ([1, 2], np.array([1, 2])),
        (np.nan, np.nan),
    ],
)
def test_right_predictions_pass(answer, value):
    """Shapes as tuple or list, rounded numbers, dtypes by name or as objects."""
    predicted(answer, value)


def test_another_prediction_is_told_where_to_look_but_not_the_value():
    """The next cell shows it."""
    message = said(predicted, (3, 2), (6, 6), say="np.outer flattens first.")
    assert "You predicted (3, 2)" in message
    assert "np.outer flattens first." in message
    assert "6" not in message


@pytest.mark.parametrize(
    ("answer", "value", "hint"),
    [
        (3, (3,), "A shape is a tuple"),
        ("yes", True, "True or False"),
        (1, True, "True or False"),
        (64, "float64", "a text, in quotes"),
        ([0], 0, "one number, without quotes and brackets"),
        ("1/3", 0.3333, "one number, without quotes and brackets"),
        (2.93, 2.9167, "not what happens"),
        (True, 1, "not what happens"),
    ],
)
def test_predictions_of_another_kind_are_told_the_kind(answer, value, hint):
    """A number for a shape, a text for a truth value."""
    assert hint in said(predicted, answer, value)


def test_an_array_is_not_shown_where_a_letter_is_asked_for():
    """A forgotten pair of quotes can mean an array of that name."""
    message = said(chosen, np.ones((3, 4)), "b", a="no")
    assert message.startswith("Your answer is an array of shape (3, 4), float64, none of the")


@pytest.mark.parametrize("answer", ["BECDA", "becda", "B E C D A", "B, E, C, D, A"])
def test_an_order_of_letters_is_right_however_it_is_written(answer, beside, capsys):
    """Case, blanks and commas do not matter, in the notebook and while grading."""
    beside(order=seal_prediction("order", "BECDA", ""))
    predicted(answer, "BECDA")
    prediction(answer, "order")
    assert capsys.readouterr().out.startswith("right: ")


def test_a_wrong_prediction_is_told_which_of_several_it_is(beside):
    """By its name in the notebook."""
    beside(first=seal_prediction("first", True, ""), order=seal_prediction("order", "BA", ""))
    assert said(prediction, False, "first") == (
        "You predicted False for `first`; that is not what happens."
    )
    assert said(prediction, "AB", "order") == "'AB' is no order that works."


def test_only_an_order_of_all_lines_is_called_an_order(beside):
    """Some of several letters are none."""
    beside(wrong_ones=seal_prediction("wrong_ones", "BCE", ""))
    assert "order" not in said(prediction, "CBE", "wrong_ones")
    assert "a text, in quotes" in said(prediction, 3, "wrong_ones")
    prediction("b, c, e", "wrong_ones")


@pytest.mark.parametrize("answer", [None, ..., ""])
def test_an_open_prediction_is_told_to_commit_first(answer):
    """Before running the next cell."""
    assert "No prediction yet" in said(predicted, answer, 3)


@pytest.fixture
def beside(monkeypatch):
    """Put questions beside the package, as a release does."""

    def put(**questions):
        monkeypatch.setattr(choices, "questions", lambda: questions)

    return put


def test_a_wrong_letter_is_told_its_reason_where_it_is_made(beside, capsys):
    """And the right one is said to be right."""
    beside(q=seal_choice("q", "b", {"a": "that is the mean.", "c": "too large."}))

    assert said(choice, "a", "q") == '"a" is not it: that is the mean.'
    assert "none of the letters a, b, c" in said(choice, "d", "q")
    choice("B", "q")
    assert capsys.readouterr().out == 'right: "b"\n'


def test_neither_the_right_letter_nor_a_reason_can_be_read_beside_the_notebook():
    """Digests, and reasons that their letter unlocks."""
    sealed = json.dumps(seal_choice("q", "b", {"a": "that is the mean.", "c": "too large."}))

    assert '"right": "b"' not in sealed
    assert "mean" not in sealed and "large" not in sealed


@pytest.mark.parametrize(
    ("value", "right", "wrong"),
    [
        (0.21, [0.21, 0.2100001, np.float64(0.21)], [0.22, None, "0.21"]),
        (2, [2, 2.0, np.int64(2)], [3, -2, True]),
        (0, [0, 0.0, -0.0], [0.1, 0j]),
        ((2, 3), [(2, 3), [2, 3], np.array([2, 3])], [(3, 2), (2,), 6]),
        ((), [()], [0, (1,)]),
        (True, [True, np.True_], [False, 1]),
        ("error", ["error", " error "], ["Error!", "ERROR", ()]),
        ("CBDA", ["CBDA", "cbda", " c, b, d, a "], ["ABCD", "CBD", ["C", "B", "D", "A"], ""]),
        ("float64", ["float64", np.dtype("float64"), np.float64], ["int64"]),
    ],
)
def test_a_sealed_prediction_takes_what_the_open_one_takes(beside, capsys, value, right, wrong):
    """The same answers are right beside the notebook and in the hidden test."""
    beside(q=seal_prediction("q", value, "look again."))

    for answer in right:
        predicted(answer, value)
        prediction(answer, "q")
    assert capsys.readouterr().out.count("right: ") == len(right)
    for answer in wrong:
        said(predicted, answer, value)
        said(prediction, answer, "q")


def test_without_data_any_answer_to_the_question_is_taken(beside):
    """In a checkout the hidden test decides."""
    beside()
    choice("a", "q")
    prediction(0.5, "q")
    assert "is no letter" in said(choice, 3, "q")
    assert "No prediction yet" in said(prediction, None, "q")
